"""How notifications are sent and shown."""

from typing import Any

from rest_framework import serializers

from core.api.champs import Booleen, Choix, EntierId, Texte
from core.api.serialiseurs import SerialiseurSortie, SerialiseurStrict
from notifications.choices import ANCIENS_TYPES, CanalNotification, Rythme, TypeNotification
from notifications.models import Notification, Preferences
from planning.api.horaires import Heure


class NotificationEntree(SerialiseurStrict):
    """What the older front-end sends: its kinds are taken and kept as ours; no text, the kind's."""

    user_id = EntierId()
    type = Choix(choices=[*TypeNotification.values, *ANCIENS_TYPES])
    canal = Choix(choices=CanalNotification.choices, required=False)
    titre = Texte(max_length=255, required=False, allow_blank=True)
    contenu = Texte(required=False, allow_blank=True, allow_null=True)
    intervention_id = EntierId(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind = attrs.pop("type")
        attrs["type_notification"] = ANCIENS_TYPES.get(kind, kind)
        said = attrs.get("contenu")
        label = TypeNotification(attrs["type_notification"]).label
        # Left out is not the same as said in no words.
        attrs["contenu"] = said or attrs.get("titre") or (str(label) if said is None else "")
        return attrs


class NotificationSortie(SerialiseurSortie[Notification]):
    """The seeds' columns and the older front-end's names side by side."""

    type = serializers.CharField(source="type_notification", read_only=True)
    contenu = serializers.CharField(source="message", read_only=True)
    read = serializers.BooleanField(source="lu", read_only=True)

    class Meta:
        model = Notification
        fields = (
            "id",
            "user_id",
            "type",
            "type_notification",
            "canal",
            "titre",
            "contenu",
            "message",
            "lu",
            "read",
            "date_envoi",
            "date_lu",
            "intervention_id",
        )
        read_only_fields = fields


class PreferencesEntree(SerialiseurStrict):
    """All of one's preferences; what is left out is as by default."""

    rythme = Choix(choices=Rythme.choices, default=Rythme.IMMEDIAT)
    silence_debut = Heure(allow_null=True, default=None)
    silence_fin = Heure(allow_null=True, default=None)
    choix = serializers.DictField(
        child=serializers.DictField(child=Booleen()), required=False, default=dict
    )


class PreferencesSortie(serializers.Serializer[Preferences]):
    """`choix` holds every subject that the role is told of, with each channel."""

    rythme = serializers.ChoiceField(choices=Rythme.choices, read_only=True)
    silence_debut = Heure(allow_null=True, read_only=True)
    silence_fin = Heure(allow_null=True, read_only=True)
    choix = serializers.DictField(
        child=serializers.DictField(child=serializers.BooleanField()), read_only=True
    )

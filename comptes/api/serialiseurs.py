"""What the sign-in routes take, and how an account looks to itself."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from comptes.authentification import IDENTIFIANT_MAX
from comptes.models import Session, Utilisateur
from core.api.champs import MotDePasse, Texte
from core.api.serialiseurs import SerialiseurSortie, SerialiseurStrict


class Connexion(serializers.Serializer[Any]):
    """Username or e-mail, under either name.

    Other names are ignored: OAuth2 form clients add grant_type, scope and the like.
    """

    username = Texte(max_length=IDENTIFIANT_MAX, required=False)
    email = Texte(max_length=IDENTIFIANT_MAX, required=False)
    password = MotDePasse()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        name = attrs.get("username") or attrs.get("email")
        if not name:
            key = self.context["cle"]
            raise serializers.ValidationError({key: [_("Ce champ est obligatoire.")]})
        return {"identifiant": name, "password": attrs["password"]}


class ChangementMotDePasse(SerialiseurStrict):
    current_password = MotDePasse()
    new_password = MotDePasse()


class Compte(SerialiseurSortie[Utilisateur]):
    class Meta:
        model = Utilisateur
        fields = (
            "id",
            "username",
            "email",
            "full_name",
            "role",
            "is_active",
            "langue",
            "theme",
            "created_at",
            "updated_at",
            "last_login",
        )
        read_only_fields = fields


class Renouvellement(serializers.Serializer[Any]):
    """Other names are ignored, as at sign-in."""

    refresh_token = MotDePasse()


class SessionSortie(SerialiseurSortie[Session]):
    colonnes_de = {"actuelle": ("utilisateur",)}

    actuelle = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = (
            "id",
            "utilisateur_id",
            "genre",
            "ouverte_le",
            "vue_le",
            "expire_le",
            "adresse_ip",
            "user_agent",
            "actuelle",
        )
        read_only_fields = fields

    def get_actuelle(self, row: Session) -> bool:
        """The session of this very request."""
        return bool(row.sid == self.context["sid"])

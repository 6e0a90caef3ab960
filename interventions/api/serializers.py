"""How interventions, their history and comments are sent and shown."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.champs import Booleen, Choix, Entier, EntierId, Texte
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurSortie, SerialiseurStrict
from interventions.choices import Statut, TypeIntervention
from interventions.models import Commentaire, Intervention
from interventions.selectors import valeurs_visibles
from interventions.visibility import PASSE_TECHNIQUE, HistoriqueIntervention, acteur_de
from interventions.workflow import CREATION, MODIFIABLES, Acteur, actions_possibles

VERSION_MAX = 2**31 - 1


def champ_version() -> Entier:
    """The version that the caller saw."""
    return Entier(min_value=1, max_value=VERSION_MAX, required=False, allow_null=True)


class Modification(EntreeModele[Intervention]):
    """Every column that somebody may change; who may change which is the service's to say."""

    type = Choix(choices=TypeIntervention.choices, source="type_intervention", required=False)
    version = champ_version()

    class Meta:
        model = Intervention
        fields = (*sorted(MODIFIABLES[Acteur.ADMIN]), "type", "version")
        extra_kwargs = {"type_intervention": {"required": False}}


class Creation(EntreeModele[Intervention]):
    """Every column that somebody may give at the start, and the older front-end's names."""

    type = Choix(choices=TypeIntervention.choices, source="type_intervention", required=False)
    equipement_id = EntierId()
    technicien_id = EntierId(required=False, allow_null=True)
    suite_de_id = EntierId(required=False, allow_null=True)
    statut = Choix(choices=[Statut.OUVERTE, Statut.AFFECTEE], required=False)

    class Meta:
        model = Intervention
        fields = (
            *sorted(CREATION[Acteur.ADMIN]),
            "type",
            "equipement_id",
            "technicien_id",
            "statut",
        )
        extra_kwargs = {"type_intervention": {"required": False}}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """`statut` says again what `technicien_id` says: with one affectee, without ouverte."""
        wanted = Statut.AFFECTEE if attrs.get("technicien_id") else Statut.OUVERTE
        if attrs.get("statut", wanted) == wanted:
            return attrs
        if wanted == Statut.OUVERTE:
            errors = {"technicien_id": [_("Le statut « affectée » demande un technicien.")]}
        else:
            errors = {"statut": [_("Avec un technicien, le statut est « affectée ».")]}
        raise serializers.ValidationError(errors)


class ChangementStatut(SerialiseurStrict):
    """The older front-end's one route: what it sends, by query or body."""

    statut = Choix(choices=Statut.choices)
    remarque = Texte(required=False, allow_blank=True, allow_null=True)
    technicien_id = EntierId(required=False, allow_null=True)
    version = champ_version()


class CommentaireEntree(SerialiseurStrict):
    texte = Texte()
    visible_client = Booleen(required=False)


class InterventionSortie(SerialiseurSortie[Intervention]):
    """The seeds' columns and the older front-end's names side by side."""

    # An order shows who and what it is about even to those who see no more of them.
    colonnes_de = {
        "equipement": ("equipement",),
        "technicien": ("technicien",),
        "technicien_nom": ("technicien",),
        "site_id": ("equipement",),
        "site_nom": ("equipement",),
        "cree_par_nom": ("cree_par",),
        "compte_rendu_manquant": ("solution",),
    }

    type = serializers.CharField(source="type_intervention", read_only=True)
    date_cloture = serializers.DateTimeField(source="date_fin", read_only=True)
    equipement = serializers.SerializerMethodField()
    site_id = serializers.IntegerField(source="equipement.site_id", read_only=True)
    site_nom = serializers.CharField(source="equipement.site.nom", read_only=True)
    technicien = serializers.SerializerMethodField()
    technicien_nom = serializers.SerializerMethodField()
    client_nom = serializers.CharField(source="client.nom_entreprise", read_only=True)
    cree_par_nom = serializers.CharField(source="cree_par", default=None, read_only=True)
    compte_rendu_manquant = serializers.BooleanField(read_only=True)
    actions_possibles = serializers.SerializerMethodField()

    class Meta:
        model = Intervention
        fields = (
            "id",
            "numero",
            "titre",
            "description",
            "type",
            "type_intervention",
            "statut",
            "priorite",
            "urgence",
            "date_creation",
            "date_planifiee",
            "date_limite",
            "date_affectation",
            "date_debut",
            "date_fin",
            "date_cloture",
            "date_statut",
            "equipement_id",
            "equipement",
            "site_id",
            "site_nom",
            "technicien_id",
            "technicien",
            "technicien_nom",
            "client_id",
            "client_nom",
            "contact_nom",
            "contact_telephone",
            "arret_machine",
            "diagnostic",
            "solution",
            "notes_techniques",
            "mode",
            "cause",
            "remede",
            "duree_estimee",
            "duree_reelle",
            "cout_estime",
            "cout_reel",
            "satisfaction_client",
            "commentaire_client",
            "suite_de_id",
            "cree_par_id",
            "cree_par_nom",
            "compte_rendu_manquant",
            "created_at",
            "updated_at",
            "version",
            "actions_possibles",
        )
        read_only_fields = fields

    def get_equipement(self, row: Intervention) -> dict[str, Any]:
        return {"id": row.equipement_id, "nom": row.equipement.nom}

    def get_technicien(self, row: Intervention) -> dict[str, Any] | None:
        """By name, whoever asks."""
        if row.technicien is None:
            return None
        return {"id": row.technicien.pk, "full_name": str(row.technicien)}

    def get_technicien_nom(self, row: Intervention) -> str | None:
        return None if row.technicien is None else str(row.technicien)

    def get_actions_possibles(self, row: Intervention) -> list[str]:
        return actions_possibles(row.statut, acteur_de(self.context["request"].user, row))

    def to_representation(self, instance: Any) -> Any:
        shown = super().to_representation(instance)
        warnings = getattr(instance, "avertissements", None)
        return shown if warnings is None else shown | {"avertissements": warnings}


class PasseSortie(SerialiseurSortie[Intervention]):
    """Others' work on a machine: the technical past, nothing more."""

    type = serializers.CharField(source="type_intervention", read_only=True)

    class Meta:
        model = Intervention
        fields = (*PASSE_TECHNIQUE, "type")
        read_only_fields = fields


class HistoriqueSortie(SerialiseurSortie[Any]):
    """An audit row under the seeds' names."""

    id = serializers.IntegerField(source="history_id", read_only=True)
    intervention_id = serializers.IntegerField(source="id", read_only=True)
    user_id = serializers.IntegerField(source="history_user_id", read_only=True)
    utilisateur = serializers.SerializerMethodField()
    description = serializers.CharField(source="description_acte", read_only=True)
    ancienne_valeur = serializers.SerializerMethodField()
    nouvelle_valeur = serializers.SerializerMethodField()
    horodatage = serializers.DateTimeField(source="history_date", read_only=True)

    class Meta:
        model = HistoriqueIntervention
        fields = (
            "id",
            "intervention_id",
            "user_id",
            "utilisateur",
            "action",
            "description",
            "ancienne_valeur",
            "nouvelle_valeur",
            "horodatage",
            "canal",
            "adresse_ip",
            "user_agent",
            "request_id",
        )
        read_only_fields = fields

    def get_utilisateur(self, row: Any) -> str:
        """The name; `noms` is read once for the page."""
        names: dict[int | None, str] = self.context["noms"]
        return names.get(row.history_user_id, "")

    def get_ancienne_valeur(self, row: Any) -> dict[str, Any] | None:
        return valeurs_visibles(row.ancienne_valeur, self.context["request"].user)

    def get_nouvelle_valeur(self, row: Any) -> dict[str, Any] | None:
        return valeurs_visibles(row.nouvelle_valeur, self.context["request"].user)


class CommentaireSortie(SerialiseurSortie[Commentaire]):
    colonnes_de = {"auteur": ("auteur",)}

    auteur = serializers.CharField(read_only=True)

    class Meta:
        model = Commentaire
        fields = (
            "id",
            "intervention_id",
            "auteur_id",
            "auteur",
            "texte",
            "visible_client",
            "cree_le",
        )
        read_only_fields = fields

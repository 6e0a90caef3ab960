"""How interventions, their history and comments are sent and shown."""

from typing import Any, TypedDict

from django.utils.translation import gettext as _
from rest_framework import serializers

from comptes.models import nom_affiche
from core.api.champs import Booleen, Choix, Entier, EntierId, Texte
from core.api.entrees import EntreeModele
from core.api.serialiseurs import Calcule, SerialiseurSortie, SerialiseurStrict
from interventions.choices import Priorite, Statut, TypeIntervention
from interventions.models import Commentaire, Intervention, sans_compte_rendu
from interventions.selectors import valeurs_visibles
from interventions.visibility import PASSE_TECHNIQUE, HistoriqueIntervention, acteur_pour
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


def _sans_redites(attrs: dict[str, Any]) -> dict[str, Any]:
    """Without what would be so anyway: one form serves all roles, and some may not choose these."""
    return {
        name: value
        for name, value in attrs.items()
        if value is not None and (name, value) != ("priorite", Priorite.NORMALE)
    }


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
        if attrs.pop("statut", wanted) == wanted:
            return _sans_redites(attrs)
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


def _noms_de(chemin: str) -> tuple[str, str]:
    """The columns that `nom_affiche` takes."""
    return f"{chemin}__full_name", f"{chemin}__username"


class MachineNommee(TypedDict):
    id: int
    nom: str


class TechnicienNomme(TypedDict):
    id: int
    full_name: str | None


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
    ajouts = {"avertissements": list[str]}

    type = serializers.CharField(source="type_intervention", read_only=True)
    date_cloture = serializers.DateTimeField(source="date_fin", read_only=True)
    equipement = Calcule("equipement_id", "equipement__nom")
    site_id = serializers.IntegerField(source="equipement.site_id", read_only=True)
    site_nom = serializers.CharField(source="equipement.site.nom", read_only=True)
    technicien = Calcule("technicien_id", *_noms_de("technicien__user"))
    technicien_nom = Calcule(*_noms_de("technicien__user"))
    client_nom = serializers.CharField(source="client.nom_entreprise", read_only=True)
    cree_par_nom = Calcule(*_noms_de("cree_par"))
    compte_rendu_manquant = Calcule("statut", "solution")
    actions_possibles = Calcule("statut", "technicien_id", "client_id")

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

    def calculer_equipement(self, pk: int, nom: str) -> MachineNommee:
        return {"id": pk, "nom": nom}

    def calculer_technicien(self, pk: int | None, *noms: str) -> TechnicienNomme | None:
        """By name, whoever asks."""
        return None if pk is None else {"id": pk, "full_name": nom_affiche(*noms)}

    def calculer_technicien_nom(self, *noms: str | None) -> str | None:
        return nom_affiche(*noms)

    def calculer_cree_par_nom(self, *noms: str | None) -> str | None:
        return nom_affiche(*noms)

    def calculer_compte_rendu_manquant(self, statut: str, solution: str) -> bool:
        return sans_compte_rendu(statut, solution)

    def calculer_actions_possibles(
        self, statut: str, technicien_id: int | None, client_id: int
    ) -> list[str]:
        user = self.context["request"].user
        actor = acteur_pour(user, technicien_id=technicien_id, client_id=client_id)
        return actions_possibles(statut, actor)


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
    utilisateur = Calcule("history_user_id")
    description = serializers.CharField(source="description_acte", read_only=True)
    ancienne_valeur = Calcule("ancienne_valeur")
    nouvelle_valeur = Calcule("nouvelle_valeur")
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

    def calculer_utilisateur(self, pk: int | None) -> str:
        """The name; `noms` is read once for the page."""
        names: dict[int | None, str] = self.context["noms"]
        return names.get(pk, "")

    def calculer_ancienne_valeur(self, valeurs: dict[str, Any] | None) -> dict[str, Any] | None:
        return valeurs_visibles(valeurs, self.context["request"].user)

    def calculer_nouvelle_valeur(self, valeurs: dict[str, Any] | None) -> dict[str, Any] | None:
        return valeurs_visibles(valeurs, self.context["request"].user)


class CommentaireSortie(SerialiseurSortie[Commentaire]):
    colonnes_de = {"auteur": ("auteur",)}

    auteur = Calcule(*_noms_de("auteur"))

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

    def calculer_auteur(self, *noms: str | None) -> str | None:
        return nom_affiche(*noms)

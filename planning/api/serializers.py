"""How plans and slots are shown."""

from datetime import date, datetime
from typing import Any

from rest_framework import serializers

from comptes.models import nom_affiche
from core.api.lecture import forme_instant
from core.api.serialiseurs import Calcule, SerialiseurSortie
from planning.choices import Genre
from planning.dates import minuit
from planning.frequences import PONCTUEL, en_mots
from planning.models import Creneau, EntreePlanning, Plan
from planning.selectors import visites_de


def _instant(valeur: datetime | None) -> str | None:
    return None if valeur is None else forme_instant()(valeur)


def _jour(valeur: date | None) -> str | None:
    """A day in the one shape of /planning/: the instant of its local beginning."""
    return None if valeur is None else _instant(minuit(valeur))


# After a write: what speaks against it without forbidding it.
AVERTISSEMENTS: dict[str, Any] = {"avertissements": list[str]}
_SLOT = ("intervention_id", "date_debut", "date_fin", "creneau", "confirme", "technicien_id")


def _de_la_visite(slot: Creneau | None) -> dict[str, Any]:
    """What a plan shows of its next visit."""
    if slot is None:
        return dict.fromkeys(_SLOT) | {"confirme": False}
    return {
        "intervention_id": slot.intervention_id,
        "date_debut": _instant(slot.date_debut),
        "date_fin": _instant(slot.date_fin),
        "creneau": slot.creneau,
        "confirme": slot.confirme,
        "technicien_id": slot.intervention.technicien_id,
    }


class _Visite:
    """The keys that a slot has of its own, and in which a plan shows its next visit."""

    context: dict[str, Any]

    def visite(self, plan_id: int) -> dict[str, Any]:
        """Read once for a page (`visites`), or alone."""
        visits: dict[int, Creneau] | None = self.context.get("visites")
        return _de_la_visite((visites_de([plan_id]) if visits is None else visits).get(plan_id))

    def du_creneau(self, nom: str, *cle: Any) -> Any:
        """The key `nom`, from the columns `cle` that the subclass names for it."""
        raise NotImplementedError

    def calculer_intervention_id(self, *cle: Any) -> int | None:
        found: int | None = self.du_creneau("intervention_id", *cle)
        return found

    def calculer_date_debut(self, *cle: Any) -> str | None:
        found: str | None = self.du_creneau("date_debut", *cle)
        return found

    def calculer_date_fin(self, *cle: Any) -> str | None:
        found: str | None = self.du_creneau("date_fin", *cle)
        return found

    def calculer_creneau(self, *cle: Any) -> str | None:
        found: str | None = self.du_creneau("creneau", *cle)
        return found

    def calculer_confirme(self, *cle: Any) -> bool:
        return bool(self.du_creneau("confirme", *cle))

    def calculer_technicien_id(self, *cle: Any) -> int | None:
        found: int | None = self.du_creneau("technicien_id", *cle)
        return found


class PlanSortie(_Visite, SerialiseurSortie[Plan]):
    """A plan in the shape of /planning/, with its own columns."""

    # What stands in a column of the visit is the visit's; the plan's own technician is its habit.
    colonnes_de = dict.fromkeys(_SLOT, ("pk",))

    id = serializers.IntegerField(source="entree_id", read_only=True)
    genre = serializers.CharField(source="entree.genre", read_only=True)
    equipement_id = serializers.IntegerField(source="entree.equipement_id", read_only=True)
    equipement_nom = serializers.CharField(source="entree.equipement.nom", read_only=True)
    client_id = serializers.IntegerField(source="entree.equipement.client_id", read_only=True)
    client_nom = serializers.CharField(
        source="entree.equipement.client.nom_entreprise", read_only=True
    )
    date_creation = serializers.DateTimeField(source="entree.date_creation", read_only=True)
    frequence = Calcule("intervalle_n", "intervalle_unite")
    prochaine_date = Calcule("prochaine_date")
    derniere_date = Calcule("derniere_date")
    intervention_id = Calcule("entree_id")
    date_debut = Calcule("entree_id")
    date_fin = Calcule("entree_id")
    creneau = Calcule("entree_id")
    confirme = Calcule("entree_id")
    technicien_id = Calcule("entree_id")
    heure = serializers.TimeField(format="%H:%M", read_only=True)
    technicien_habituel_id = serializers.IntegerField(source="technicien_id", read_only=True)

    class Meta:
        model = Plan
        fields = (
            "id",
            "genre",
            "equipement_id",
            "equipement_nom",
            "client_id",
            "client_nom",
            "titre",
            "description",
            "frequence",
            "intervalle_n",
            "intervalle_unite",
            "prochaine_date",
            "derniere_date",
            "date_creation",
            *_SLOT,
            "technicien_habituel_id",
            "competence_id",
            "duree_estimee",
            "declencheur",
            "rrule",
            "compteur_id",
            "pas_compteur",
            "prochain_seuil",
            "flottant",
            "saison_du",
            "saison_au",
            "fin_le",
            "tolerance",
            "avance",
            "jours_non_ouvres",
            "heure",
            "modele_id",
            "actif",
            "updated_at",
            "version",
        )
        read_only_fields = fields

    def calculer_frequence(self, n: int | None, unite: str | None) -> str:
        return en_mots(n, unite)

    def calculer_prochaine_date(self, jour: date | None) -> str | None:
        return _jour(jour)

    def calculer_derniere_date(self, jour: date | None) -> str | None:
        return _jour(jour)

    def du_creneau(self, nom: str, *cle: Any) -> Any:
        [pk] = cle
        return self.visite(pk)[nom]


class CreneauSortie(SerialiseurSortie[Creneau]):
    """A slot in the shape of /planning/, with its own columns."""

    ajouts = AVERTISSEMENTS

    id = serializers.IntegerField(source="entree_id", read_only=True)
    genre = serializers.CharField(source="entree.genre", read_only=True)
    equipement_id = serializers.IntegerField(source="intervention.equipement_id", read_only=True)
    equipement_nom = serializers.CharField(source="intervention.equipement.nom", read_only=True)
    client_id = serializers.IntegerField(source="intervention.client_id", read_only=True)
    client_nom = serializers.CharField(source="intervention.client.nom_entreprise", read_only=True)
    frequence = Calcule("entree_id")
    prochaine_date = serializers.DateTimeField(source="date_debut", read_only=True)
    derniere_date = Calcule("entree_id")
    intervention_numero = serializers.CharField(source="intervention.numero", read_only=True)
    intervention_titre = serializers.CharField(source="intervention.titre", read_only=True)
    intervention_statut = serializers.CharField(source="intervention.statut", read_only=True)
    technicien_id = serializers.IntegerField(source="intervention.technicien_id", read_only=True)
    technicien_nom = Calcule(
        "intervention__technicien__user__full_name", "intervention__technicien__user__username"
    )

    class Meta:
        model = Creneau
        fields = (
            "id",
            "genre",
            "equipement_id",
            "equipement_nom",
            "client_id",
            "client_nom",
            "frequence",
            "prochaine_date",
            "derniere_date",
            "date_creation",
            "intervention_id",
            "intervention_numero",
            "intervention_titre",
            "intervention_statut",
            "date_debut",
            "date_fin",
            "creneau",
            "confirme",
            "technicien_id",
            "technicien_nom",
            "notes_planning",
            "motif_derogation",
            "rappel_envoye",
            "plan_id",
            "date_modification",
            "version",
        )
        read_only_fields = fields

    def calculer_frequence(self, _pk: int) -> str:
        return PONCTUEL

    def calculer_derniere_date(self, _pk: int) -> str | None:
        return None

    def calculer_technicien_nom(self, *noms: str | None) -> str | None:
        return nom_affiche(*noms)


class EntreeSortie(_Visite, SerialiseurSortie[EntreePlanning]):
    """Plans and slots in one shape; each key is the plan's, its next visit's or the slot's."""

    ajouts = AVERTISSEMENTS

    equipement_nom = serializers.CharField(source="equipement.nom", read_only=True)
    client_id = serializers.IntegerField(source="equipement.client_id", read_only=True)
    client_nom = serializers.CharField(source="equipement.client.nom_entreprise", read_only=True)
    frequence = Calcule("genre", "plan__intervalle_n", "plan__intervalle_unite")
    prochaine_date = Calcule("plan__prochaine_date", "creneau__date_debut")
    derniere_date = Calcule("plan__derniere_date")
    intervention_id = Calcule("genre", "id", "creneau__intervention_id")
    date_debut = Calcule("genre", "id", "creneau__date_debut")
    date_fin = Calcule("genre", "id", "creneau__date_fin")
    creneau = Calcule("genre", "id", "creneau__creneau")
    confirme = Calcule("genre", "id", "creneau__confirme")
    technicien_id = Calcule("genre", "id", "creneau__intervention__technicien_id")
    titre = Calcule("plan__titre", "creneau__intervention__titre")
    version = Calcule("plan__version", "creneau__version")

    class Meta:
        model = EntreePlanning
        fields = (
            "id",
            "genre",
            "equipement_id",
            "equipement_nom",
            "client_id",
            "client_nom",
            "titre",
            "frequence",
            "prochaine_date",
            "derniere_date",
            "date_creation",
            *_SLOT,
            "version",
        )
        read_only_fields = fields

    def calculer_frequence(self, genre: str, n: int | None, unite: str | None) -> str:
        return en_mots(n, unite) if genre == Genre.PLAN else PONCTUEL

    def calculer_prochaine_date(self, jour: date | None, debut: datetime | None) -> str | None:
        return _instant(debut) if jour is None else _jour(jour)

    def calculer_derniere_date(self, jour: date | None) -> str | None:
        return _jour(jour)

    def calculer_titre(self, plan: str | None, intervention: str | None) -> str | None:
        return plan or intervention

    def calculer_version(self, plan: int | None, creneau: int | None) -> int | None:
        return plan or creneau

    def du_creneau(self, nom: str, *cle: Any) -> Any:
        genre, pk, value = cle
        if genre == Genre.PLAN:
            return self.visite(pk)[nom]
        return _instant(value) if isinstance(value, datetime) else value

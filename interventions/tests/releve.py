"""A picture of everything an act may touch: a refused act must leave it as it was."""

from typing import Any

from django.apps import apps

from core.models import Evenement
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from tests.photo import Releve, relever

TEMOINS = (
    "interventions.Intervention",
    "interventions.HistoriqueIntervention",
    "interventions.Affectation",
    "interventions.Segment",
    "interventions.Commentaire",
    "interventions.Indisponibilite",
    "equipements.Equipement",
    "techniciens.Technicien",
    "comptes.Utilisateur",
    "core.Evenement",
    "core.Serie",
)


def photographier(*modeles: str) -> Releve:
    """Every column of every row of the witness tables (or of `modeles`)."""
    return relever([apps.get_model(label) for label in modeles or TEMOINS])


def derniere_ligne(intervention: Intervention) -> Any:
    """The last audit row of the intervention."""
    return HistoriqueIntervention.objects.filter(id=intervention.pk).latest("history_id")


def nombre_de_lignes(intervention: Intervention) -> int:
    found: int = HistoriqueIntervention.objects.filter(id=intervention.pk).count()
    return found


def dernier_evenement() -> Evenement:
    return Evenement.objects.latest("id")

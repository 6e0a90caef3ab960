"""A picture of everything an act may touch: a refused act must leave it as it was."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from core.models import Evenement
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention

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


def photographier(*modeles: str) -> dict[str, list[dict[str, Any]]]:
    """Every column of every row of the witness tables (or of `modeles`)."""
    taken: dict[str, list[dict[str, Any]]] = {}
    for label in modeles or TEMOINS:
        modele: type[Model] = apps.get_model(label)
        taken[label] = list(modele._base_manager.order_by("pk").values())
    return taken


def derniere_ligne(intervention: Intervention) -> Any:
    """The last audit row of the intervention."""
    return HistoriqueIntervention.objects.filter(id=intervention.pk).latest("history_id")


def nombre_de_lignes(intervention: Intervention) -> int:
    found: int = HistoriqueIntervention.objects.filter(id=intervention.pk).count()
    return found


def dernier_evenement() -> Evenement:
    return Evenement.objects.latest("id")

"""What else is known of the machine: work still open on it, and its last failures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from equipements.models import Equipement
from interventions.choices import ModeDefaillance, Statut, TypeIntervention
from interventions.models import Intervention
from interventions.workflow import OUVERTES

PANNES = 3
# Read once for both lists: more open work than this on one machine is shown by its own page.
_LUES = 25


@dataclass(frozen=True)
class Voisine:
    """Another intervention on the machine; `url` names it only for those who may open it."""

    pk: int
    numero: str
    titre: str
    statut: str
    date_creation: datetime
    date_fin: datetime | None
    mode: str
    solution: str
    visible: bool

    @property
    def statut_libelle(self) -> Any:
        return Statut(self.statut).label

    @property
    def symptome(self) -> Any:
        return ModeDefaillance(self.mode).label if self.mode else ""


@dataclass(frozen=True)
class Autour:
    """Open work on the same machine, oldest first; the last failures that were closed."""

    ouvertes: list[Voisine] = field(default_factory=list)
    pannes: list[Voisine] = field(default_factory=list)


_COLONNES = (
    "pk",
    "numero",
    "titre",
    "statut",
    "date_creation",
    "date_fin",
    "mode",
    "solution",
    "visible",
)
_PANNE = Q(type_intervention=TypeIntervention.CORRECTIVE, date_fin__isnull=False)


def _voisine(ligne: Mapping[str, Any]) -> Voisine:
    """Of others' work a technician reads what the machine's technical past tells, no title."""
    title = ligne["titre"] if ligne["visible"] else ""
    return Voisine(**{**ligne, "titre": title, "mode": ligne["mode"] or ""})


def autour(intervention: Intervention, machine: Equipement | None, user: Any) -> Autour:
    """Both lists in one query, for one who may open the machine's page."""
    if machine is None:
        return Autour()
    rows = Intervention.objects.filter(equipement=machine).exclude(pk=intervention.pk)
    found = rows.filter(Q(statut__in=OUVERTES) | _PANNE).order_by("-date_creation", "-id")
    known = Intervention.objects.visible_to(user).filter(pk=OuterRef("pk"))
    values = found.annotate(visible=Exists(known)).values(*_COLONNES)[:_LUES]
    others = [_voisine(v) for v in values]
    still = [v for v in others if v.statut in OUVERTES]
    return Autour(still[::-1], [v for v in others if v.date_fin is not None][:PANNES])

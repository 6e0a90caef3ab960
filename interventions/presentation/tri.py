"""The queue of requests: what waits, in which order, and what the first one is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.faits import faits
from equipements.choices import Criticite
from interventions.choices import Priorite
from interventions.models import Intervention
from interventions.presentation import fiche
from interventions.presentation.autour import autour
from interventions.presentation.delais import depuis
from interventions.selectors import file_de_tri

MONTREES = 50
_COLONNES = (
    "pk",
    "numero",
    "titre",
    "urgence",
    "arret_machine",
    "date_creation",
    "equipement__nom",
    "client__nom_entreprise",
)
_DEMANDE = ("description", "type_intervention", "cree_par", "date_creation", "date_limite")


@dataclass(frozen=True)
class Attente:
    """A request in the queue."""

    valeurs: Mapping[str, Any]
    maintenant: datetime
    ici: bool

    def __getitem__(self, nom: str) -> Any:
        return self.valeurs[nom]

    @property
    def url(self) -> str:
        return f"{reverse('interventions:tri')}?id={self.valeurs['pk']}"

    @property
    def depuis(self) -> str:
        return depuis(self.valeurs["date_creation"], self.maintenant)


@dataclass(frozen=True)
class File:
    """The first requests of the queue, how many there are, the one in hand and the one after."""

    lignes: list[Attente]
    total: int
    suivante: int | None

    @property
    def encore(self) -> int:
        return self.total - len(self.lignes)


def premiere(user: Any) -> int | None:
    """Where the queue begins."""
    rows = file_de_tri(Intervention.objects.visible_to(user))
    return rows.values_list("pk", flat=True).first()


def file(user: Any, ici: int) -> File:
    """The queue around the request in hand; another order of the same rows would lose the place."""
    rows = file_de_tri(Intervention.objects.visible_to(user))
    found = list(rows.values(*_COLONNES)[: MONTREES + 1])
    total = len(found) if len(found) <= MONTREES else rows.order_by().count()
    now = timezone.now()
    ids = [row["pk"] for row in found]
    rank = ids.index(ici) if ici in ids else -1
    following = ids[rank + 1] if rank + 1 < len(ids) else None
    shown = [Attente(row, now, row["pk"] == ici) for row in found[:MONTREES]]
    return File(shown, total, following)


def combien(user: Any) -> int:
    """How many requests wait."""
    return file_de_tri(Intervention.objects.visible_to(user)).order_by().count()


def proposee(intervention: Intervention) -> str:
    """The priority to start from: what staff set, else what the request itself says."""
    if intervention.priorite != Priorite.NORMALE:
        return intervention.priorite
    if intervention.urgence:
        return Priorite.URGENTE
    critical = intervention.equipement.criticite in (Criticite.HAUTE, Criticite.CRITIQUE)
    return Priorite.HAUTE if intervention.arret_machine or critical else Priorite.NORMALE


def contexte(intervention: Intervention, user: Any) -> dict[str, Any]:
    """What to know before deciding."""
    machine = fiche.machine_visible(intervention, user)
    return {
        "intervention": intervention,
        "file": file(user, intervention.pk),
        "machine": machine,
        "faits_demande": faits(intervention, _DEMANDE, user),
        "faits_machine": fiche.faits_machine(machine, user),
        "faits_lieu": fiche.faits_lieu(machine, user),
        "appels": fiche.appels(intervention, machine, user),
        "autour": autour(intervention, machine, user),
        "depuis": depuis(intervention.date_creation, timezone.now()),
    }

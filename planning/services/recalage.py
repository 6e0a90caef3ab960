"""After new rules for the clock: what is planned keeps its local hour, not its instant.

Each slot and sitting knows how far the local clock was ahead when it was written (`Decalage`).
Where the rules known now give another instant for that local hour, it moves there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.systeme import SYSTEME
from core.errors import DomainError
from interventions.services import annexer
from interventions.workflow import OUVERTES
from planning.calendrier import Plage
from planning.dates import en_utc, quand
from planning.models import Creneau, Reservation
from planning.services.creneaux import relu, trace
from planning.services.placement import ouvertes
from planning.services.reservations import reposer


@dataclass(frozen=True)
class Recalage:
    """A slot of open work that the new rules move; `refus`: why it could not be."""

    creneau_id: int
    numero: str
    avant: Plage
    apres: Plage
    refus: str = ""


@dataclass(frozen=True)
class Rapport:
    """`inconnus`: slots to come of which nobody noted the clock; they stay."""

    recales: list[Recalage]
    inconnus: int


def recaler_creneaux(*, appliquer: bool = False) -> Rapport:
    """What moves, or (`appliquer`) is moved, each slot whole or not at all."""
    todo = list(_a_recaler())
    unknown = _a_venir().filter(decalage_debut__isnull=True).count()
    if appliquer:
        todo = _appliquer(todo)
    return Rapport(todo, unknown)


def _a_venir() -> Any:
    rows = Creneau.objects.filter(intervention__statut__in=OUVERTES, date_fin__gt=timezone.now())
    return rows.select_related("intervention").order_by("date_debut", "pk")


def _a_recaler() -> Iterable[Recalage]:
    for slot in _a_venir().prefetch_related("reservations"):
        before, after = Plage(slot.date_debut, slot.date_fin), _voulu(slot)
        moves = any(_voulu(row) != Plage(row.debut, row.fin) for row in slot.reservations.all())
        if after != before or moves:
            yield Recalage(slot.pk, slot.intervention.numero, before, after)


def _voulu(row: Creneau | Reservation) -> Plage:
    """When the row is by the rules known now, if its hour was noted."""
    start, end = (
        (row.date_debut, row.date_fin) if isinstance(row, Creneau) else (row.debut, row.fin)
    )
    return Plage(_instant(start, row.decalage_debut), _instant(end, row.decalage_fin))


def _instant(instant: datetime, minutes: int | None) -> datetime:
    if minutes is None:
        return instant
    return en_utc(instant.astimezone(UTC).replace(tzinfo=None) + timedelta(minutes=minutes))


def _appliquer(todo: list[Recalage]) -> list[Recalage]:
    """One after another, and those in another's way again once that has moved."""
    done: list[Recalage] = []
    while todo:
        tried = [_deplacer(each) for each in reversed(todo)]
        done += [each for each in tried if not each.refus]
        left = [each for each in tried if each.refus]
        if len(left) == len(todo):
            return done + left
        todo = left
    return done


def _deplacer(each: Recalage) -> Recalage:
    try:
        with transaction.atomic():
            _recaler(each.creneau_id)
    except DomainError as error:
        return Recalage(each.creneau_id, each.numero, each.avant, each.apres, error.detail)
    return Recalage(each.creneau_id, each.numero, each.avant, each.apres)


def _recaler(creneau_id: int) -> None:
    intervention_id = Creneau.objects.values_list("intervention_id", flat=True).get(pk=creneau_id)
    with annexer("deplacer_creneau", intervention_id=intervention_id, par=SYSTEME) as p:
        slot = relu(creneau_id, None)
        there = _voulu(slot)
        rows = [row for row in ouvertes(slot) if row.fin > p.moment]
        for row in rows:
            when = _voulu(row)
            row.debut, row.fin = when.debut, when.fin
        slot.date_debut, slot.date_fin = there.debut, there.fin
        slot.version += 1
        slot.save()
        reposer(rows, par=SYSTEME)
        p.intervention.date_planifiee = slot.date_debut
        p.complements = trace(slot)
        p.description = _("Recalée sur l’heure légale : %(quand)s") % {
            "quand": quand(slot.date_debut, slot.date_fin)
        }

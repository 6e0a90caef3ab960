"""What the plans will ask for in the months to come, beside the hours that there are for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from interventions.workflow import OUVERTES
from planning.calendrier import Calendrier
from planning.choices import EtatOccurrence, Unite
from planning.dates import apres
from planning.models import Occurrence, Plan
from techniciens.models import Technicien

MOIS = 12
MOIS_MAX = 24
_UN_JOUR = timedelta(days=1)
_HEURE = timedelta(hours=1)


class Prevue(NamedTuple):
    """A visit that waits or is to come: its day, and its plan's id."""

    jour: date
    plan_id: int


@dataclass
class Mois:
    """A month: its first and last day, the visits that fall due, their hours, those there are."""

    debut: date
    fin: date
    prevues: list[Prevue] = field(default_factory=list)
    heures: Decimal = Decimal(0)
    capacite: Decimal = Decimal(0)

    @property
    def code(self) -> str:
        return f"{self.debut:%Y-%m}"

    @property
    def visites(self) -> int:
        return len(self.prevues)

    @property
    def part(self) -> int | None:
        """Of the hours that there are, in percent."""
        return round(100 * self.heures / self.capacite) if self.capacite else None


def prevoir(plans: QuerySet[Plan, Any], *, mois: int = MOIS) -> list[Mois]:
    """By month, this one first: what is to come of `plans`, visits that wait included.

    What is late is to be done this month.
    """
    first = timezone.localdate().replace(day=1)
    found = [_mois(apres(first, k, Unite.MOIS)) for k in range(mois)]
    by_month = {(m.debut.year, m.debut.month): m for m in found}
    for plan, day in echeances(plans, found[-1].fin):
        month = found[0] if day < first else by_month.get((day.year, day.month))
        if month is not None:
            month.prevues.append(Prevue(day, plan.pk))
            month.heures += plan.heures
    return found


def _mois(debut: date) -> Mois:
    return Mois(debut, apres(debut, 1, Unite.MOIS) - _UN_JOUR)


def echeances(plans: QuerySet[Plan, Any], jusquau: date) -> Iterator[tuple[Plan, date]]:
    """(plan, day) of each visit that waits or is to come, plan by plan; three queries."""
    rows = list(plans.filter(actif=True))
    decided = _decidees(rows)
    for plan in rows:
        waiting, passed = decided.get(plan.pk, ([], set()))
        last = waiting[-1] if waiting else None
        for day in waiting:
            yield plan, day
        for day in takewhile(lambda d: d <= jusquau, _a_venir(plan, last)):
            if day not in passed:
                yield plan, day


def _decidees(plans: Iterable[Plan]) -> dict[int, tuple[list[date], set[date]]]:
    """By plan: the days of its open visits, and the due dates that are decided ahead."""
    found: dict[int, tuple[list[date], set[date]]] = defaultdict(lambda: ([], set()))
    rows = Occurrence.objects.filter(plan__in=[plan.pk for plan in plans])
    made = rows.filter(etat=EtatOccurrence.GENEREE, intervention__statut__in=OUVERTES)
    for plan, day in made.order_by("jour").values_list("plan_id", "jour"):
        found[plan][0].append(day)
    ahead = rows.filter(echeance__gte=timezone.localdate(), etat=EtatOccurrence.SAUTEE)
    for plan, due in ahead.values_list("plan_id", "echeance"):
        if due is not None:
            found[plan][1].add(due)
    return found


def _a_venir(plan: Plan, derniere: date | None) -> Iterator[date]:
    """The due days of which nothing is made yet; a meter tells none.

    Of a plan that counts from its visits, as if each were done on its day.
    """
    if plan.flottant:
        day = plan.voulue
        if day is None and derniere is not None:
            day = plan.serie.apres_visite(derniere)
        while day is not None:
            yield day
            day = plan.serie.apres_visite(day)
    elif plan.echeance is not None:
        yield plan.voulue or plan.echeance
        yield from plan.serie.depuis(plan.ancre or plan.echeance, plan.echeance + _UN_JOUR)


def ajouter_capacite(mois: Iterable[Mois], techniciens: QuerySet[Technicien, Any]) -> None:
    """The working hours of the technicians, absences off."""
    months, people = list(mois), techniciens.values_list("pk", flat=True)
    calendar = Calendrier.charger(people, months[0].debut, months[-1].fin)
    for month in months:
        nets = (calendar.nettes(person, month.debut, month.fin) for person in people)
        total = sum(nets, timedelta())
        month.capacite = Decimal(round(total / _HEURE, 1))


def prochaines(plan: Plan, nombre: int) -> list[date]:
    """The next due days of a plan of which nothing is made yet."""
    passed = _decidees([plan])[plan.pk]
    waiting = passed[0][-1] if passed[0] else None
    found: list[date] = []
    for day in _a_venir(plan, waiting):
        if len(found) == nombre:
            break
        if day not in passed[1]:
            found.append(day)
    return found

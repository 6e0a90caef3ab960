"""When a visit can be: the day that its plan wants, and the nearest time its technician has."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from planning.calendrier import Calendrier, Plage, reunies
from planning.choices import JourNonOuvre
from planning.dates import minuit
from planning.libre import apres, debut_libre
from planning.models import Plan, Reservation
from planning.models.regles import Regle

_UN_JOUR = timedelta(days=1)
# No row of holidays and days of rest is longer.
_DECALAGE_MAX = 31
_AVANT, _APRES = timedelta(days=62), timedelta(days=430)
_SENS = {JourNonOuvre.AVANT: -_UN_JOUR, JourNonOuvre.APRES: _UN_JOUR}


def au_moment(jour: date, heure: time) -> datetime:
    """That hour of Casablanca's clock; one that the clock skips is an hour later."""
    return datetime.combine(jour, heure, ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


@dataclass(frozen=True)
class Place:
    """From when to when, and whether the technician is free for it."""

    plage: Plage
    libre: bool


@dataclass
class JoursOuvres:
    """On which days the firm works, from two months back to a year and more ahead."""

    maintenant: datetime
    calendrier: Calendrier
    _ouvres: dict[date, bool] = field(default_factory=dict)

    @classmethod
    def charger(cls) -> Self:
        now = timezone.now()
        today = timezone.localdate(now)
        return cls(now, Calendrier.charger((), today - _AVANT, today + _APRES))

    @property
    def aujourdhui(self) -> date:
        return timezone.localdate(self.maintenant)

    def ouvre(self, jour: date) -> bool:
        """Whether the firm works that day."""
        if jour not in self._ouvres:
            self._ouvres[jour] = bool(self.calendrier.travail(None, jour))
        return self._ouvres[jour]

    def retenu(self, plan: Regle, jour: date) -> date:
        """The day itself, or the working day before or after it, as the plan has it."""
        step = _SENS.get(JourNonOuvre(plan.jours_non_ouvres))
        return jour if step is None else self._proche(jour, step)

    def a_venir(self, jour: date, heure: time) -> date:
        """That day if its hour is to come, else the next working day whose is."""
        if au_moment(jour, heure) > self.maintenant:
            return jour
        day = self.aujourdhui
        if au_moment(day, heure) <= self.maintenant:
            day += _UN_JOUR
        return self._proche(day, _UN_JOUR)

    def _proche(self, jour: date, pas: timedelta) -> date:
        days = (jour + n * pas for n in range(_DECALAGE_MAX))
        return next((day for day in days if self.ouvre(day)), jour)


@dataclass
class Agenda:
    """What is taken of some technicians' time, in days to come."""

    ouvres: JoursOuvres
    calendrier: Calendrier
    _pris: dict[int, list[Plage]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def charger(cls, ouvres: JoursOuvres, techniciens: Collection[int], jusquau: date) -> Self:
        """From today on; the technicians' rows are locked if it is to be relied on."""
        loaded = Calendrier.charger(techniciens, ouvres.aujourdhui, jusquau)
        found = cls(ouvres, loaded)
        taken = Reservation.objects.filter(technicien_id__in=techniciens, fin__gt=ouvres.maintenant)
        for person, start, end in taken.values_list("technicien_id", "debut", "fin"):
            found._pris[person].append(Plage(start, end))
        for person in techniciens:
            away = (Plage(a.debut, a.fin) for a in loaded.absences(person))
            found._pris[person] = reunies([*found._pris[person], *away])
        return found

    def placer(self, plan: Plan, jour: date) -> Place:
        """The plan's hour on `jour`, or the nearest time at which its technician is free.

        What is late, or would be at an hour that is over, is for the next working day. Without a
        free time within the plan's tolerance the visit is planned, and nobody's time taken.
        """
        first = self.ouvres.a_venir(jour, plan.heure)
        wanted = self._a_lheure(plan, first)
        if plan.technicien_id is None:
            return Place(wanted, libre=False)
        works = self.calendrier.travail(plan.technicien_id, first)
        kept = plan.jours_non_ouvres == JourNonOuvre.GARDER
        if (works or kept) and self._libre(plan.technicien_id, wanted):
            return self._prendre(plan.technicien_id, wanted)
        for day in self._autour(first, plan.marge):
            span = self._ce_jour(plan, day)
            if span is not None:
                return self._prendre(plan.technicien_id, span)
        return Place(wanted, libre=False)

    def _a_lheure(self, plan: Plan, jour: date) -> Plage:
        start = au_moment(jour, plan.heure)
        return Plage(start, start + plan.duree)

    def _autour(self, jour: date, marge: timedelta) -> Iterator[date]:
        """That day, then those around it, nearest first, none that is over."""
        yield jour
        for n in range(1, marge.days + 1):
            yield jour + n * _UN_JOUR
            if jour - n * _UN_JOUR >= self.ouvres.aujourdhui:
                yield jour - n * _UN_JOUR

    def _ce_jour(self, plan: Plan, jour: date) -> Plage | None:
        """A free time on one of the technician's days: the plan's hour, else the earliest."""
        assert plan.technicien_id is not None  # noqa: S101  asked before
        if not self.calendrier.travail(plan.technicien_id, jour):
            return None
        wanted = self._a_lheure(plan, jour)
        if wanted.debut > self.ouvres.maintenant and self._libre(plan.technicien_id, wanted):
            return wanted
        start = debut_libre(
            self.calendrier,
            plan.technicien_id,
            quand=Plage(max(minuit(jour), self.ouvres.maintenant), minuit(jour + _UN_JOUR)),
            duree=plan.duree,
            pris=self._pris[plan.technicien_id],
        )
        return None if start is None else Plage(start, start + plan.duree)

    def _libre(self, technicien_id: int, plage: Plage) -> bool:
        return apres(self._pris[technicien_id], plage.debut, plage.duree) == plage.debut

    def _prendre(self, technicien_id: int, plage: Plage) -> Place:
        self._pris[technicien_id] = reunies([*self._pris[technicien_id], plage])
        return Place(plage, libre=True)

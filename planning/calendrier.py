"""When people work: hours, holidays and absences of several technicians over some days.

Hours are Casablanca's; what is given back are instants in UTC. Days are local days.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.choices import JourSemaine, Periode
from planning.dates import en_utc, minuit
from planning.feries import feries_entre
from planning.models import Absence, HoraireTravail

__all__ = ["Calendrier", "Plage", "feries_entre", "periode_de"]

_JOUR = timedelta(days=1)
_MINUIT = time()
Heures = tuple[time, time]
Semaine = Mapping[int, list[Heures]]  # by weekday, in order

# The Labour code's week of 44 hours, for a firm that has said nothing.
_JOURNEE = [(time(8, 30), time(12, 30)), (time(14), time(18))]
SEMAINE_LEGALE: Semaine = {
    **dict.fromkeys(range(JourSemaine.SAMEDI), _JOURNEE),
    JourSemaine.SAMEDI: _JOURNEE[:1],
}


@dataclass(frozen=True, order=True)
class Plage:
    """Time from `debut` to `fin`, aware and half-open."""

    debut: datetime
    fin: datetime

    @property
    def duree(self) -> timedelta:
        return self.fin.astimezone(UTC) - self.debut.astimezone(UTC)


@lru_cache(maxsize=1024)
def periode_de(jour: date) -> Periode:
    """Ramadan is when Casablanca's clock goes back to UTC; the zone's data know the years."""
    noon = datetime.combine(jour, time(12), ZoneInfo(settings.TIME_ZONE))
    return Periode.NORMALE if noon.utcoffset() else Periode.RAMADAN


@dataclass
class Calendrier:
    """Three queries, whatever the number of technicians and days."""

    du: date
    au: date
    feries: Mapping[date, str]
    _semaines: dict[tuple[int | None, str], dict[int, list[Heures]]] = field(repr=False)
    _absences: dict[int, list[Absence]] = field(repr=False)
    # Made once for all who keep the same hours.
    _jours: dict[tuple[int | None, date], list[Plage]] = field(default_factory=dict, repr=False)
    _nettes: dict[tuple[int | None, date, date], timedelta] = field(
        default_factory=dict, repr=False
    )

    @classmethod
    def charger(cls, technicien_ids: Iterable[int], du: date, au: date) -> Self:
        """Of those technicians, from `du` to `au`, both included.

        A query of their ids stays one: hundreds of them written out cost more than what is read.
        """
        ids = technicien_ids if isinstance(technicien_ids, QuerySet) else set(technicien_ids)
        weeks: dict[tuple[int | None, str], dict[int, list[Heures]]] = {}
        rows = HoraireTravail.objects.filter(
            Q(technicien_id__in=ids) | Q(technicien_id__isnull=True)
        )
        for who, period, day, start, end in rows.order_by("jour", "debut").values_list(
            "technicien_id", "periode", "jour", "debut", "fin"
        ):
            weeks.setdefault((who, period), {}).setdefault(day, []).append((start, end))
        away: dict[int, list[Absence]] = defaultdict(list)
        absences = Absence.objects.filter(
            technicien_id__in=ids, debut__lt=minuit(au + _JOUR), fin__gt=minuit(du)
        )
        for row in absences.order_by("debut", "id"):
            away[row.technicien_id].append(row)
        return cls(du, au, feries_entre(du, au), weeks, away)

    def semaine(self, technicien_id: int | None, periode: Periode) -> Semaine:
        """The hours that hold: one's own before the firm's, Ramadan's before the year's."""
        for who in (technicien_id, None):
            for period in dict.fromkeys((periode, Periode.NORMALE)):
                found = self._semaines.get((who, period))
                if found is not None:
                    return found
        return SEMAINE_LEGALE

    @cached_property
    def _propres(self) -> set[int | None]:
        return {who for who, _period in self._semaines}

    def horaire_de(self, technicien_id: int | None) -> int | None:
        """Whose hours hold: the technician's own, or None for the firm's, which many share."""
        return technicien_id if technicien_id in self._propres else None

    def travail(self, technicien_id: int | None, jour: date) -> list[Plage]:
        """The working hours of that day, in order; none on a holiday or a day of rest.

        Without a technician, the firm's.
        """
        key = (self.horaire_de(technicien_id), jour)
        spans = self._jours.get(key)
        if spans is None:
            spans = self._jours[key] = self._travail(*key)
        return spans

    def _travail(self, technicien_id: int | None, jour: date) -> list[Plage]:
        if jour in self.feries:
            return []
        hours = self.semaine(technicien_id, periode_de(jour)).get(jour.weekday(), [])
        return [span for span in (_plage(jour, *h) for h in hours) if span.debut < span.fin]

    def absences(self, technicien_id: int) -> list[Absence]:
        """Those that overlap the days, by beginning."""
        return self._absences.get(technicien_id, [])

    def nettes(self, technicien_id: int, du: date, au: date) -> timedelta:
        """Working time from `du` to `au`, both included, less what absences take of it."""
        key = (self.horaire_de(technicien_id), du, au)
        whole = self._nettes.get(key)
        if whole is None:
            whole = self._nettes[key] = duree(self._plages(*key))
        absences = self.absences(technicien_id)
        if not absences:
            return whole
        away = reunies(Plage(a.debut, a.fin) for a in absences)
        lost = (commun(span, other) for span in self._plages(*key) for other in away)
        return whole - sum(lost, timedelta())

    def _plages(self, technicien_id: int | None, du: date, au: date) -> Iterator[Plage]:
        for n in range((au - du).days + 1):
            yield from self.travail(technicien_id, du + n * _JOUR)

    def avertissements(
        self, technicien_id: int | None, debut: datetime, fin: datetime
    ) -> list[str]:
        """What speaks against working then: holidays in it, and what is outside working hours.

        A day's hours go from its first to its last: who is sent from nine to four has lunch.
        """
        first, last = jours_de(debut, fin)
        days = [first + n * _JOUR for n in range((last - first).days + 1)]
        said = [
            _("jour férié (%(nom)s)") % {"nom": self.feries[day]}
            for day in days
            if day in self.feries
        ]
        start, end = self.travail(technicien_id, first), self.travail(technicien_id, last)
        begins = first in self.feries or bool(
            start and start[0].debut <= debut < start[-1].fin and start[0].debut < fin
        )
        stops = last in self.feries or bool(end and end[0].debut < fin <= end[-1].fin)
        idle = first == last and not any(s.debut < fin and debut < s.fin for s in start)
        outside = not (begins and stops) or (idle and first not in self.feries)
        return [*said, _("hors des horaires de travail")] if outside else said

    def ouverture(
        self, technicien_id: int | None, moment: datetime, duree: timedelta
    ) -> datetime | None:
        """The earliest beginning from `moment` on against which hours and holidays say nothing."""
        day = max(timezone.localtime(moment).date(), self.du)
        while day <= self.au:
            for span in self.travail(technicien_id, day):
                start = max(moment, span.debut)
                if start < span.fin and not self.avertissements(
                    technicien_id, start, start + duree
                ):
                    return start
            day += _JOUR
        return None


def jours_de(debut: datetime, fin: datetime) -> tuple[date, date]:
    """The first and last local day that some of the time is in."""
    last = timezone.localtime(fin - timedelta(microseconds=1))
    return timezone.localtime(debut).date(), last.date()


def reunies(plages: Iterable[Plage]) -> list[Plage]:
    """The same time without overlaps, in order."""
    merged: list[Plage] = []
    for span in sorted(plages):
        if merged and span.debut <= merged[-1].fin:
            merged[-1] = Plage(merged[-1].debut, max(merged[-1].fin, span.fin))
        else:
            merged.append(span)
    return merged


def duree(plages: Iterable[Plage]) -> timedelta:
    """How long they are together."""
    return sum((span.duree for span in plages), timedelta())


def commun(une: Plage, autre: Plage) -> timedelta:
    """How long both are at once."""
    return max(min(une.fin, autre.fin) - max(une.debut, autre.debut), timedelta())


@lru_cache(maxsize=4096)
def _plage(jour: date, debut: time, fin: time) -> Plage:
    end = datetime.combine(jour + _JOUR if fin == _MINUIT else jour, fin)
    return Plage(en_utc(datetime.combine(jour, debut), 0), en_utc(end, 1))

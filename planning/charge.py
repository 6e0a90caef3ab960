"""Load of technicians over some days: what is reserved and what was worked, of the working time.

- taux = reserved time / net working time (hours less holidays and absences), per day and in all.
- utilisation = time of work and travel (segments that ended, one under way until now; intervals
  merged and clipped to the days) / the same net working time, of the whole span.

Both are None where the net time is 0: no hours is not no load. A team's are of the sums, never
means of means. Each is a fraction of 1, and may be more than 1.

A reservation within one day counts as it is, also outside hours. One that lasts over a night
counts during working hours alone: nobody is taken to work through the night.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from interventions.choices import NatureSegment
from interventions.models import Segment
from planning.calendrier import Calendrier, Plage, commun, duree, reunies
from planning.dates import minuit
from planning.models import Reservation
from planning.services.creneaux import DUREE_MAX

_JOUR = timedelta(days=1)
_NUL = timedelta()
_AU_TRAVAIL = (NatureSegment.TRAVAIL, NatureSegment.DEPLACEMENT)


def taux(partie: timedelta, net: timedelta) -> float | None:
    """`partie` / `net`; None without net time."""
    return partie / net if net else None


@dataclass(frozen=True)
class ChargeJour:
    """A day: time reserved and net working time. `ferie` names a holiday, or is empty."""

    jour: date
    reserve: timedelta
    net: timedelta
    ferie: str = ""

    @property
    def taux(self) -> float | None:
        return taux(self.reserve, self.net)


@dataclass(frozen=True)
class Charge:
    """Days, and what was worked in them; of a technician or, without one, of a team."""

    technicien_id: int | None
    jours: Sequence[ChargeJour]
    realise: timedelta

    @property
    def reserve(self) -> timedelta:
        return sum((day.reserve for day in self.jours), _NUL)

    @property
    def net(self) -> timedelta:
        return sum((day.net for day in self.jours), _NUL)

    @property
    def taux(self) -> float | None:
        return taux(self.reserve, self.net)

    @property
    def utilisation(self) -> float | None:
        return taux(self.realise, self.net)


@dataclass(frozen=True)
class Jours:
    """Local days from `du` to `au`, both included, and the instants at which they begin and end."""

    du: date
    au: date
    minuits: Sequence[datetime]

    @classmethod
    def de(cls, du: date, au: date) -> "Jours":
        # All in UTC, as the database's are: instants of two zones compare ten times as slowly.
        days = range((au - du).days + 2)
        return cls(du, au, [minuit(du + n * _JOUR).astimezone(UTC) for n in days])

    @property
    def jours(self) -> list[date]:
        return [self.du + n * _JOUR for n in range(len(self.minuits) - 1)]

    def rang(self, instant: datetime) -> int:
        """Which of the days it is in, from 0; -1 before them, their number after them."""
        return bisect_right(self.minuits, instant) - 1


def reservations(
    technicien_ids: Iterable[int], debut: datetime, fin: datetime, *, sauf: int | None = None
) -> dict[int, list[Plage]]:
    """The time taken between two instants, by technician and in order, in one query.

    The database keeps a technician's reservations apart, so that there is nothing to merge.
    `sauf` is a slot that does not count: it is about to be moved.
    """
    # None is longer than a slot may be: the index is read from both ends.
    rows = Reservation.objects.filter(
        technicien_id__in=technicien_ids, debut__lt=fin, fin__gt=debut, fin__lt=fin + DUREE_MAX
    ).exclude(planning_id=sauf or 0)
    found: dict[int, list[Plage]] = defaultdict(list)
    for who, start, end in rows.order_by("debut").values_list("technicien_id", "debut", "fin"):
        found[who].append(Plage(start, end))
    return found


def reserve_par_jour(
    calendrier: Calendrier, technicien_id: int, *, pris: Iterable[Plage], jours: Jours
) -> list[timedelta]:
    """How much of each day is reserved."""
    count = len(jours.minuits) - 1
    taken = [_NUL] * count
    for span in pris:
        rank = jours.rang(span.debut)
        if 0 <= rank < count and span.fin <= jours.minuits[rank + 1]:
            taken[rank] += span.fin - span.debut
            continue
        for day in range(max(rank, 0), min(jours.rang(span.fin), count - 1) + 1):
            hours = calendrier.travail(technicien_id, jours.du + day * _JOUR)
            taken[day] += sum((commun(span, part) for part in hours), _NUL)
    return taken


def _realise(technicien_ids: Iterable[int], jours: Jours) -> dict[int, timedelta]:
    """Time of work and travel by technician, in one query.

    A stretch that began more than `DUREE_MAX` ago and never ended is a clock that was forgotten.
    """
    start, end, now = jours.minuits[0], jours.minuits[-1], timezone.now()
    if start >= now:
        return {}
    ended = Q(fin__gt=start, fin__lt=end + DUREE_MAX)
    rows = Segment.objects.filter(
        ended | Q(fin__isnull=True, debut__gt=now - DUREE_MAX),
        technicien_id__in=technicien_ids,
        nature__in=_AU_TRAVAIL,
        debut__lt=min(end, now),
    )
    spans: dict[int, list[Plage]] = defaultdict(list)
    for who, begun, done in rows.order_by().values_list("technicien_id", "debut", "fin"):
        spans[who].append(Plage(max(begun, start), min(done or now, end)))
    return {who: duree(reunies(parts)) for who, parts in spans.items()}


def charger(technicien_ids: Iterable[int], du: date, au: date) -> list[Charge]:
    """The load of each technician, in the order given; five queries for any number of them.

    A query of their ids is asked once for their order, and stays one in the others.
    """
    ids = list(technicien_ids)
    among = technicien_ids if isinstance(technicien_ids, QuerySet) else ids
    days = Jours.de(du, au)
    calendrier = Calendrier.charger(among, du, au)
    taken = reservations(among, days.minuits[0], days.minuits[-1])
    worked = _realise(among, days)
    return [
        Charge(
            who, _jours(calendrier, who, pris=taken.get(who, ()), jours=days), worked.get(who, _NUL)
        )
        for who in ids
    ]


def _jours(
    calendrier: Calendrier, technicien_id: int, *, pris: Iterable[Plage], jours: Jours
) -> list[ChargeJour]:
    reserved = reserve_par_jour(calendrier, technicien_id, pris=pris, jours=jours)
    holidays: Mapping[date, str] = calendrier.feries
    return [
        ChargeJour(day, taken, calendrier.nettes(technicien_id, day, day), holidays.get(day, ""))
        for day, taken in zip(jours.jours, reserved, strict=True)
    ]


def ensemble(charges: Sequence[Charge]) -> Charge:
    """The same of all of them together, from the sums."""
    days = [
        ChargeJour(
            of_day[0].jour,
            sum((day.reserve for day in of_day), _NUL),
            sum((day.net for day in of_day), _NUL),
            of_day[0].ferie,
        )
        for of_day in zip(*(charge.jours for charge in charges), strict=True)
    ]
    return Charge(None, days, sum((charge.realise for charge in charges), _NUL))

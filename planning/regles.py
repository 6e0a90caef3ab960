"""The days on which a plan falls due, counted from an anchor so that none drifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.temps import ANNEE_MAX
from planning.choices import Unite
from planning.dates import apres
from planning.recurrences import dates

_JOURS = {Unite.JOUR: 1, Unite.SEMAINE: 7, Unite.MOIS: 30, Unite.ANNEE: 365}
_JOURS_MAX = {Unite.JOUR: 1, Unite.SEMAINE: 7, Unite.MOIS: 31, Unite.ANNEE: 366}
# Due days looked at for one that is in season: a daily rule passes a year's in between.
_ESSAIS = 800
_UN_JOUR = timedelta(days=1)


def jours_environ(n: int, unite: str) -> int:
    """About how many days an interval has."""
    return n * _JOURS[Unite(unite)]


@dataclass(frozen=True)
class Serie:
    """Every `n` `unite`, or the days of `rrule`; of them those in season, up to `fin`.

    The k-th day of an interval is k intervals after the anchor, not one after the last: from
    31 January the series goes through 28 February to 31 March.
    """

    n: int
    unite: str
    rrule: str = ""
    saison: tuple[int, int] | None = None
    fin: date | None = None

    def en_saison(self, jour: date) -> bool:
        """Whether the month counts; a season may go across the year's end."""
        if self.saison is None:
            return True
        first, last = self.saison
        if first <= last:
            return first <= jour.month <= last
        return jour.month >= first or jour.month <= last

    def depuis(self, ancre: date, du: date) -> Iterator[date]:
        """The due days from `du` on, in order; the anchor itself is the first that there can be."""
        missed = 0
        for day in self._jours(ancre, max(ancre, du)):
            if day.year > ANNEE_MAX or (self.fin is not None and day > self.fin):
                return
            if self.en_saison(day):
                missed = 0
                yield day
            else:
                missed += 1
                if missed > _ESSAIS:
                    return

    def suivante(self, ancre: date, jour: date) -> date | None:
        """The first due day after `jour`; None if the series has ended."""
        if jour.year > ANNEE_MAX:
            return None
        return next(self.depuis(ancre, jour + _UN_JOUR), None)

    def apres_visite(self, jour: date) -> date | None:
        """Of a plan that counts from its last visit: when the next is due after one on `jour`.

        Out of season it waits for the season to begin.
        """
        day = next(self._jours(jour, jour + _UN_JOUR), None)
        if day is not None and not self.en_saison(day):
            day = self._debut_de_saison(day)
        if day is None or day.year > ANNEE_MAX or (self.fin is not None and day > self.fin):
            return None
        return day

    def _debut_de_saison(self, jour: date) -> date | None:
        """The first day of the rule in the next season; of an interval its first day."""
        assert self.saison is not None  # noqa: S101  only a season leaves days out
        first = date(jour.year + (jour.month > self.saison[0]), self.saison[0], 1)
        return next(self._jours(jour, first), None) if self.rrule else first

    def _jours(self, ancre: date, du: date) -> Iterator[date]:
        if self.rrule:
            yield from dates(self.rrule, ancre, du)
            return
        k = (du - ancre).days // (self.n * _JOURS_MAX[Unite(self.unite)])
        while True:
            try:
                day = apres(ancre, k * self.n, self.unite)
            except (ValueError, OverflowError):
                return  # beyond the calendar
            if day >= du:
                yield day
            k += 1

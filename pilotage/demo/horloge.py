"""Moments of the demo: all are counted from the local midnight that begins its day."""

from bisect import insort
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

OUVERTURE, FERMETURE, FERMETURE_SAMEDI = 8.5, 18.0, 12.5
SAMEDI = 5
# Holidays of fixed date; those of the lunar calendar move and are left out.
FERIES = frozenset(
    {(1, 1), (1, 11), (1, 14), (5, 1), (7, 30), (8, 14), (8, 20), (8, 21), (10, 31), (11, 6)}
    | {(11, 18)}
)
TRAJET = timedelta(minutes=25)


class Horloge:
    """The demo's day and the moments around it; what has happened lies before `minuit`."""

    def __init__(self, jour: date, alea: Random) -> None:
        self.jour = jour
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.minuit = self.a(0, 0)
        self._alea = alea

    def _instant(self, jour: date, heure: float) -> datetime:
        wall = datetime.combine(jour, time(), tzinfo=self.zone) + timedelta(hours=heure)
        return wall.astimezone(UTC)

    def a(self, jours: int, heure: float) -> datetime:
        """`jours` days before the demo's day, at the local `heure`."""
        return self._instant(self.jour - timedelta(days=jours), heure)

    def ouverture_de(self, jour: date) -> tuple[datetime, datetime] | None:
        """Working hours of a day, None on Sundays and holidays."""
        if jour.weekday() > SAMEDI or (jour.month, jour.day) in FERIES:
            return None
        end = FERMETURE_SAMEDI if jour.weekday() == SAMEDI else FERMETURE
        return self._instant(jour, OUVERTURE), self._instant(jour, end)

    def au_bureau(self, moment: datetime) -> datetime:
        """`moment` if the office is open, else some minutes after it opens next."""
        jour = moment.astimezone(self.zone).date()
        while True:
            hours = self.ouverture_de(jour)
            if hours is not None and moment < hours[1]:
                return moment if moment >= hours[0] else self.plus(hours[0], 0.05, 0.6)
            jour += timedelta(days=1)

    def plus(self, moment: datetime, de: float, a: float) -> datetime:
        """Between `de` and `a` hours later, to the second."""
        return moment + timedelta(seconds=int(self._alea.uniform(de, a) * 3600))


class Agenda:
    """What takes one technician's time; no two stretches of work overlap."""

    def __init__(self, horloge: Horloge) -> None:
        self._horloge = horloge
        self._pris: list[tuple[datetime, datetime]] = []

    def prendre(self, debut: datetime, fin: datetime) -> None:
        """Note a stretch."""
        insort(self._pris, (debut, fin))

    def _libere(self, debut: datetime, fin: datetime) -> datetime | None:
        """When the first stretch in the way ends; None if there is none."""
        return next((f for d, f in self._pris if d < fin and f > debut), None)

    def reserver(self, apres: datetime, duree: timedelta, *, astreinte: bool = False) -> datetime:
        """Take the first free stretch after `apres`; at any hour if on call."""
        start = apres if astreinte else self._a_l_heure(apres, duree)
        while (libre := self._libere(start, start + duree)) is not None:
            later = libre + TRAJET
            start = later if astreinte else self._a_l_heure(later, duree)
        self.prendre(start, start + duree)
        return start

    def _a_l_heure(self, moment: datetime, duree: timedelta) -> datetime:
        """The first moment from which `duree` fits into one working day."""
        jour = moment.astimezone(self._horloge.zone).date()
        while True:
            hours = self._horloge.ouverture_de(jour)
            if hours is not None:
                start = moment
                if moment < hours[0]:
                    start = self._horloge.plus(hours[0], 0.01, 0.3)
                if start + duree <= hours[1]:
                    return start
            jour += timedelta(days=1)

"""Moments as seconds since 1970, their text, and the hours in which the office is open.

A million interventions have some twelve million moments; `datetime` costs ten times these tables.
"""

from datetime import UTC, datetime, timedelta

from pilotage.demo.horloge import Horloge

JOUR = 86_400
HEURE = 3_600
ANNEES = 3
JOURS_AVANT = 365 * ANNEES + 1
MARGE = 60  # days kept beyond both ends, for what is planned and what was known before


class Instants:
    """The days from before the three years until after today; `t` is always whole seconds."""

    def __init__(self, horloge: Horloge) -> None:
        jour = horloge.jour
        first = JOURS_AVANT + MARGE
        self.minuits = [int(horloge.a(d, 0).timestamp()) for d in range(first, -MARGE, -1)]
        self.minuit = self.minuits[first]
        self.debut = self.minuits[MARGE]
        self.aujourdhui = first
        self.annees = [(jour - timedelta(days=d)).year for d in range(first, -MARGE, -1)]
        days = [jour - timedelta(days=d) for d in range(first, -MARGE, -1)]
        opened = [horloge.ouverture_de(day) for day in days]
        self.heures = [h and (int(h[0].timestamp()), int(h[1].timestamp())) for h in opened]
        self._premier = self.minuits[0] // JOUR
        last = self.minuits[-1] // JOUR
        self._jours = [
            datetime.fromtimestamp(n * JOUR, tz=UTC).date().isoformat()
            for n in range(self._premier, last + 2)
        ]
        self._heures = [f"{s // HEURE:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(JOUR)]

    def texte(self, t: int) -> str:
        """As both databases read it: Django's connections speak UTC."""
        day, second = divmod(t, JOUR)
        return f"{self._jours[day - self._premier]} {self._heures[second]}"

    def json(self, t: int) -> str:
        """As the audit trail writes it."""
        day, second = divmod(t, JOUR)
        return f'"{self._jours[day - self._premier]}T{self._heures[second]}+00:00"'

    def rang(self, t: int) -> int:
        """Rank of the local day, within an hour at its ends."""
        return (t - self.minuits[0]) // JOUR

    def annee(self, t: int) -> int:
        """The Casablanca year."""
        rank = self.rang(t)
        rank += t >= self.minuits[rank + 1]
        rank -= t < self.minuits[rank]
        return self.annees[rank]

    def avant(self, t: int, part: float) -> int:
        """`t` if the office is open, else up to two hours (`part`) before it last closed."""
        rank = self.rang(t)
        while True:
            hours = self.heures[rank]
            if hours is not None and t >= hours[0]:
                return t if t < hours[1] else hours[1] - int(part * 2 * HEURE) - 1
            rank -= 1

    def apres(self, t: int, part: float) -> int:
        """`t` if the office is open, else within half an hour (`part`) of its next opening."""
        rank = self.rang(t)
        while True:
            hours = self.heures[rank]
            if hours is not None and t < hours[1]:
                return t if t >= hours[0] else hours[0] + int(part * HEURE / 2)
            rank += 1

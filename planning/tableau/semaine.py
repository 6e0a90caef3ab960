"""A day or a week of several technicians: what they have, how full each day is, who is away."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from planning.calendrier import Calendrier, Plage, commun
from planning.dates import minuit
from planning.permissions import peut_planifier
from planning.tableau import barres, personnes
from planning.tableau.barres import Barre
from planning.tableau.fenetre import Fenetre, Vue
from planning.tableau.personnes import Equipe, Personne

_JOUR = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
# What a board shows of a day where nobody works.
HEURES = (8, 18)


class Ombre(NamedTuple):
    """Time in which somebody is not to be planned.

    `nature` is an absence's, `ferie`, `repos`, or `hors`: outside hours.
    """

    technicien: int
    debut: datetime
    fin: datetime
    nature: str
    texte: str


class Charge(NamedTuple):
    """Minutes taken and minutes worked of one day."""

    pris: int
    travail: int

    @property
    def pourcent(self) -> int:
        return round(100 * self.pris / self.travail) if self.travail else 200 * bool(self.pris)

    @property
    def mots(self) -> str:
        return _("%(pris)s sur %(travail)s") % {
            "pris": _heures(self.pris),
            "travail": _heures(self.travail),
        }


class Case(NamedTuple):
    """A day of somebody: what there is to do, how full that is, why there is nothing."""

    jour: date
    barres: list[Barre]
    charge: Charge | None
    ombre: str


@dataclass
class Tableau:
    """The rows of the board for one window."""

    fenetre: Fenetre
    equipe: Equipe
    barres: list[Barre]
    sans: list[Barre]
    calendrier: Calendrier
    _charges: dict[tuple[int, date], Charge] = field(default_factory=dict, repr=False)
    _par_jour: dict[tuple[int | None, date], list[Barre]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._bornes = {day: (minuit(day), minuit(day + _JOUR)) for day in self.fenetre.jours}
        self._date = self._dans_la_fenetre()
        self._par_jour = defaultdict(list)
        for bar in (*self.barres, *self.sans):
            for day in self._jours(bar):
                self._par_jour[bar.technicien, day].append(bar)

    def _jours(self, bar: "Barre | Ombre") -> Iterator[date]:
        """Days of the window that it is in."""
        day, last = self._date(bar.debut), self._date(bar.fin - _INSTANT)
        while day <= last:
            yield day
            day += _JOUR

    def _dans_la_fenetre(self) -> Callable[[datetime], date]:
        """The day of an instant, or the window's end that is nearest to it."""
        zone, first, last = (
            timezone.get_current_timezone(),
            self.fenetre.du,
            self.fenetre.dernier,
        )

        @cache  # work begins at the same hours for everybody
        def jour(instant: datetime) -> date:
            return min(max(instant.astimezone(zone).date(), first), last)

        return jour

    @property
    def jours(self) -> list[tuple[date, str]]:
        """Each day of the window, with the holiday that it is."""
        return [(day, self.calendrier.feries.get(day, "")) for day in self.fenetre.jours]

    def du_jour(self, technicien: int | None, jour: date) -> list[Barre]:
        """What the technician has that day."""
        return self._par_jour.get((technicien, jour), [])

    def charge(self, technicien: int, jour: date) -> Charge:
        """How full the day is; of work over several days, its working hours count."""
        known = self._charges.get((technicien, jour))
        if known is None:
            known = self._charges[technicien, jour] = self._charge(technicien, jour)
        return known

    def _charge(self, technicien: int, jour: date) -> Charge:
        begin, end = self._bornes[jour]
        work = self.calendrier.travail(technicien, jour)
        taken = timedelta()
        for bar in self.du_jour(technicien, jour):
            span = Plage(bar.debut, bar.fin)
            whole = begin <= bar.debut and bar.fin <= end
            taken += span.duree if whole else duree_commune(span, work)
        net = self.calendrier.nettes(technicien, jour, jour)
        return Charge(_minutes(taken), _minutes(net))

    def lignes(self) -> Iterator[tuple[Personne | None, list["Case"]]]:
        """The rows of the printed week; those without a technician first, if there are any."""
        shades: dict[tuple[int, date], str] = {}
        for shade in self.ombres():
            if shade.nature not in ("repos", "hors"):
                for day in self._jours(shade):
                    shades.setdefault((shade.technicien, day), shade.texte)
        if self.sans:
            yield None, [Case(day, self.du_jour(None, day), None, "") for day in self.fenetre.jours]
        for person in self.equipe.lignes:
            yield (
                person,
                [
                    Case(
                        day,
                        self.du_jour(person.pk, day),
                        self.charge(person.pk, day),
                        shades.get((person.pk, day), ""),
                    )
                    for day in self.fenetre.jours
                ],
            )

    def ombres(self) -> Iterator[Ombre]:
        """Absences, holidays, days of rest; of a single day, the hours around work too."""
        for person in self.equipe.lignes:
            for row in self.calendrier.absences(person.pk):
                text = str(row.get_nature_display())
                yield Ombre(person.pk, row.debut, row.fin, row.nature, text)
            for day in self.fenetre.jours:
                yield from self._hors(person, day)

    def _hors(self, person: Personne, jour: date) -> Iterator[Ombre]:
        begin, end = self._bornes[jour]
        work = self.calendrier.travail(person.pk, jour)
        if jour in self.calendrier.feries:
            yield Ombre(person.pk, begin, end, "ferie", self.calendrier.feries[jour])
        elif not work:
            yield Ombre(person.pk, begin, end, "repos", "")
        elif self.fenetre.vue == Vue.JOUR:
            for span in work:
                if begin < span.debut:
                    yield Ombre(person.pk, begin, span.debut, "hors", "")
                begin = span.fin
            if begin < end:
                yield Ombre(person.pk, begin, end, "hors", "")

    def heures(self) -> tuple[int, int]:
        """The hours of the clock between which somebody works or has work, whole."""
        spans = {  # many keep the same hours
            span
            for person in self.equipe.lignes
            for day in self.fenetre.jours
            for span in self.calendrier.travail(person.pk, day)
        }
        first, last = HEURES
        for start, end in ((timezone.localtime(s.debut), timezone.localtime(s.fin)) for s in spans):
            first = min(first, start.hour)
            last = max(last, end.hour + bool(end.minute) if end.hour else 24)
        return first, last


def _heures(minutes: int) -> str:
    """« 7 h 30 », in one piece."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"


def duree_commune(plage: Plage, autres: Iterable[Plage]) -> timedelta:
    """How much of `plage` is in the others, which do not overlap."""
    return sum((commun(plage, other) for other in autres), timedelta())


def _minutes(duration: timedelta) -> int:
    return round(duration.total_seconds() / 60)


def lire(user: Any, fenetre: Fenetre) -> Tableau:
    """What `user` sees of the window; the queries are as many for one technician as for all."""
    team = personnes.equipe(user, fenetre)
    ids = [person.pk for person in team.lignes]
    return Tableau(
        fenetre,
        team,
        barres.pris(user, ids, fenetre),
        barres.sans_technicien(user, fenetre) if peut_planifier(user) else [],
        Calendrier.charger(ids, fenetre.du, fenetre.au - _JOUR),
    )

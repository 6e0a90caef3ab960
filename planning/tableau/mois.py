"""A month of days, with how much each has and its first slots; a week's slots day by day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from planning.feries import feries_entre
from planning.models import Creneau
from planning.tableau import barres, personnes
from planning.tableau.barres import Barre
from planning.tableau.fenetre import Fenetre

# Slots that a day of the month names, and that the list shows at once.
PAR_JOUR = 3
LISTE_MAX = 200
_JOUR = timedelta(days=1)


@dataclass(frozen=True)
class Jour:
    """A day, the slots that begin in it, and how many there are besides."""

    date: date
    barres: list[Barre]
    total: int
    ferie: str
    dedans: bool = True

    @property
    def encore(self) -> int:
        return self.total - len(self.barres)

    @property
    def aujourd_hui(self) -> bool:
        return self.date == timezone.localdate()


def _lignes(user: Any, fenetre: Fenetre) -> QuerySet[Creneau, Any]:
    """Slots that begin in the window, of the filters' technicians and client."""
    rows = barres.creneaux(user, fenetre).filter(date_debut__gte=fenetre.debut)
    return barres.filtres(rows, fenetre, personnes.choisies(user, fenetre))


def semaines(user: Any, fenetre: Fenetre) -> list[list[Jour]]:
    """The month in weeks from Monday to Sunday; days of other months are empty."""
    rows = _lignes(user, fenetre)
    days: dict[date, list[int]] = defaultdict(list)
    for pk, start in rows.order_by("date_debut", "pk").values_list("pk", "date_debut"):
        days[timezone.localdate(start)].append(pk)
    named = [pk for ids in days.values() for pk in ids[:PAR_JOUR]]
    shown = _par_jour(barres.lues(rows.filter(pk__in=named)))
    counts = {day: len(ids) for day, ids in days.items()}
    begin = fenetre.du - fenetre.du.weekday() * _JOUR
    weeks = -(-(fenetre.au - begin).days // 7)
    off = feries_entre(begin, begin + (7 * weeks - 1) * _JOUR)
    every = [
        _jour(begin + n * _JOUR, fenetre, shown=shown, counts=counts, feries=off)
        for n in range(7 * weeks)
    ]
    return [every[n : n + 7] for n in range(0, len(every), 7)]


def _jour(
    jour: date,
    fenetre: Fenetre,
    *,
    shown: Mapping[date, list[Barre]],
    counts: Mapping[date, int],
    feries: Mapping[date, str],
) -> Jour:
    inside = fenetre.du <= jour < fenetre.au
    return Jour(jour, shown.get(jour, []), counts.get(jour, 0), feries.get(jour, ""), inside)


def liste(user: Any, fenetre: Fenetre) -> tuple[list[Jour], bool]:
    """Every day of the window with its slots; of very many the first ones, and that it is so."""
    rows = barres.lues(_lignes(user, fenetre), au_plus=LISTE_MAX + 1)
    shown = _par_jour(rows[:LISTE_MAX])
    off = feries_entre(fenetre.du, fenetre.au - _JOUR)
    days = [
        Jour(day, found, len(found), off.get(day, ""))
        for day in fenetre.jours
        for found in (shown.get(day, []),)
    ]
    return days, len(rows) > LISTE_MAX


def _par_jour(rows: list[Barre]) -> dict[date, list[Barre]]:
    return {
        day: list(group)
        for day, group in groupby(rows, key=lambda b: timezone.localtime(b.debut).date())
    }

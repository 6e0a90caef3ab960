"""Morocco's holidays: the official list, and what an administrator says about it.

Solar ones are certain. Lunar ones are estimated until the moon is seen: they are moved by a row of
`jours_feries`, one holiday of a day at a time.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import holidays
from django.db.models import Q

from planning.choices import Ajustement
from planning.models import JourFerie

if TYPE_CHECKING:
    from holidays.countries.morocco import Morocco


def _maroc() -> "type[Morocco]":
    """The class of Morocco, by its own file: its package loads all 250 countries, 12 MiB."""
    path = Path(holidays.__file__).with_name("countries") / "morocco.py"
    spec = spec_from_file_location("holidays_maroc", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[Morocco] = module.Morocco
    return found


_Maroc = _maroc()


class Ferie(NamedTuple):
    """A holiday; `estime`: by calculation, the day may still change. `ligne`: of `jours_feries`."""

    jour: date
    nom: str
    estime: bool = False
    ligne: JourFerie | None = None


@lru_cache(maxsize=32)
def officiels(annee: int) -> tuple[Ferie, ...]:
    """The official list of a year, in order; two holidays may fall on one day."""
    plain = _Maroc(years=annee, language="fr", islamic_show_estimated=False)
    marked = _Maroc(years=annee, language="fr", islamic_show_estimated=True)
    return tuple(
        Ferie(day, name, name not in marked.get_list(day))
        for day in sorted(plain)
        for name in plain.get_list(day)
    )


def ajustements(du: date, au: date) -> list[JourFerie]:
    """The rows that bear on those days, in one query."""
    rows = JourFerie.objects.filter(Q(date__range=(du, au)) | Q(deplace_de__range=(du, au)))
    return list(rows.order_by("date", "id"))


def feries(du: date, au: date) -> list[Ferie]:
    """The holidays from `du` to `au`, both included, as they are kept."""
    rows = ajustements(du, au)
    moved = {(row.deplace_de, row.nom) for row in rows}
    worked = {row.date for row in rows if row.ajustement == Ajustement.TRAVAILLE}
    listed = [f for year in range(du.year, au.year + 1) for f in officiels(year)]
    said = [Ferie(row.date, row.nom, ligne=row) for row in rows if row.date not in worked]
    known = moved | {(f.jour, f.nom) for f in said}
    kept = [f for f in listed if f.jour not in worked and (f.jour, f.nom) not in known]
    return sorted((f for f in kept + said if du <= f.jour <= au), key=lambda f: (f.jour, f.nom))


def noms(jours: Iterable[Ferie]) -> dict[date, str]:
    """By day, the name or names."""
    found: dict[date, list[str]] = defaultdict(list)
    for day in jours:
        found[day.jour].append(day.nom)
    return {day: ", ".join(names) for day, names in found.items()}


def feries_entre(du: date, au: date) -> dict[date, str]:
    """By day, the name of each holiday from `du` to `au`, both included; one query."""
    return noms(feries(du, au))

"""RRULE (RFC 5545), as far as upkeep needs it: read strictly, kept in one spelling, said in French.

FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH and BYSETPOS. When a plan ends is a column of the plan.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from django.utils.translation import gettext as _

from planning.choices import Unite
from planning.frequences import INTERVALLE_MAX, Intervalle

LONGUEUR_MAX = 200
# The words of a rule in the order in which it is kept.
_CLES = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS")
_UNITES: Mapping[str, Unite] = {
    "DAILY": Unite.JOUR,
    "WEEKLY": Unite.SEMAINE,
    "MONTHLY": Unite.MOIS,
    "YEARLY": Unite.ANNEE,
}
_JOURS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_JOUR = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(_JOURS)})")
_NOMBRE = re.compile(r"[+-]?[0-9]{1,4}")
_RANG_MAX = 5  # a month has no sixth Monday
_MOIS_MAX, _QUANTIEME_MAX, _POSITION_MAX = 12, 31, 366
_UN_JOUR = timedelta(days=1)
# Periods without a due day after which there will be none: 29 February is the longest wait.
_ESSAIS: Mapping[str, int] = {"DAILY": 5000, "WEEKLY": 1500, "MONTHLY": 600, "YEARLY": 60}


class RegleInvalide(ValueError):
    """The rule is none that we take; the message says why."""


def lire_rrule(texte: str) -> str:
    """The rule in its one spelling; `RegleInvalide` unless it can fall due."""
    parts = _morceaux(texte)
    freq = parts.get("FREQ", "")
    if freq not in _UNITES:
        raise RegleInvalide(_("FREQ doit être DAILY, WEEKLY, MONTHLY ou YEARLY."))
    kept = {
        "FREQ": freq,
        "INTERVAL": str(_entier("INTERVAL", parts.get("INTERVAL", "1"), (1, INTERVALLE_MAX))),
        "BYMONTH": _liste("BYMONTH", parts, _MOIS_MAX, negatif=False),
        "BYMONTHDAY": _liste("BYMONTHDAY", parts, _QUANTIEME_MAX),
        "BYDAY": ",".join(_jour(v, freq, parts) for v in _valeurs(parts, "BYDAY")),
        "BYSETPOS": _liste("BYSETPOS", parts, _POSITION_MAX),
    }
    _controler_sens(kept)
    rule = ";".join(f"{key}={kept[key]}" for key in _CLES if kept[key])
    if len(rule) > LONGUEUR_MAX:
        raise RegleInvalide(_("Cette règle est trop longue."))
    _exiger_possible(rule)
    return rule


def _morceaux(texte: str) -> dict[str, str]:
    plain = texte.strip().upper().removeprefix("RRULE:")
    if not plain.isascii() or len(plain) > 2 * LONGUEUR_MAX:
        raise RegleInvalide(_exemple())
    parts: dict[str, str] = {}
    for part in plain.rstrip(";").split(";"):
        key, sign, value = (p.strip() for p in part.partition("="))
        if key not in _CLES:
            allowed = ", ".join(_CLES)
            raise RegleInvalide(
                _("« %(mot)s » n’est pas accepté : %(mots)s.") % {"mot": key, "mots": allowed}
            )
        if not sign or not value or key in parts:
            raise RegleInvalide(_exemple())
        parts[key] = value
    return parts


def _exemple() -> str:
    return _("Règle attendue, par exemple FREQ=MONTHLY;BYDAY=1MO (premier lundi du mois).")


def _valeurs(parts: Mapping[str, str], key: str) -> list[str]:
    return [v.strip() for v in parts[key].split(",")] if key in parts else []


def _entier(key: str, value: str, bornes: tuple[int, int]) -> int:
    low, high = bornes
    if not _NOMBRE.fullmatch(value) or not low <= int(value) <= high or int(value) == 0:
        raise RegleInvalide(
            _("%(cle)s : « %(valeur)s » n’est pas entre %(min)s et %(max)s.")
            % {"cle": key, "valeur": value, "min": low, "max": high}
        )
    return int(value)


def _liste(key: str, parts: Mapping[str, str], high: int, *, negatif: bool = True) -> str:
    bounds = (-high if negatif else 1, high)
    found = {_entier(key, v, bounds) for v in _valeurs(parts, key)}
    return ",".join(str(n) for n in sorted(found))


def _jour(value: str, freq: str, parts: Mapping[str, str]) -> str:
    said = _JOUR.fullmatch(value)
    if said is None:
        raise RegleInvalide(_("BYDAY : « %(valeur)s » n’est pas un jour.") % {"valeur": value})
    if said[1] is None:
        return said[2]
    monthly = freq == "MONTHLY" or (freq == "YEARLY" and "BYMONTH" in parts)
    if not monthly:
        raise RegleInvalide(_("BYDAY : un rang (« 1MO ») demande une règle par mois."))
    return f"{_entier('BYDAY', said[1], (-_RANG_MAX, _RANG_MAX))}{said[2]}"


def _controler_sens(kept: Mapping[str, str]) -> None:
    days = kept["BYDAY"] or kept["BYMONTHDAY"]
    if kept["FREQ"] in ("MONTHLY", "YEARLY") and not days:
        raise RegleInvalide(_("Dites quel jour : BYDAY ou BYMONTHDAY."))
    if kept["FREQ"] == "YEARLY" and not kept["BYMONTH"] and not kept["BYSETPOS"]:
        raise RegleInvalide(_("Dites quel mois : BYMONTH."))
    if kept["FREQ"] == "WEEKLY" and kept["BYMONTHDAY"]:
        raise RegleInvalide(_("BYMONTHDAY ne va pas avec une règle par semaine."))
    if kept["BYSETPOS"] and not days:
        raise RegleInvalide(_("BYSETPOS choisit parmi des jours : dites lesquels (BYDAY)."))


def _exiger_possible(rule: str) -> None:
    """A rule such as 30 February never falls due."""
    start = date(2000, 1, 1)
    if next(dates(rule, start, start), None) is None:
        raise RegleInvalide(_("Cette règle ne tombe jamais : aucun jour du calendrier n’y répond."))


@dataclass(frozen=True)
class Recurrence:
    """A rule as it is counted; a rank of 0 is every such day of the week."""

    freq: str
    n: int
    mois: frozenset[int]
    quantiemes: tuple[int, ...]
    jours: tuple[tuple[int, int], ...]
    positions: tuple[int, ...]

    def garde(self, jour: date) -> bool:
        """Whether the day is one of those named, before positions are counted."""
        if self.mois and jour.month not in self.mois:
            return False
        last = monthrange(jour.year, jour.month)[1]
        if self.quantiemes and not {jour.day, jour.day - last - 1} & set(self.quantiemes):
            return False
        if not self.jours:
            return True
        # The how-manieth such weekday of its month it is, from either end.
        ranks = (0, (jour.day + 6) // 7, -((last - jour.day) // 7) - 1)
        return any((rank, jour.weekday()) in self.jours for rank in ranks)

    def choisis(self, jours: Iterable[date]) -> list[date]:
        """The days of one period that are due, in order."""
        kept = [day for day in jours if self.garde(day)]
        if not self.positions:
            return kept
        count = len(kept)
        places = {p - 1 if p > 0 else count + p for p in self.positions}
        return [day for place, day in enumerate(kept) if place in places]


@lru_cache(maxsize=1024)
def compiler(rule: str) -> Recurrence:
    """A rule in its one spelling (`lire_rrule`), ready to count."""
    parts = _morceaux(rule)
    days = [_JOUR.fullmatch(v) for v in _valeurs(parts, "BYDAY")]
    return Recurrence(
        parts["FREQ"],
        int(parts["INTERVAL"]),
        frozenset(int(v) for v in _valeurs(parts, "BYMONTH")),
        tuple(int(v) for v in _valeurs(parts, "BYMONTHDAY")),
        tuple((int(d[1] or 0), _JOURS.index(d[2])) for d in days if d is not None),
        tuple(int(v) for v in _valeurs(parts, "BYSETPOS")),
    )


def dates(rule: str, ancre: date, du: date) -> Iterator[date]:
    """The days of the rule counted from `ancre`, from `du` on; none when it never falls due.

    Periods are counted, not searched: dateutil goes through eight thousand years for a day that
    there is not, and through all days since the anchor for each question.
    """
    kept = compiler(rule)
    start, empty = max(ancre, du), 0
    try:
        for days in _periodes(kept, ancre, start):
            due = [day for day in kept.choisis(days) if day >= start]
            yield from due
            empty = 0 if due else empty + 1
            if empty > _ESSAIS[kept.freq]:
                return
    except (ValueError, OverflowError):
        return  # the calendar's end


def _periodes(kept: Recurrence, ancre: date, du: date) -> Iterator[Iterable[date]]:
    """The days of each period that counts, from that of `du` on."""
    if kept.freq in ("DAILY", "WEEKLY"):
        weekly = kept.freq == "WEEKLY"
        first = ancre - ancre.weekday() * _UN_JOUR if weekly else ancre
        step = kept.n * (7 if weekly else 1)
        for k in count((du - first).days // step):
            day = first + k * step * _UN_JOUR
            yield _semaine(kept, day, ancre) if weekly else [day]
    months = kept.freq == "MONTHLY"
    origin, here = (d.year * 12 + d.month - 1 if months else d.year for d in (ancre, du))
    for k in count((here - origin) // kept.n):
        at = origin + k * kept.n
        year, month = divmod(at, 12) if months else (at, 0)
        among = [month + 1] if months else sorted(kept.mois) or range(1, 13)
        yield [date(year, m, d + 1) for m in among for d in range(monthrange(year, m)[1])]


def _semaine(kept: Recurrence, lundi: date, ancre: date) -> list[date]:
    """Seven days; without a day that is named, the anchor's."""
    days = [lundi + n * _UN_JOUR for n in range(7)]
    return days if kept.jours else [days[ancre.weekday()]]


def environ(rule: str) -> Intervalle:
    """About how often it falls due: the word that a list shows for it."""
    parts = _morceaux(rule)
    return Intervalle(int(parts.get("INTERVAL", "1")), _UNITES[parts["FREQ"]])

"""RRULE (RFC 5545), as far as upkeep needs it: read strictly, kept in one spelling, said in French.

FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH and BYSETPOS. When a plan ends is a column of the plan.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr
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
# Longest wait for a day that there is: 29 February across a year like 2100.
ANNEES_MAX = 9


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
    _exiger_possible(rule, int(kept["INTERVAL"]))
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


def _exiger_possible(rule: str, intervalle: int) -> None:
    """A rule such as 30 February never falls due."""
    start = date(2000, 1, 1)
    if next(dates(rule, start, start, annees=ANNEES_MAX * intervalle), None) is None:
        raise RegleInvalide(_("Cette règle ne tombe jamais : aucun jour du calendrier n’y répond."))


@lru_cache(maxsize=1024)
def _compiler(rule: str, debut: date, annees: int) -> rrule:
    """Dateutil's rule from `debut` on, ending before it could search for ever."""
    start = datetime(debut.year, debut.month, debut.day)  # noqa: DTZ001  days have no zone
    end = datetime(min(debut.year + annees, date.max.year), 12, 31)  # noqa: DTZ001
    found = rrulestr(rule, dtstart=start, cache=False)
    assert isinstance(found, rrule)  # noqa: S101  one rule makes no set
    return found.replace(until=end)


def dates(rule: str, ancre: date, du: date, *, annees: int = 400) -> Iterator[date]:
    """The days of the rule counted from `ancre`, from `du` on."""
    start = datetime(du.year, du.month, du.day)  # noqa: DTZ001  days have no zone
    for moment in _compiler(rule, ancre, annees).xafter(start, inc=True):
        yield moment.date()


def environ(rule: str) -> Intervalle:
    """About how often it falls due: the word that a list shows for it."""
    parts = _morceaux(rule)
    return Intervalle(int(parts.get("INTERVAL", "1")), _UNITES[parts["FREQ"]])

"""Reading moments and days: ISO 8601, years 1900 to 2200, and no doubt about the hour.

A moment without offset is Casablanca's clock; an hour that the clock skips or shows twice (the
changes around Ramadan) is refused rather than guessed.
"""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

ANNEE_MIN, ANNEE_MAX = 1900, 2200
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
    r"([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?"
)
_JOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class InstantInvalide(ValueError):
    """The text is no moment or day that we take; the message says why."""


def _borner(annee: int) -> None:
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise InstantInvalide(
            _("L’année doit être comprise entre %(min)s et %(max)s.")
            % {"min": ANNEE_MIN, "max": ANNEE_MAX}
        )


def heure_locale_unique(naive: datetime) -> datetime:
    """`naive` on Casablanca's clock, if the clock shows it exactly once that day."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, second = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    skipped = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive
    if skipped:
        raise InstantInvalide(_("Cette heure n’existe pas : l’horloge l’a sautée ce jour-là."))
    raise InstantInvalide(
        _("Cette heure existe deux fois ce jour-là : précisez le décalage, par exemple +01:00.")
    )


def fixer(instant: datetime) -> datetime:
    """`instant` in UTC; without offset it is read on Casablanca's clock."""
    _borner(instant.year)
    if instant.tzinfo is None:
        instant = heure_locale_unique(instant)
    in_utc = instant.astimezone(UTC)
    _borner(in_utc.year)
    return in_utc


def lire_instant(texte: str) -> datetime:
    """An ISO 8601 date and time as an aware UTC datetime."""
    if not _INSTANT.fullmatch(texte):
        raise InstantInvalide(_("Date et heure attendues, par exemple 2026-05-20T14:30."))
    try:
        # fromisoformat knows no lower-case "z" and wants seconds before a fraction.
        moment = datetime.fromisoformat(texte.upper())
    except ValueError as error:
        raise InstantInvalide(_("Cette date ou cette heure n’existe pas.")) from error
    return fixer(moment)


def lire_jour(texte: str) -> date:
    """An ISO 8601 day."""
    if not _JOUR.fullmatch(texte):
        raise InstantInvalide(_("Date attendue, par exemple 2026-05-20."))
    try:
        day = date.fromisoformat(texte)
    except ValueError as error:
        raise InstantInvalide(_("Cette date n’existe pas.")) from error
    _borner(day.year)
    return day

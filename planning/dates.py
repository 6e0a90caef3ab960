"""Days and hours of Casablanca: which day an instant names, and the ones after it."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.temps import heure_locale_unique
from planning.choices import Unite

_MINUIT = time()
# Casablanca's offset outside Ramadan. A browser whose time zone data do not know this year's
# Ramadan sends the midnight of a chosen day at this offset all the same.
_DECALAGE = timedelta(hours=1)
_MOIS_PAR_AN = 12
_MINUTE = 60


def jour_choisi(instant: datetime) -> date | None:
    """The day that a date picker meant: `instant` is a local midnight; None for any other hour.

    2026-05-19T23:00Z is 20 May; in Ramadan, 2026-03-02T00:00Z and 2026-03-01T23:00Z are 2 March.
    """
    local = timezone.localtime(instant)
    nominal = instant.astimezone(UTC).replace(tzinfo=None) + _DECALAGE
    for clock in (local, nominal):
        if clock.time() == _MINUIT:
            return clock.date()
    return None


def jour_de(instant: datetime) -> date:
    """The local day in which `instant` falls, or which it names."""
    return jour_choisi(instant) or timezone.localtime(instant).date()


def minuit(jour: date) -> datetime:
    """The local beginning of the day, which Casablanca's clock never skips."""
    return heure_locale_unique(datetime.combine(jour, _MINUIT))


def au_meme_moment(instant: datetime, jour: date) -> datetime:
    """`jour` at the local hour of `instant`; `InstantInvalide` if the clock shows it not once."""
    hour = timezone.localtime(instant).time()
    return heure_locale_unique(datetime.combine(jour, hour))


def en_utc(naive: datetime, fold: int = 0) -> datetime:
    """`naive` on Casablanca's clock: shown twice, the `fold`-th time; skipped, when it jumped."""
    zone = ZoneInfo(settings.TIME_ZONE)
    here = naive.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if here.astimezone(zone).replace(tzinfo=None) == naive:
        return here
    low, high = (naive.replace(tzinfo=zone, fold=n).astimezone(UTC) for n in (1, 0))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        later = middle.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset()
        low, high = (low, middle) if later else (middle, high)
    return high.replace(microsecond=0)


def decalage(instant: datetime) -> int:
    """Minutes that Casablanca's clock is ahead of UTC at `instant`, by the rules known now."""
    offset = timezone.localtime(instant).utcoffset() or timedelta()
    return int(offset.total_seconds()) // _MINUTE


def apres(jour: date, n: int, unite: str) -> date:
    """`jour` and `n` units later; the 31st of a month goes to the last day of a shorter one."""
    if unite == Unite.JOUR:
        return jour + timedelta(days=n)
    if unite == Unite.SEMAINE:
        return jour + timedelta(weeks=n)
    months = jour.month - 1 + n * (_MOIS_PAR_AN if unite == Unite.ANNEE else 1)
    year, month = jour.year + months // _MOIS_PAR_AN, months % _MOIS_PAR_AN + 1
    return date(year, month, min(jour.day, monthrange(year, month)[1]))


def plage(debut: datetime, fin: datetime) -> str:
    """`08:00-12:00`, local; the days too where there are two."""
    start, end = timezone.localtime(debut), timezone.localtime(fin)
    if start.date() == end.date():
        return f"{start:%H:%M}-{end:%H:%M}"
    return f"{start:%d/%m %H:%M}-{end:%d/%m %H:%M}"


def quand(debut: datetime, fin: datetime) -> str:
    """For sentences: `le 20/05/2026 08:00-12:00`, or from one day to another; whole days so."""
    start, end = timezone.localtime(debut), timezone.localtime(fin)
    if start < end and start.time() == end.time() == time.min:
        return _jours_entiers(start.date(), end.date() - timedelta(days=1))
    if start.date() == end.date():
        return _("le %(jour)s %(plage)s") % {
            "jour": f"{start:%d/%m/%Y}",
            "plage": plage(debut, fin),
        }
    return _("du %(debut)s au %(fin)s") % {
        "debut": f"{start:%d/%m/%Y %H:%M}",
        "fin": f"{end:%d/%m/%Y %H:%M}",
    }


def _jours_entiers(premier: date, dernier: date) -> str:
    if premier == dernier:
        return _("le %(jour)s") % {"jour": f"{premier:%d/%m/%Y}"}
    return _("du %(premier)s au %(dernier)s") % {
        "premier": f"{premier:%d/%m/%Y}",
        "dernier": f"{dernier:%d/%m/%Y}",
    }


def en_heures(duree: timedelta) -> str:
    """`6 h`, `6 h 30`: hours and minutes, on one line."""
    minutes = round(duree / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"

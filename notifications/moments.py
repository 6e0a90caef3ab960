"""When a mail may leave: not in quiet hours, and with the others of its digest."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from notifications.choices import Rythme
from notifications.models import Preferences
from planning.dates import en_utc

RESUME = time(7)  # of the daily digest, local
# More mails than this to one person in so long are a flood: the rest waits, and leaves as one.
FLOT, FENETRE = 5, timedelta(minutes=10)


def depart(maintenant: datetime, preferences: Preferences, *, presse: bool, flot: bool) -> datetime:
    """From when on a mail may leave; `maintenant` itself for at once."""
    due = maintenant
    if not presse:
        due = _du_resume(maintenant, preferences.rythme)
    if due == maintenant and flot:
        due = maintenant + FENETRE
    return fin_du_silence(due, preferences)


def _du_resume(maintenant: datetime, rythme: str) -> datetime:
    if rythme == Rythme.HORAIRE:
        return maintenant.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if rythme == Rythme.QUOTIDIEN:
        return _prochaine(maintenant, RESUME)
    return maintenant


def fin_du_silence(moment: datetime, preferences: Preferences) -> datetime:
    """`moment`, or the end of the quiet hours in which it falls."""
    start, end = preferences.silence_debut, preferences.silence_fin
    if start is None or end is None:
        return moment
    hour = timezone.localtime(moment).time()
    quiet = start <= hour < end if start < end else hour >= start or hour < end
    return _prochaine(moment, end) if quiet else moment


def _prochaine(moment: datetime, heure: time) -> datetime:
    """The next time that the local clock shows `heure`.

    An hour that it shows twice comes twice, one that it skips comes when it jumps.
    """
    today = timezone.localtime(moment).date()
    days = (today, today + timedelta(days=1))
    found = (en_utc(datetime.combine(day, heure), fold) for day in days for fold in (0, 1))
    return next(candidate for candidate in found if candidate > moment)

"""The days that a question about load is about: a week by default."""

import re
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Invalide
from core.temps import ANNEE_MAX, ANNEE_MIN

SEMAINE = timedelta(days=7)
JOURS_MAX = 62
_SEMAINE = re.compile("([0-9]{4})-W([0-9]{2})")


def periode(semaine: str, debut: date | None, fin: date | None) -> tuple[date, date]:
    """First and last day, both included: of `2026-W48`, from `debut` to `fin`, or this week."""
    if semaine and (debut or fin):
        text = _("Donnez une semaine, ou un début et une fin.")
        raise Invalide(text, {"semaine": [text]})
    if not (debut or fin):
        monday = _lundi(semaine)
        return monday, monday + SEMAINE - timedelta(days=1)
    if debut is None or fin is None:
        text = _("Donnez le début et la fin.")
        raise Invalide(text, {"debut" if debut is None else "fin": [text]})
    if not debut <= fin < debut + timedelta(days=JOURS_MAX):
        text = _("La fin vient après le début, %(n)s jours au plus.") % {"n": JOURS_MAX}
        raise Invalide(text, {"fin": [text]})
    return debut, fin


def _lundi(semaine: str) -> date:
    if not semaine:
        today = timezone.localdate()
        return today - timedelta(days=today.weekday())
    found = _SEMAINE.fullmatch(semaine)
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else date.min
    except ValueError:  # a week that the year has not
        monday = date.min
    if not ANNEE_MIN <= monday.year <= ANNEE_MAX:
        text = _("Une semaine est attendue, par exemple 2026-W48.")
        raise Invalide(text, {"semaine": [text]})
    return monday


def en_semaine(jour: date) -> str:
    """`2026-W48`: the week in which the day is."""
    year, week, _day = jour.isocalendar()
    return f"{year}-W{week:02}"

"""What a refusal of a time offers instead, as a button says it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.errors import DomainError

_PAS = timedelta(minutes=15)


class Proposition(NamedTuple):
    """Other hours than those refused; `texte` goes onto a button."""

    debut: datetime
    fin: datetime
    texte: str


def proposer(
    error: DomainError, debut: datetime | None, fin: datetime | None
) -> Proposition | None:
    """As long, from when the services say that it would do; None if they do not say."""
    free: datetime | None = getattr(error, "etat", {}).get("libre_a_partir_de")
    if free is None or debut is None or fin is None:
        return None
    start = _arrondi(free)
    return Proposition(
        start, start + (fin - debut), _("Placer %(quand)s") % {"quand": _quand(start, debut)}
    )


def motif_possible(error: DomainError) -> bool:
    """Whether the act is refused only for want of a reason."""
    return "derogation_possible" in getattr(error, "etat", {})


def _quand(instant: datetime, voulu: datetime) -> str:
    """« à 14:00 », with its day if it is another."""
    local = timezone.localtime(instant)
    hour = _("à %(heure)s") % {"heure": f"{local:%H:%M}"}
    same = local.date() == timezone.localdate(voulu)
    return hour if same else f"{date_format(local, 'l j')} {hour}"


def _arrondi(moment: datetime) -> datetime:
    """The next quarter of an hour: people do not meet at 14:03:20."""
    over = timedelta(
        minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment + (_PAS - over) if over else moment

"""The nearest time at which a technician can be planned: within working hours, between the rest."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from planning.calendrier import Calendrier, Plage
from planning.models import Reservation

HORIZON = timedelta(days=14)
_JOUR = timedelta(days=1)
_PAS = timedelta(minutes=15)


class Proposition(NamedTuple):
    """Other hours than those refused; `texte` goes onto a button."""

    debut: datetime
    fin: datetime
    texte: str


def proposer(
    technicien_id: int | None,
    debut: datetime | None,
    fin: datetime | None,
    *,
    sauf: int | None = None,
) -> Proposition | None:
    """As long, as soon as can be after `debut`; None if there are none, or nothing to go by."""
    if technicien_id is None or debut is None or fin is None or fin <= debut:
        return None
    start = prochain(technicien_id, debut, fin - debut, sauf=sauf)
    if start is None or start == debut:
        return None
    text = _("Placer %(quand)s") % {"quand": _quand(start, debut)}
    return Proposition(start, start + (fin - debut), text)


def _quand(instant: datetime, voulu: datetime) -> str:
    """« à 14:00 », with its day if it is another."""
    local = timezone.localtime(instant)
    hour = _("à %(heure)s") % {"heure": f"{local:%H:%M}"}
    same = local.date() == timezone.localdate(voulu)
    return hour if same else f"{date_format(local, 'l j')} {hour}"


def prochain(
    technicien_id: int, debut: datetime, longueur: timedelta, *, sauf: int | None = None
) -> datetime | None:
    """From `debut` on, the first time that is free for so long; None within `HORIZON`.

    `sauf` is the slot that moves: its own time is no obstacle.
    """
    first = timezone.localtime(debut).date()
    calendar = Calendrier.charger([technicien_id], first, first + HORIZON)
    rows = Reservation.objects.filter(
        technicien_id=technicien_id, fin__gt=debut, debut__lt=debut + HORIZON
    ).exclude(planning_id=sauf)
    taken = [Plage(*span) for span in rows.values_list("debut", "fin")]
    taken += [Plage(row.debut, row.fin) for row in calendar.absences(technicien_id)]
    for n in range(HORIZON.days + 1):
        work = calendar.travail(technicien_id, first + n * _JOUR)
        for start in _departs(work, debut, taken):
            if _convient(Plage(start, start + longueur), work, taken):
                return start
    return None


def _departs(
    travail: Sequence[Plage], debut: datetime, pris: Sequence[Plage]
) -> Iterator[datetime]:
    """Where work may begin that day: with the hours, as asked, or when something ends."""
    ends = [_arrondi(span.fin) for span in pris]
    for span in travail:
        yield from sorted(
            moment
            for moment in {span.debut, debut, *ends}
            if max(span.debut, debut) <= moment < span.fin
        )


def _arrondi(moment: datetime) -> datetime:
    """The next quarter of an hour."""
    rest = timedelta(minutes=moment.minute % 15, seconds=moment.second)
    return moment + (_PAS - rest if rest else rest) - timedelta(microseconds=moment.microsecond)


def _convient(voulue: Plage, travail: Sequence[Plage], pris: Sequence[Plage]) -> bool:
    """Ends within working hours, a break in between or not, and meets nothing."""
    ends = any(span.debut < voulue.fin <= span.fin for span in travail)
    return ends and not any(span.debut < voulue.fin and voulue.debut < span.fin for span in pris)

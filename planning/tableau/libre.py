"""The nearest time at which a technician can be planned: within working hours, between the rest."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from planning.calendrier import Calendrier, Plage
from planning.models import Reservation

HORIZON = timedelta(days=14)
_JOUR = timedelta(days=1)
_PAS = timedelta(minutes=15)


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
    return ends and not any(
        span.debut < voulue.fin and voulue.debut < span.fin for span in pris
    )

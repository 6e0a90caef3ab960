"""Somebody's free time: the working hours to come that nothing takes."""

from datetime import date, timedelta

from django.utils import timezone

from planning.calendrier import Calendrier, Plage, reunies
from planning.charge import Jours, reservations
from planning.libre import heures, restes


def temps_libre(
    technicien_id: int, du: date, au: date, *, duree: timedelta = timedelta()
) -> list[Plage]:
    """Stretches at least so long, from now on, `du` and `au` included; four queries."""
    days = Jours.de(du, au)
    start, end = max(days.minuits[0], timezone.now()), days.minuits[-1]
    if start >= end:
        return []
    calendar = Calendrier.charger([technicien_id], du, au)
    away = (Plage(row.debut, row.fin) for row in calendar.absences(technicien_id))
    taken = reservations([technicien_id], start, end).get(technicien_id, ())
    busy = reunies([*taken, *away])
    return [
        rest
        for span in heures(calendar, technicien_id, Plage(start, end))
        for rest in restes(span, busy)
        if rest.duree >= duree
    ]

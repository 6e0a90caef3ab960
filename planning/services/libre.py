"""From when somebody is free: what every refusal of a time offers instead."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit
from planning.calendrier import Calendrier, Plage, reunies
from planning.libre import apres, debut_libre
from planning.models import Absence, Reservation
from techniciens.models import Technicien

# How many of somebody's next commitments, and of days after that, are looked through.
_HORIZON = 200
_JOURS = timedelta(days=400)


def refus(pourquoi: str, technicien: Technicien | None, temps: Plage, **etat: Any) -> Conflit:
    """Why, and the way out: from when the person is free for as long, within working hours."""
    free = libre_a_partir_de(technicien, temps)
    text = _("%(pourquoi)s Libre à partir du %(moment)s.") % {
        "pourquoi": pourquoi,
        "moment": f"{timezone.localtime(free):%d/%m/%Y %H:%M}",
    }
    return Conflit(text, etat=etat | {"libre_a_partir_de": free})


def libre_a_partir_de(technicien: Technicien | None, temps: Plage) -> datetime:
    """The earliest beginning from that of `temps`, or now, on, for as long.

    Without a technician, by the firm's hours. Longer than any day's hours: whatever they are.
    """
    start = max(temps.debut, timezone.now())
    taken = [] if technicien is None else _engagements(technicien, start)
    pk = None if technicien is None else technicien.pk
    first = timezone.localtime(start).date()
    calendar = Calendrier.charger([] if pk is None else [pk], first, first + _JOURS)
    within = Plage(start, start + _JOURS)
    found = debut_libre(calendar, pk, quand=within, duree=temps.duree, pris=taken)
    return found or apres(taken, start, temps.duree)


def _engagements(technicien: Technicien, moment: datetime) -> list[Plage]:
    taken = Reservation.objects.filter(technicien=technicien, fin__gt=moment)
    away = Absence.objects.filter(technicien=technicien, fin__gt=moment)
    return reunies(
        Plage(*span)
        for rows in (taken, away)
        for span in rows.order_by("fin").values_list("debut", "fin")[:_HORIZON]
    )

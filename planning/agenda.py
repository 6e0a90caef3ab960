"""A technician's reservations as a calendar (RFC 5545), for the calendars of phones and offices.

Times are in UTC, so no time zone has to be told. An entry keeps its UID when its slot is moved: it
is named by slot, technician and rank, for the reservation itself is made anew.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.models import Intervention
from planning.models import Reservation
from techniciens.models import Technicien

if TYPE_CHECKING:
    from icalendar import Event

AVANT, APRES = timedelta(days=30), timedelta(days=180)
_RELECTURE = timedelta(hours=1)


def adresse_du_flux(jeton: str) -> str:
    """The link as a calendar is given it: our own address, never one that a header names."""
    return _ici(reverse("agenda", args=[jeton]))


def agenda(technicien: Technicien, maintenant: datetime | None = None) -> bytes:
    """The calendar of what the technician's time is reserved for, as it would see it itself."""
    now = maintenant or timezone.now()
    rows = list(
        Reservation.objects.filter(
            technicien=technicien, fin__gt=now - AVANT, debut__lt=now + APRES
        )
        .select_related(
            "planning__intervention__client", "planning__intervention__equipement__site"
        )
        .order_by("planning_id", "debut")
    )
    ids = {row.planning.intervention_id for row in rows}
    seen = Intervention.objects.visible_to(technicien.user).filter(pk__in=ids)
    visible = set(seen.values_list("pk", flat=True))
    from icalendar import Calendar  # noqa: PLC0415  3 MiB, for the worker that is asked for a feed

    calendar = Calendar()
    calendar.add("prodid", "-//ERP MIF Maroc//Planning//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Planning de %(nom)s") % {"nom": technicien})
    calendar.add("refresh-interval", _RELECTURE)
    for event in _evenements(rows, visible):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _evenements(rows: Iterable[Reservation], visibles: set[int]) -> Iterable["Event"]:
    from icalendar import Event  # noqa: PLC0415  as above

    host = urlsplit(settings.SITE_URL).hostname
    ranks: Counter[int] = Counter()
    for row in rows:
        slot = row.planning
        event = Event()
        rank = ranks[slot.pk]
        ranks[slot.pk] += 1
        event.add("uid", f"creneau-{slot.pk}-{row.technicien_id}-{rank}@{host}")
        event.add("sequence", slot.version - 1)
        # Not the moment of reading: an unchanged calendar stays the same to the byte.
        event.add("dtstamp", slot.date_modification)
        event.add("dtstart", row.debut)
        event.add("dtend", row.fin)
        event.add("status", "CONFIRMED" if slot.confirme else "TENTATIVE")
        for name, value in _dit(slot.intervention, slot.intervention_id in visibles):
            event.add(name, value)
        yield event


def _dit(work: Any, visible: bool) -> Iterable[tuple[str, str]]:  # noqa: FBT001  one caller
    """What it is and where; the number alone of work that the technician no longer sees."""
    if not visible:
        yield "summary", work.numero
        return
    site = work.equipement.site
    yield "summary", f"{work.numero} {work.titre}"
    places = (work.client.nom_entreprise, site.nom, site.adresse, site.ville)
    yield "location", ", ".join(place for place in places if place)
    yield "description", f"{work.equipement.nom} {work.equipement.localisation}".strip()
    yield "url", _ici(reverse("interventions:fiche", args=[work.pk]))


def _ici(chemin: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{chemin}"

"""Taking and giving back a technician's time; the database decides who was first."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit
from planning.chevauchement import est_un_chevauchement
from planning.dates import quand
from planning.models import Absence, Creneau, Reservation
from techniciens.models import Technicien

# How many of somebody's next commitments are looked through for a free time.
_HORIZON = 200
_conduit: ContextVar[bool] = ContextVar("conduit", default=False)


@contextmanager
def conduire() -> Iterator[None]:
    """Planning gives the work to somebody itself, and takes the time once it knows the hours."""
    token = _conduit.set(True)
    try:
        yield
    finally:
        _conduit.reset(token)


def conduit() -> bool:
    """Whether the assignment under way is a part of `conduire`."""
    return _conduit.get()


def reserver(
    slot: Creneau,
    technicien: Technicien,
    *,
    debut: datetime,
    fin: datetime,
    par: Any,
    derogation: str = "",
) -> None:
    """Take the technician's time for the slot; `Conflit` if it is taken or the person away.

    `derogation` is the reason for planning onto an absence all the same. The technician's row is
    locked, so that an absence and a slot written at the same moment see one another.
    """
    Technicien.objects.select_for_update(no_key=True).get(pk=technicien.pk)
    if not derogation:
        _refuser_absence(technicien, debut, fin)
    try:
        with transaction.atomic():
            Reservation.objects.create(planning=slot, technicien=technicien, debut=debut, fin=fin)
    except IntegrityError as error:
        if not est_un_chevauchement(error):
            raise
        raise _occupe(technicien, debut, fin, par=par) from error


def liberer(slot: Creneau, moment: datetime) -> None:
    """Give back what the slot has taken from `moment` on; what was before stays."""
    rows = Reservation.objects.filter(planning=slot, fin__gt=moment)
    rows.filter(debut__gte=moment).delete()
    rows.filter(debut__lt=moment).update(fin=moment)


def chevauchees(technicien_id: int, debut: datetime, fin: datetime) -> list[Reservation]:
    """What the technician is reserved for in that time, earliest first."""
    rows = Reservation.objects.filter(technicien_id=technicien_id, debut__lt=fin, fin__gt=debut)
    return list(rows.select_related("planning__intervention").order_by("debut", "id"))


def _absences(technicien: Technicien, debut: datetime, fin: datetime) -> Any:
    rows = Absence.objects.filter(technicien=technicien, debut__lt=fin, fin__gt=debut)
    return rows.order_by("debut", "id")


def _refuser_absence(technicien: Technicien, debut: datetime, fin: datetime) -> None:
    away = _absences(technicien, debut, fin).first()
    if away is None:
        return
    text = _("%(nom)s est absent %(quand)s (%(nature)s) : un motif de dérogation est demandé.") % {
        "nom": technicien,
        "quand": quand(away.debut, away.fin),
        "nature": away.get_nature_display().lower(),
    }
    shown = {"id": away.pk, "debut": away.debut, "fin": away.fin}
    raise _refus(text, technicien, debut=debut, fin=fin, absence=shown)


def _occupe(technicien: Technicien, debut: datetime, fin: datetime, *, par: Any) -> Conflit:
    """Names the other slot to who may see it."""
    taken = chevauchees(technicien.pk, debut, fin)
    other = taken[0].planning if taken else None
    seen = other is not None and Creneau.objects.visible_to(par).filter(pk=other.pk).exists()
    if other is None or not seen:
        text = _("%(nom)s n’est pas libre %(quand)s.")
        text %= {"nom": technicien, "quand": quand(debut, fin)}
        return _refus(text, technicien, debut=debut, fin=fin)
    text = _("%(nom)s n’est pas libre : pris par %(numero)s %(quand)s.") % {
        "nom": technicien,
        "numero": other.intervention.numero,
        "quand": quand(other.date_debut, other.date_fin),
    }
    shown = {
        "id": other.pk,
        "intervention_id": other.intervention_id,
        "date_debut": other.date_debut,
        "date_fin": other.date_fin,
    }
    return _refus(text, technicien, debut=debut, fin=fin, creneau_occupant=shown)


def _refus(
    pourquoi: str, technicien: Technicien, *, debut: datetime, fin: datetime, **etat: Any
) -> Conflit:
    """Why, and the way out: from when the person is free for as long."""
    free = _libre(technicien, debut, fin - debut)
    text = _("%(pourquoi)s Libre à partir du %(moment)s.") % {
        "pourquoi": pourquoi,
        "moment": f"{timezone.localtime(free):%d/%m/%Y %H:%M}",
    }
    return Conflit(text, etat=etat | {"libre_a_partir_de": free})


def _libre(technicien: Technicien, debut: datetime, duree: timedelta) -> datetime:
    """The earliest time from `debut` on with neither slot nor absence for so long."""
    taken = Reservation.objects.filter(technicien=technicien, fin__gt=debut)
    away = Absence.objects.filter(technicien=technicien, fin__gt=debut)
    spans = sorted(
        span
        for rows in (taken, away)
        for span in rows.order_by("debut").values_list("debut", "fin")[:_HORIZON]
    )
    free = debut
    for start, end in spans:
        if start >= free + duree:
            break
        free = max(free, end)
    return free

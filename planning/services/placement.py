"""Where a slot's sittings are: put down with it, and moved along with it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Invalide
from planning.calendrier import Plage
from planning.dates import en_utc
from planning.models import Creneau, Reservation
from planning.services.derogations import exiger_motif
from planning.services.reservations import reserver


def etendue(slot: Creneau) -> Plage:
    """The slot's own time, which was promised."""
    return Plage(slot.date_debut, slot.date_fin)


def ouvertes(slot: Creneau) -> list[Reservation]:
    """The sittings that move with the slot, earliest first."""
    rows = Reservation.objects.filter(planning=slot, close=False)
    return list(rows.order_by("debut", "id"))


def placer(slot: Creneau, seances: list[Reservation], *, par: Any, passe: bool) -> list[str]:
    """Take the time of each sitting, or ask the firm's hours where there is none; warnings.

    The slot's `motif_derogation` is the reason for whatever speaks against it.
    """
    motif = slot.motif_derogation
    if not seances:
        return exiger_motif(None, etendue(slot), motif, passe=passe)
    return reserver(seances, par=par, motif=motif, passe=passe)


def seance(slot: Creneau, technicien_id: int, temps: Plage) -> Reservation:
    """Not yet saved."""
    return Reservation(planning=slot, technicien_id=technicien_id, debut=temps.debut, fin=temps.fin)


def suivre(slot: Creneau, avant: Plage, *, de: int | None, vers: int | None) -> list[Reservation]:
    """The slot's sittings where it now is, off the table until they are placed.

    They move as the slot does, on the local clock; an edge of theirs that was the slot's is the
    slot's again. Those of the technician `de` pass to `vers`, who holds the work, and has the whole
    slot if he has none or the only one.
    """
    rows = ouvertes(slot)
    Reservation.objects.filter(planning=slot).delete()
    now = etendue(slot)
    shifted = avant.debut != now.debut and avant.fin != now.fin
    shift = _locale(now.debut) - _locale(avant.debut) if shifted else timedelta()
    for row in rows:
        if row.technicien_id == de and vers is not None:
            row.technicien_id = vers
        start, end = row.debut, row.fin
        row.debut = now.debut if start == avant.debut else _decaler(start, shift)
        row.fin = now.fin if end == avant.fin else row.debut + (end - start)
    own = [row for row in rows if row.technicien_id == vers]
    if vers is not None and not own:
        rows.append(seance(slot, vers, now))
    elif own == rows and len(own) == 1:
        own[0].debut, own[0].fin = now.debut, now.fin
    _contenir(rows, now)
    return rows


def _contenir(rows: list[Reservation], temps: Plage) -> None:
    for row in rows:
        if not temps.debut <= row.debut < row.fin <= temps.fin:
            text = _("Ce créneau a plusieurs séances, dont une n’y tiendrait plus.")
            raise Invalide(text, {"date_fin": [text]})


def _locale(instant: datetime) -> datetime:
    return timezone.localtime(instant).replace(tzinfo=None)


def _decaler(instant: datetime, duree: timedelta) -> datetime:
    return en_utc(_locale(instant) + duree) if duree else instant

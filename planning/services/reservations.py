"""Taking and giving back technicians' time; the database decides who was first."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import Conflit, Invalide
from planning.calendrier import Plage
from planning.chevauchement import est_un_chevauchement
from planning.dates import decalage, quand
from planning.models import Creneau, Reservation
from planning.services.derogations import exiger_motif
from planning.services.libre import refus
from techniciens.models import Technicien


def reserver(
    seances: Sequence[Reservation], *, par: Any, motif: str = "", passe: bool = False
) -> list[str]:
    """Save these sittings, which takes the technicians' time; what a `motif` was needed for.

    `Conflit` if one of them is taken, or if something speaks against the time (`passe`: the past
    too) and there is no reason. Their technicians are locked, so that an absence and a slot written
    at the same moment see one another.
    """
    people = _verrouiller(row.technicien_id for row in seances)
    said = []
    for row in seances:
        row.technicien = people[row.technicien_id]
        said += exiger_motif(row.technicien, Plage(row.debut, row.fin), motif, passe=passe)
        _prendre(row, par)
    return list(dict.fromkeys(said))


def reposer(rows: Sequence[Reservation], *, par: Any) -> None:
    """Save sittings whose hours have changed, all off the table first; nothing else is asked."""
    people = _verrouiller(row.technicien_id for row in rows)
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.technicien = people[row.technicien_id]
        _prendre(row, par)


def liberer(slot: Creneau, moment: datetime, *, technicien_id: int | None = None) -> list[Plage]:
    """Give back what the slot has taken from `moment` on, of one technician or of all.

    What was before stays, and stays there: it is closed. What was given back, earliest first.
    """
    rows = Reservation.objects.filter(planning=slot, close=False)
    if technicien_id is not None:
        rows = rows.filter(technicien_id=technicien_id)
    spans = rows.filter(fin__gt=moment).order_by("debut", "id").values_list("debut", "fin")
    given = [Plage(max(start, moment), end) for start, end in spans]
    rows.filter(debut__gte=moment).delete()
    rows.filter(fin__gt=moment).update(fin=moment, decalage_fin=decalage(moment))
    rows.update(close=True)
    return given


def chevauchees(technicien_id: int, debut: datetime, fin: datetime) -> list[Reservation]:
    """What the technician is reserved for in that time, earliest first."""
    rows = Reservation.objects.filter(technicien_id=technicien_id, debut__lt=fin, fin__gt=debut)
    return list(rows.select_related("planning__intervention").order_by("debut", "id"))


def _verrouiller(technicien_ids: Iterable[int]) -> dict[int, Technicien]:
    """In one order, whoever asks for the same people."""
    wanted = set(technicien_ids)
    locked = Technicien.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    people = {row.pk: row for row in locked.filter(pk__in=wanted).order_by("pk")} if wanted else {}
    if len(people) < len(wanted) or not all(row.actif for row in people.values()):
        text = _("Choisissez un technicien en activité.")
        raise Invalide(text, {"technicien_id": [text]})
    return people


def _prendre(row: Reservation, par: Any) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if not est_un_chevauchement(error):
            raise
        raise _occupe(row.technicien, Plage(row.debut, row.fin), par=par) from error


def _occupe(technicien: Technicien, temps: Plage, *, par: Any) -> Conflit:
    """Names the other slot to who may see it."""
    taken = chevauchees(technicien.pk, temps.debut, temps.fin)
    other = taken[0].planning if taken else None
    seen = other is not None and Creneau.objects.visible_to(par).filter(pk=other.pk).exists()
    if other is None or not seen:
        text = _("%(nom)s n’est pas libre %(quand)s.")
        text %= {"nom": technicien, "quand": quand(temps.debut, temps.fin)}
        return refus(text, technicien, temps)
    text = _("%(nom)s n’est pas libre : pris par %(numero)s %(quand)s.") % {
        "nom": technicien,
        "numero": other.intervention.numero,
        "quand": quand(taken[0].debut, taken[0].fin),
    }
    shown = {
        "id": other.pk,
        "intervention_id": other.intervention_id,
        "date_debut": other.date_debut,
        "date_fin": other.date_fin,
    }
    return refus(text, technicien, temps, creneau_occupant=shown)

"""The sittings of a slot, one by one: somebody comes along, a second half-day, one less.

The slot follows: it covers its sittings, and fits them exactly if it did before.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable, Invalide
from core.validation import appliquer, refuser_autres
from interventions.services import annexer
from interventions.services.passage import Passage
from planning.calendrier import Plage
from planning.dates import plage, quand
from planning.models import Creneau, Reservation
from planning.services.creneaux import a_reconvenir, controler_dates, relu, trace, visible
from planning.services.placement import etendue, ouvertes, seance
from planning.services.reservations import reserver

CHAMPS = frozenset({"debut", "fin", "technicien_id"})

T = TypeVar("T")


def ajouter_seance(
    *,
    par: Any,
    creneau_id: int,
    debut: datetime,
    fin: datetime,
    technicien_id: int | None = None,
    **options: Any,
) -> Reservation:
    """Take more time for a slot, of who holds the work or of another; `avertissements` in the row.

    `options` are `motif_derogation` and the slot's `version`.
    """

    def add(p: Passage, slot: Creneau, motif: str) -> Reservation:
        who = technicien_id or p.intervention.technicien_id
        if who is None:
            text = _("Choisissez un technicien en activité.")
            raise Invalide(text, {"technicien_id": [text]})
        row = seance(slot, who, Plage(debut, fin))
        return _prendre(p, row, motif, phrase=_("Séance ajoutée : %(qui)s %(quand)s"), passe=True)

    return _changer(add, par=par, creneau_id=creneau_id, **options)


def modifier_seance(
    *, par: Any, creneau_id: int, seance_id: int, champs: Mapping[str, Any], **options: Any
) -> Reservation:
    """Move a sitting, or give it to another (`CHAMPS`); `options` as for `ajouter_seance`."""
    refuser_autres(champs, CHAMPS)

    def change(p: Passage, slot: Creneau, motif: str) -> Reservation:
        row = _seance(slot, seance_id)
        changed = appliquer(row, {n: v for n, v in champs.items() if v is not None})
        if not changed:
            p.sans_effet = True
            row.avertissements = []
            return row
        moved = "debut" in changed
        return _prendre(p, row, motif, phrase=_("Séance déplacée : %(qui)s %(quand)s"), passe=moved)

    return _changer(change, par=par, creneau_id=creneau_id, **options)


def retirer_seance(
    *, par: Any, creneau_id: int, seance_id: int, version: int | None = None
) -> None:
    """Give the time of a sitting back; the last one of who holds the work stays."""

    def remove(p: Passage, slot: Creneau, _motif: str) -> None:
        row = _seance(slot, seance_id)
        _dire(p, row, _("Séance retirée : %(qui)s %(quand)s"))
        row.delete()

    _changer(remove, par=par, creneau_id=creneau_id, version=version)


def _changer(
    faire: Callable[[Passage, Creneau, str], T],
    *,
    par: Any,
    creneau_id: int,
    version: int | None = None,
    motif_derogation: str = "",
) -> T:
    """One act on a slot's sittings; `faire` is called once the slot is locked."""
    seen = visible(creneau_id, par)
    with annexer("deplacer_creneau", intervention_id=seen.intervention_id, par=par) as p:
        slot = relu(creneau_id, version)
        before = ouvertes(slot)
        done = faire(p, slot, motif_derogation)
        if not p.sans_effet:
            _envelopper(p, slot, before)
            slot.motif_derogation = motif_derogation or slot.motif_derogation
            slot.version += 1
            slot.save()
            p.complements |= trace(slot)
            if motif_derogation:
                p.complements["motif"] = motif_derogation
    return done


def _prendre(p: Passage, row: Reservation, motif: str, *, phrase: str, passe: bool) -> Reservation:
    if row.fin <= row.debut:
        text = _("La fin vient après le début.")
        raise Invalide(text, {"fin": [text]})
    row.avertissements = reserver([row], par=p.par, motif=motif, passe=passe)
    _dire(p, row, phrase)
    return row


def _dire(p: Passage, row: Reservation, phrase: str) -> None:
    p.description = phrase % {"qui": row.technicien, "quand": quand(row.debut, row.fin)}
    p.complements = {
        "technicien_id": row.technicien_id,
        "seance_debut": row.debut.astimezone(UTC).isoformat(),
        "seance_fin": row.fin.astimezone(UTC).isoformat(),
    }


def _seance(slot: Creneau, seance_id: int) -> Reservation:
    rows = Reservation.objects.select_related("technicien__user")
    row = rows.filter(planning=slot, pk=seance_id).first()
    if row is None:
        raise Introuvable(_("Séance introuvable."))
    if row.close:
        raise Conflit(_("Cette séance est close : son temps a été rendu."))
    return row


def _envelopper(p: Passage, slot: Creneau, avant: list[Reservation]) -> None:
    """The slot covers its sittings, and who holds the work still has one if he had."""
    rows, held = ouvertes(slot), p.intervention.technicien_id
    if any(r.technicien_id == held for r in avant) and all(r.technicien_id != held for r in rows):
        text = _("C’est la seule séance de qui a cette intervention : déplanifiez-la plutôt.")
        raise Conflit(text)
    shown, exact = etendue(slot), etendue(slot) == _couvert(avant)
    cover = _couvert(rows) or shown
    if not exact:
        cover = Plage(min(cover.debut, shown.debut), max(cover.fin, shown.fin))
    # What does not change the hours that were promised is not for the client.
    p.interne = cover == shown
    if p.interne:
        return
    if slot.creneau == plage(shown.debut, shown.fin):
        slot.creneau = plage(cover.debut, cover.fin)
    slot.date_debut, slot.date_fin = cover.debut, cover.fin
    controler_dates(slot)
    a_reconvenir(slot)
    p.intervention.date_planifiee = slot.date_debut


def _couvert(rows: list[Reservation]) -> Plage | None:
    if not rows:
        return None
    return Plage(min(r.debut for r in rows), max(r.fin for r in rows))

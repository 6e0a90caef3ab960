"""Absences: written down, changed, taken back. What is planned meanwhile is told, not refused."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Introuvable, Invalide, VersionPerimee
from core.outbox import publier
from core.validation import appliquer, exiger, refuser_autres, valider
from planning.dates import quand
from planning.events import AbsenceModifiee, AbsenceRetiree, AbsenceSaisie, ActeAbsence
from planning.models import Absence
from planning.permissions import exiger_planification
from planning.services.disponibilites import actualiser
from planning.services.reservations import chevauchees
from techniciens.models import Technicien

CHAMPS = frozenset({"debut", "fin", "nature", "motif"})
DUREE_MAX = timedelta(days=366)


def creer_absence(
    *, par: Any, technicien_id: int, debut: datetime, fin: datetime, **champs: Any
) -> Absence:
    """A technician is away; the returned row has `avertissements`: what was planned for then."""
    exiger_planification(par)
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        person = Technicien.objects.visible_to(par).select_for_update(no_key=True)
        technicien = person.filter(pk=technicien_id, archive_le__isnull=True).first()
        if technicien is None:
            text = _("Choisissez un technicien en activité.")
            raise Invalide(text, {"technicien_id": [text]})
        row = Absence(technicien=technicien, cree_par=par)
        _changer(row, {"debut": debut, "fin": fin, **champs})
        row.save()
        actualiser(technicien_id)
        _annoncer(AbsenceSaisie, row, par)
    return row


def modifier_absence(
    *, par: Any, absence_id: int, champs: Mapping[str, Any], version: int | None = None
) -> Absence:
    """Change when or why somebody is away."""
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        row = _verrouiller(absence_id, par, version)
        if _changer(row, champs):
            row.version += 1
            row.save()
            actualiser(row.technicien_id)
            _annoncer(AbsenceModifiee, row, par)
    return row


def retirer_absence(*, par: Any, absence_id: int, version: int | None = None) -> None:
    """Somebody is not away after all: the row goes, nothing hangs on it."""
    with transaction.atomic():
        row = _verrouiller(absence_id, par, version)
        _annoncer(AbsenceRetiree, row, par)
        row.delete()
        actualiser(row.technicien_id)


def _verrouiller(absence_id: int, par: Any, version: int | None) -> Absence:
    """The technician's row is the lock: whoever plans onto this time waits for it."""
    seen = Absence.objects.visible_to(par).filter(pk=absence_id).first()
    if seen is None:
        raise Introuvable(_("Absence introuvable."))
    exiger_planification(par)
    Technicien.objects.select_for_update(no_key=True).get(pk=seen.technicien_id)
    row = Absence.objects.select_related("technicien__user").filter(pk=absence_id).first()
    if row is None:
        raise Introuvable(_("Absence introuvable."))
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("Cette absence a changé depuis que vous l’avez ouverte."),
            etat={"version": row.version, "version_lue": version},
        )
    return row


def _changer(row: Absence, champs: Mapping[str, Any]) -> list[str]:
    changed = appliquer(row, champs)
    exiger(debut=row.debut, fin=row.fin)
    # The dates are judged here, in words that name them; the database would name its constraint.
    valider(row, {*changed} - {"debut", "fin"})
    if row.fin <= row.debut:
        text = _("La fin vient après le début.")
        raise Invalide(text, {"fin": [text]})
    if row.fin - row.debut > DUREE_MAX:
        text = _("Une absence dure %(n)s jours au plus.") % {"n": DUREE_MAX.days}
        raise Invalide(text, {"fin": [text]})
    row.avertissements = [
        _("%(numero)s est planifiée %(quand)s.")
        % {"numero": r.planning.intervention.numero, "quand": quand(r.debut, r.fin)}
        for r in chevauchees(row.technicien_id, row.debut, row.fin)
    ]
    return changed


def _annoncer(evenement: type[ActeAbsence], row: Absence, par: Any) -> None:
    publier(evenement(absence_id=row.pk, technicien_id=row.technicien_id, par_id=par.pk))

"""What speaks against a time and passes with a reason: the past, an absence, hours, holidays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from planning.calendrier import Calendrier, Plage, jours_de
from planning.dates import quand
from planning.services.libre import refus
from techniciens.models import Technicien


@dataclass(frozen=True)
class Objection:
    """A sentence without its full stop, and what a refusal tells a machine of it."""

    texte: str
    etat: Mapping[str, Any] = field(default_factory=dict)


def exiger_motif(
    technicien: Technicien | None, temps: Plage, motif: str, *, passe: bool = False
) -> list[str]:
    """What speaks against this time, as warnings; `Conflit` if there is no reason for it.

    `passe`: the past does too. Without a technician, the firm's hours are asked.
    """
    found = _objections(technicien, temps, passe=passe)
    said = [objection.texte for objection in found]
    if not found or motif:
        return [_("%(texte)s.") % {"texte": text} for text in said]
    facts: dict[str, Any] = {"derogation_possible": True}
    for objection in found:
        facts |= objection.etat
    text = _("%(textes)s : un motif de dérogation est demandé.") % {"textes": " ; ".join(said)}
    raise refus(text, technicien, temps, **facts)


def _objections(technicien: Technicien | None, temps: Plage, *, passe: bool) -> list[Objection]:
    found = []
    # Forms know no seconds.
    if passe and temps.debut < timezone.now().replace(second=0, microsecond=0):
        found.append(Objection(_("Cette date est passée"), {"passe": True}))
    pk = None if technicien is None else technicien.pk
    calendar = Calendrier.charger([] if pk is None else [pk], *jours_de(temps.debut, temps.fin))
    if technicien is not None:
        found += _absence(technicien, calendar, temps)
    said = calendar.avertissements(pk, temps.debut, temps.fin)
    if said:
        text = _("%(qui)s %(quand)s : %(quoi)s") % {
            "qui": technicien or _("Créneau"),
            "quand": quand(temps.debut, temps.fin),
            "quoi": ", ".join(said),
        }
        found.append(Objection(text, {"hors_horaires": said}))
    return found


def _absence(technicien: Technicien, calendar: Calendrier, temps: Plage) -> list[Objection]:
    """The first absence in that time."""
    for away in calendar.absences(technicien.pk):
        if away.debut < temps.fin and away.fin > temps.debut:
            text = _("%(nom)s est absent %(quand)s (%(nature)s)") % {
                "nom": technicien,
                "quand": quand(away.debut, away.fin),
                "nature": away.get_nature_display().lower(),
            }
            shown = {"id": away.pk, "debut": away.debut, "fin": away.fin}
            return [Objection(text, {"absence": shown})]
    return []

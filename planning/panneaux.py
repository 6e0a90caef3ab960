"""The slot on the intervention's page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.faits import Fait, faits
from interventions.models import Intervention
from interventions.workflow import OUVERTES
from planning.models import Creneau
from planning.permissions import peut_planifier
from planning.services.agenda import gere_agenda
from techniciens.models import Technicien

COLONNES = ("date_debut", "date_fin", "creneau", "confirme", "plan", "notes_planning")


def du_technicien(request: HttpRequest, technicien: Technicien) -> Mapping[str, Any] | None:
    """The way to its calendar link, for who manages it."""
    return {} if gere_agenda(request.user, technicien.pk) else None


def de_l_intervention(request: HttpRequest, intervention: Intervention) -> Mapping[str, Any] | None:
    """When it is planned, for whom, and whether that is agreed on; the forms, for who plans."""
    slots = Creneau.objects.visible_to(request.user).select_related("plan")
    slot = slots.filter(intervention=intervention).first()
    plans = peut_planifier(request.user) and intervention.statut in OUVERTES
    if slot is None and not plans:
        return None
    shown = [] if slot is None else faits(slot, COLONNES, request.user)
    if slot is not None and intervention.technicien is not None:
        shown.append(Fait(_("technicien"), intervention.technicien))
    return {"creneau": slot, "faits": shown, "planifie": plans}

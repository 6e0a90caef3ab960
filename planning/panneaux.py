"""The slot on the intervention's page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from core.faits import faits
from interventions.models import Intervention
from planning.models import Creneau

COLONNES = ("date_debut", "date_fin", "creneau", "confirme", "plan", "notes_planning")


def de_l_intervention(request: HttpRequest, intervention: Intervention) -> Mapping[str, Any] | None:
    """When it is planned, and whether that is agreed on; nothing without a slot."""
    slots = Creneau.objects.visible_to(request.user).select_related("plan", "intervention")
    slot = slots.filter(intervention=intervention).first()
    return None if slot is None else {"faits": faits(slot, COLONNES, request.user)}

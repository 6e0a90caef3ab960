"""What pages of other apps show of the planning: of an intervention, a technician, a machine."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.faits import Fait, faits
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions.models import Intervention
from interventions.workflow import OUVERTES
from planning.dates import quand
from planning.models import Absence, Creneau, Plan, Reservation
from planning.permissions import gere_agenda, peut_planifier
from planning.preventif import mots
from planning.selectors import plans_actifs
from techniciens.models import Technicien

# Absences are shown for so long after they end, and so many at once.
_RAPPELEES, _MONTREES = timedelta(days=30), 20
COLONNES = (
    "date_debut",
    "date_fin",
    "creneau",
    "confirme",
    "plan",
    "notes_planning",
    "motif_derogation",
)


def du_technicien(request: HttpRequest, technicien: Technicien) -> Mapping[str, Any] | None:
    """The way to its calendar link, for who manages it."""
    return {} if gere_agenda(request.user, technicien.pk) else None


def absences_du_technicien(
    request: HttpRequest, technicien: Technicien
) -> Mapping[str, Any] | None:
    """Those of today and to come, and the last ones before."""
    plans = peut_planifier(request.user) and technicien.archive_le is None
    rows = Absence.objects.visible_to(request.user).filter(
        technicien=technicien, fin__gt=timezone.now() - _RAPPELEES
    )
    shown = [(row, quand(row.debut, row.fin)) for row in rows.order_by("debut", "pk")[:_MONTREES]]
    return {"absences": shown, "planifie": plans} if shown or plans else None


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
    return {
        "creneau": slot,
        "faits": shown,
        "planifie": plans,
        "seances": [] if slot is None else _seances(slot, request.user),
    }


def de_l_equipement(request: HttpRequest, equipement: Equipement) -> Mapping[str, Any] | None:
    """On a machine's page: its upkeep that comes round, and the way to say more."""
    user: Any = request.user
    rows = Plan.objects.visible_to(user).filter(pk__in=plans_actifs(equipement.pk).values("pk"))
    shown = rows.select_related("compteur").order_by("prochaine_date", "pk")
    plans = [(row, mots.regle(row)) for row in shown]
    works = equipement.archive_le is None and equipement.statut != StatutEquipement.RETIRE
    manage = peut_planifier(user) and works
    if not plans and not manage:
        return None
    query = urlencode({"equipement_id": str(equipement.pk), "toutes": "1"})
    return {"plans": plans, "gerer": manage, "tous": f"{reverse('planning:plans')}?{query}"}


def _seances(slot: Creneau, user: Any) -> list[tuple[Reservation, str]]:
    """Each with its hours in words, where there are several: one alone is the slot itself."""
    rows = Reservation.objects.visible_to(user).filter(planning=slot)
    shown = list(rows.select_related("technicien__user").order_by("debut", "id"))
    return [(row, quand(row.debut, row.fin)) for row in shown] if len(shown) > 1 else []

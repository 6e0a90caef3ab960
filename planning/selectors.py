"""Reads of the planning: the next visit of each plan, and rows with the names shown beside them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from comptes.choices import Role
from interventions.workflow import OUVERTES
from planning.models import Creneau, Plan
from techniciens.models import Technicien
from techniciens.visibility import technicien_id_de


def visites_de(plans: Iterable[int]) -> dict[int, Creneau]:
    """By plan, the next visit that is still open; one query for them all."""
    wanted = set(plans)
    if not wanted:
        return {}
    rows = Creneau.objects.filter(plan_id__in=wanted, intervention__statut__in=OUVERTES)
    found: dict[int, Creneau] = {}
    for row in rows.select_related("intervention").order_by("-date_debut", "-pk"):
        found[row.plan_id or 0] = row
    return found


def plans_actifs(equipement_id: int) -> QuerySet[Plan, Any]:
    """The plans of a machine that go on."""
    rows = Plan.objects.select_related("entree")
    return rows.filter(entree__equipement_id=equipement_id, actif=True)


def techniciens_en_activite(user: Any, technicien_id: str = "") -> QuerySet[Technicien, Any]:
    """Those who may be given work; with `technicien_id` that one alone."""
    rows = Technicien.objects.visible_to(user).filter(archive_le__isnull=True, user__is_active=True)
    return rows.filter(pk=technicien_id) if technicien_id else rows


def techniciens_en_charge(rows: QuerySet[Technicien, Any], user: Any) -> QuerySet[Technicien, Any]:
    """Those whose load `user` reads, by name: all who are at work, or a technicien itself."""
    if user.role == Role.TECHNICIEN:
        rows = rows.filter(pk=technicien_id_de(user) or 0)
    active = rows.filter(archive_le=None, user__is_active=True)
    return active.select_related("user").order_by("user__full_name", "pk")

"""Panels about technicians on the pages of accounts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from comptes.choices import Role
from comptes.models import Utilisateur
from techniciens.models import Technicien
from techniciens.permissions import peut_gerer


def successeurs(request: HttpRequest, partant: Any) -> Mapping[str, Any]:
    """Who may take over from a leaver (an account or a profile): the active others."""
    account = partant.pk if isinstance(partant, Utilisateur) else partant.user_id
    rows = Technicien.objects.visible_to(request.user).filter(
        archive_le__isnull=True, user__is_active=True
    )
    others = rows.exclude(user_id=account).select_related("user").order_by("user__full_name")
    return {"techniciens": others, "choisi": request.POST.get("successeur_id", "")}


def profil_du_compte(request: HttpRequest, compte: Utilisateur) -> Mapping[str, Any] | None:
    """On an account of role technicien: its profile, or the way to create it."""
    if compte.role != Role.TECHNICIEN:
        return None
    rows = Technicien.objects.visible_to(request.user).filter(user=compte)
    return {"technicien": rows.first(), "gerer": peut_gerer(request.user)}

"""Panels about client firms on the pages of accounts."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from clients.models import Client
from comptes.choices import Role
from comptes.models import Utilisateur


def entreprises_du_compte(request: HttpRequest, compte: Utilisateur) -> Mapping[str, Any] | None:
    """On an account of role client: the firms that it signs in for."""
    if compte.role != Role.CLIENT:
        return None
    rows = Client.objects.visible_to(request.user)
    own = rows.filter(Q(user=compte) | Q(contacts__user=compte)).distinct()
    return {"entreprises": own.only("nom_entreprise", "ville")}

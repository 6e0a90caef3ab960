"""Panels about machines on the pages of the apps below."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from clients.models import Client
from equipements import arbre
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from equipements.permissions import peut_gerer


def machines_du_client(request: HttpRequest, client: Client) -> Mapping[str, Any]:
    """On a firm's page: the tree of its machines from its sites, and how many in each state."""
    user = request.user
    rows = Equipement.objects.visible_to(user).filter(client=client, archive_le__isnull=True)
    counts = dict(rows.order_by().values_list("statut").annotate(n=Count("pk")))
    states = [(s.value, s.label, counts[s.value]) for s in StatutEquipement if s.value in counts]
    total = sum(counts.values())
    query = urlencode({"client_id": client.pk})
    return {
        "niveau": arbre.premiers_sites(user, client) if total else None,
        "etats": states,
        "total": total,
        "toutes": f"{reverse('equipements:liste')}?{query}",
        "etiquettes": f"{reverse('equipements:etiquettes')}?{query}",
        "gerer": peut_gerer(user) and client.archive_le is None,
    }

"""Panels about machines on the pages of the apps below."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from clients.models import Client
from equipements import arbre
from equipements.choices import StatutEquipement
from equipements.permissions import peut_gerer


def machines_du_client(request: HttpRequest, client: Client) -> Mapping[str, Any]:
    """On a firm's page: the tree of its machines from its sites, and how many in each state."""
    user = request.user
    park = arbre.parc(user, client)
    states = [(s.value, s.label, park.etats[s]) for s in StatutEquipement if s.value in park.etats]
    query = urlencode({"client_id": client.pk})
    return {
        "niveau": park,
        "etats": states,
        "total": sum(park.etats.values()),
        "arborescence": f"{reverse('equipements:arbre')}?client={client.pk}",
        "toutes": f"{reverse('equipements:liste')}?{query}",
        "etiquettes": f"{reverse('equipements:etiquettes')}?{query}",
        "gerer": peut_gerer(user) and client.archive_le is None,
    }

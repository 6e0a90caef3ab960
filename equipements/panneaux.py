"""Panels about machines on the pages of the apps below."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, IntegerField, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from clients.models import Client
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from equipements.permissions import peut_gerer

MACHINES_MAX = 10

# What stands still is read first.
_URGENCE = Case(
    When(statut=StatutEquipement.PANNE, then=0),
    When(statut=StatutEquipement.MAINTENANCE, then=1),
    default=2,
    output_field=IntegerField(),
)


def machines_du_client(request: HttpRequest, client: Client) -> Mapping[str, Any]:
    """On a firm's page: its machines, those in trouble first, and how many in each state."""
    user = request.user
    rows = Equipement.objects.visible_to(user).filter(client=client, archive_le__isnull=True)
    counts = dict(rows.order_by().values_list("statut").annotate(n=Count("pk")))
    states = [(s.value, s.label, counts[s.value]) for s in StatutEquipement if s.value in counts]
    first = rows.select_related("site").order_by(_URGENCE, "nom", "pk")
    return {
        "machines": first.only("nom", "statut", "localisation", "site__nom")[:MACHINES_MAX],
        "etats": states,
        "total": sum(counts.values()),
        "affichees": MACHINES_MAX,
        "toutes": f"{reverse('equipements:liste')}?{urlencode({'client_id': client.pk})}",
        "gerer": peut_gerer(user) and client.archive_le is None,
    }

"""Panels about machines on the pages of the apps below, and about meters on a machine's."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from clients.models import Client
from equipements import arbre
from equipements.choices import StatutEquipement
from equipements.courbe import courbe
from equipements.models import Compteur, Equipement
from equipements.permissions import peut_gerer, peut_relever
from equipements.selectors import recents

# Points of a curve, and lines of the table beside it.
POINTS, RELEVES = 24, 4


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


def compteurs_de_la_machine(request: HttpRequest, machine: Equipement) -> Mapping[str, Any] | None:
    """Where each meter stands and how it got there; None where there is nothing to see or to do."""
    user, alive = request.user, machine.archive_le is None
    meters = list(Compteur.objects.visible_to(user).filter(equipement=machine))
    manages = peut_gerer(user) and alive
    if not meters and not manages:
        return None
    known = recents([meter.pk for meter in meters], POINTS)
    return {
        "compteurs": [
            {
                "compteur": meter,
                "releves": known[meter.pk][:RELEVES],
                "courbe": courbe(known[meter.pk]),
            }
            for meter in sorted(meters, key=lambda m: not m.actif)
        ],
        "releve": peut_relever(user) and alive,
        "gerer": manages,
    }

"""What the pages of interventions share: the row, where to go back, forms refused by services."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.lignes import trouver
from interventions.models import Intervention


def lire(pk: int, user: Any) -> Intervention:
    """The intervention with the names that pages show, or 404."""
    rows = Intervention.objects.select_related(
        "equipement", "client", "technicien__user", "cree_par", "suite_de"
    ).defer("recherche")
    return trouver(rows, pk, user)


def adresse(intervention: Intervention) -> str:
    """Its page."""
    return reverse("interventions:fiche", args=[intervention.pk])


def retour(request: HttpRequest, demande: str, defaut: str) -> str:
    """Where to go after an act: a path of ours that the form carried, else `defaut`."""
    safe = url_has_allowed_host_and_scheme(
        demande, allowed_hosts=None, require_https=request.is_secure()
    )
    return demande if safe and demande.startswith("/") else defaut

"""Panels about interventions on the pages of the apps below."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from clients.models import Client
from comptes.choices import Role
from equipements.models import Equipement
from interventions.models import Intervention
from interventions.presentation.liste import COLONNES, lignes
from interventions.selectors import passe_technique
from interventions.workflow import OUVERTES
from techniciens.models import Technicien

MONTREES = 8


def _liste(**filtres: Any) -> str:
    return f"{reverse('interventions:liste')}?{urlencode(filtres)}"


def _dernieres(rows: QuerySet[Intervention]) -> list[Any]:
    return lignes(rows.order_by("-id").values(*COLONNES)[:MONTREES])


def du_client(request: HttpRequest, client: Client) -> Mapping[str, Any]:
    """On a firm's page: its latest interventions, as far as the reader may see them."""
    rows = Intervention.objects.visible_to(request.user).filter(client=client)
    return {
        "lignes": _dernieres(rows),
        "toutes": _liste(client_id=client.pk),
        "avec_machine": True,
    }


def de_l_equipement(request: HttpRequest, equipement: Equipement) -> Mapping[str, Any]:
    """On a machine's page: the visible interventions; for a technician also what others did."""
    user: Any = request.user
    rows = Intervention.objects.visible_to(user).filter(equipement=equipement)
    seen = _dernieres(rows)
    past: list[Intervention] = []
    if user.role == Role.TECHNICIEN:
        others = passe_technique(equipement).exclude(pk__in=rows.values("pk"))
        past = list(others.order_by("-date_fin", "-id")[:MONTREES])
    return {
        "lignes": seen,
        "passe": past,
        "toutes": _liste(equipement_id=equipement.pk),
        "avec_machine": False,
    }


def du_technicien(request: HttpRequest, technicien: Technicien) -> Mapping[str, Any]:
    """On a technician's page: the open work it holds, as far as the reader may see it."""
    rows = Intervention.objects.visible_to(request.user).filter(
        technicien=technicien, statut__in=OUVERTES
    )
    return {
        "lignes": _dernieres(rows),
        "toutes": _liste(technicien_id=technicien.pk, ouvertes="true"),
        "avec_machine": True,
    }

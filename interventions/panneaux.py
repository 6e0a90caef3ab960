"""Panels about interventions on the pages of the apps below."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Client
from comptes.choices import Role
from equipements.models import Equipement
from interventions.choices import Statut
from interventions.indicateurs import arrets_de, disponibilite
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


@dataclass(frozen=True)
class Compteur:
    """A figure that opens the list that makes it."""

    nombre: int
    libelle: Any
    lien: str
    alerte: bool = False


def _compteurs(request: HttpRequest, **filtre: Any) -> Mapping[str, Any]:
    """Open and closed work of a client, machine or technician, as far as the reader sees it."""
    rows = Intervention.objects.visible_to(request.user).filter(**filtre).order_by()
    counts = dict(rows.values_list("statut").annotate(n=Count("pk")))
    open_, closed = sum(counts.get(s, 0) for s in OUVERTES), counts.get(Statut.CLOTUREE, 0)
    waiting = counts.get(Statut.OUVERTE, 0)
    figures = [
        Compteur(
            open_,
            ngettext("Intervention ouverte", "Interventions ouvertes", open_),
            _liste(**filtre, ouvertes="true"),
        ),
        Compteur(waiting, _("À affecter"), _liste(**filtre, statut=Statut.OUVERTE.value)),
        Compteur(
            closed,
            ngettext("Clôturée", "Clôturées", closed),
            _liste(**filtre, statut=Statut.CLOTUREE.value),
        ),
    ]
    if "technicien_id" in filtre:
        del figures[1]  # what a technician holds is assigned
    return {"compteurs": figures}


def compteurs_du_client(request: HttpRequest, client: Client) -> Mapping[str, Any]:
    """At the head of a firm's page."""
    return _compteurs(request, client_id=client.pk)


def compteurs_de_l_equipement(request: HttpRequest, equipement: Equipement) -> Mapping[str, Any]:
    """At the head of a machine's page."""
    return _compteurs(request, equipement_id=equipement.pk)


def compteurs_du_technicien(request: HttpRequest, technicien: Technicien) -> Mapping[str, Any]:
    """At the head of a technician's page."""
    return _compteurs(request, technicien_id=technicien.pk)


def arrets_de_l_equipement(request: HttpRequest, equipement: Equipement) -> Mapping[str, Any]:
    """On a machine's page: how available it was over a year, and each time that it stood still."""
    user = request.user
    rows = arrets_de(equipement, user)
    orders = {row.intervention_id for row in rows if row.intervention_id is not None}
    seen = Intervention.objects.visible_to(user).filter(pk__in=orders)
    visible = set(seen.values_list("pk", flat=True)) if orders else set()
    return {
        "mesure": disponibilite(equipement, rows),
        "arrets": [(row, row.intervention_id in visible) for row in rows[:MONTREES]],
        "autres": max(0, len(rows) - MONTREES),
    }

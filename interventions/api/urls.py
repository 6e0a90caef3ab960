"""Routes of interventions and of a machine's work; mounted under /api/v1/."""

from typing import Any

from django.urls import path

from interventions.api.viewsets import (
    VueCommentaires,
    VueHistorique,
    VueInterventions,
    VuePasse,
    VueTravaux,
)

_LISTE: dict[str, Any] = {"get": "list"}

urlpatterns = [
    path(
        "interventions/",
        VueInterventions.as_view({"get": "list", "post": "create"}),
        name="interventions-list",
    ),
    path("filters/interventions", VueInterventions.as_view(_LISTE), name="interventions-filtres"),
    path(
        "interventions/<str:pk>",
        VueInterventions.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="interventions-detail",
    ),
    path(
        "interventions/<str:pk>/statut",
        VueInterventions.as_view({"patch": "changer_statut"}),
        name="interventions-statut",
    ),
    path(
        "interventions/<str:pk>/actions/<str:action>",
        VueInterventions.as_view({"post": "agir"}),
        name="interventions-action",
    ),
    path(
        "interventions/<str:intervention_pk>/historique",
        VueHistorique.as_view(_LISTE),
        name="interventions-historique",
    ),
    path(
        "interventions/<str:intervention_pk>/commentaires",
        VueCommentaires.as_view({"get": "list", "post": "create"}),
        name="interventions-commentaires",
    ),
    path(
        "equipements/<str:equipement_pk>/interventions",
        VueTravaux.as_view(_LISTE),
        name="equipements-interventions",
    ),
    path(
        "equipements/<str:equipement_pk>/historique",
        VuePasse.as_view(_LISTE),
        name="equipements-historique",
    ),
]

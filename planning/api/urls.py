"""Routes of the planning; mounted under /api/v1/."""

from typing import Any

from django.urls import path

from planning.api.preventif import VueOccurrences, VuePrevisions
from planning.api.viewsets import VueAbsences, VueCreneaux, VuePlanning, VuePlans

_COLLECTION: dict[str, Any] = {"get": "list", "post": "create"}
_LIGNE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("planning/", VuePlanning.as_view(_COLLECTION), name="planning-list"),
    path(
        "planning/previsions",
        VuePrevisions.as_view({"get": "previsions"}),
        name="planning-previsions",
    ),
    path(
        "planning/<str:pk>",
        VuePlanning.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="planning-detail",
    ),
    path(
        "planning/<str:pk>/dates",
        VuePlanning.as_view({"patch": "deplacer"}),
        name="planning-dates",
    ),
    path(
        "plans/<str:plan_pk>/occurrences",
        VueOccurrences.as_view({"get": "list"}),
        name="plans-occurrences",
    ),
    path(
        "plans/<str:plan_pk>/occurrences/<str:echeance>/sauter",
        VueOccurrences.as_view({"post": "sauter"}),
        name="plans-sauter",
    ),
    path(
        "plans/<str:plan_pk>/generer",
        VueOccurrences.as_view({"post": "generer"}),
        name="plans-generer",
    ),
    path("plans/", VuePlans.as_view(_COLLECTION), name="plans-list"),
    path("plans/<str:pk>", VuePlans.as_view(_LIGNE), name="plans-detail"),
    path("creneaux/", VueCreneaux.as_view(_COLLECTION), name="creneaux-list"),
    path("creneaux/<str:pk>", VueCreneaux.as_view(_LIGNE), name="creneaux-detail"),
    path(
        "creneaux/<str:pk>/confirmer",
        VueCreneaux.as_view({"post": "confirmer"}),
        name="creneaux-confirmer",
    ),
    path("absences/", VueAbsences.as_view(_COLLECTION), name="absences-list"),
    path("absences/<str:pk>", VueAbsences.as_view(_LIGNE), name="absences-detail"),
]

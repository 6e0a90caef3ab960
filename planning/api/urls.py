"""Routes of the planning; mounted under /api/v1/."""

from typing import Any

from django.urls import path

from planning.api.absences import VueAbsences
from planning.api.agenda import VueAgenda
from planning.api.charge import VueCharge, VueSuggestions
from planning.api.disponibilites import VueDisponibilites
from planning.api.horaires import VueFeries, VueHoraires
from planning.api.modeles import VueModeles
from planning.api.preventif import VueOccurrences, VuePrevisions
from planning.api.seances import VueSeances
from planning.api.viewsets import VueCreneaux, VuePlanning, VuePlans

_COLLECTION: dict[str, Any] = {"get": "list", "post": "create"}
_LIGNE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("planning/", VuePlanning.as_view(_COLLECTION), name="planning-list"),
    # Before the number.
    path("planning/charge", VueCharge.as_view({"get": "charge"}), name="planning-charge"),
    path(
        "interventions/<str:intervention_pk>/suggestions",
        VueSuggestions.as_view({"get": "suggerer"}),
        name="interventions-suggestions",
    ),
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
    path("modeles-plans/", VueModeles.as_view(_COLLECTION), name="modeles-list"),
    path("modeles-plans/<str:pk>", VueModeles.as_view(_LIGNE), name="modeles-detail"),
    path("creneaux/", VueCreneaux.as_view(_COLLECTION), name="creneaux-list"),
    path("creneaux/<str:pk>", VueCreneaux.as_view(_LIGNE), name="creneaux-detail"),
    path(
        "creneaux/<str:pk>/confirmer",
        VueCreneaux.as_view({"post": "confirmer"}),
        name="creneaux-confirmer",
    ),
    path("absences/", VueAbsences.as_view(_COLLECTION), name="absences-list"),
    path("absences/<str:pk>", VueAbsences.as_view(_LIGNE), name="absences-detail"),
    path(
        "techniciens/<str:pk>/disponibilites",
        VueDisponibilites.as_view({"get": "disponibilites"}),
        name="techniciens-disponibilites",
    ),
    path(
        "techniciens/<str:pk>/agenda",
        VueAgenda.as_view({"post": "create", "delete": "destroy"}),
        name="techniciens-agenda",
    ),
    path("creneaux/<str:creneau_pk>/seances", VueSeances.as_view(_COLLECTION), name="seances-list"),
    path(
        "creneaux/<str:creneau_pk>/seances/<str:pk>",
        VueSeances.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="seances-detail",
    ),
    path("horaires/", VueHoraires.as_view(_COLLECTION), name="horaires-list"),
    path("horaires/<str:pk>", VueHoraires.as_view({"delete": "destroy"}), name="horaires-detail"),
    path("jours-feries/", VueFeries.as_view(_COLLECTION), name="feries-list"),
    path("jours-feries/<str:pk>", VueFeries.as_view({"delete": "destroy"}), name="feries-detail"),
]

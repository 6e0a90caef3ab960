"""Routes of technicians; the project mounts them under /api/v1/."""

from typing import Any

from django.urls import path

from techniciens.api.viewsets import VueCompetences, VueTechniciens

_COLLECTION: dict[str, Any] = {"get": "list", "post": "create"}

urlpatterns = [
    path("techniciens/", VueTechniciens.as_view(_COLLECTION), name="techniciens-list"),
    # Before the ids: "competences" is a word of its own there.
    path("techniciens/competences", VueCompetences.as_view(_COLLECTION), name="competences-list"),
    path(
        "techniciens/competences/<str:pk>",
        VueCompetences.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="competences-detail",
    ),
    path(
        "techniciens/<str:pk>",
        VueTechniciens.as_view(
            {"get": "retrieve", "put": "update", "patch": "update", "delete": "destroy"}
        ),
        name="techniciens-detail",
    ),
    path(
        "techniciens/<str:pk>/competences/<str:competence_pk>",
        VueTechniciens.as_view({"put": "definir_competence", "delete": "retirer_competence"}),
        name="techniciens-competence",
    ),
]

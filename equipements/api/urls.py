"""Routes of machines and their meters; the project mounts them under /api/v1/."""

from django.urls import path

from equipements.api.compteurs import VueCompteurs, VueLotReleves, VueReleves
from equipements.api.viewsets import VueEquipements, VueFamilles

_LISTE = VueEquipements.as_view({"get": "list", "post": "create"})

urlpatterns = [
    path("equipements/", _LISTE, name="equipements-list"),
    path(
        "filters/equipements",
        VueEquipements.as_view({"get": "list"}),
        name="equipements-filtres",
    ),
    # Before the ids: "familles" is a word of its own there.
    path(
        "equipements/familles",
        VueFamilles.as_view({"get": "list", "post": "create"}),
        name="familles-list",
    ),
    path(
        "equipements/familles/<str:pk>",
        VueFamilles.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="familles-detail",
    ),
    path(
        "equipements/<str:pk>",
        VueEquipements.as_view(
            {"get": "retrieve", "put": "update", "patch": "update", "delete": "destroy"}
        ),
        name="equipements-detail",
    ),
    path(
        "compteurs/",
        VueCompteurs.as_view({"get": "list", "post": "create"}),
        name="compteurs-list",
    ),
    path(
        "compteurs/<str:pk>",
        VueCompteurs.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="compteurs-detail",
    ),
    path(
        "compteurs/<str:compteur_pk>/releves",
        VueReleves.as_view({"get": "list", "post": "create"}),
        name="compteurs-releves",
    ),
    path("releves/lot", VueLotReleves.as_view({"post": "create"}), name="releves-lot"),
]

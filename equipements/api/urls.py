"""Routes of machines; the project mounts them under /api/v1/."""

from django.urls import path

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
]

"""Routes of machines; the project mounts them under /api/v1/."""

from django.urls import path

from equipements.api.viewsets import VueEquipements

_LISTE = VueEquipements.as_view({"get": "list", "post": "create"})

urlpatterns = [
    path("equipements/", _LISTE, name="equipements-list"),
    path(
        "filters/equipements",
        VueEquipements.as_view({"get": "list"}),
        name="equipements-filtres",
    ),
    path(
        "equipements/<str:pk>",
        VueEquipements.as_view(
            {"get": "retrieve", "put": "update", "patch": "update", "delete": "destroy"}
        ),
        name="equipements-detail",
    ),
]

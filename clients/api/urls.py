"""Routes of firms; the project mounts them under /api/v1/."""

from typing import Any

from django.urls import path

from clients.api.viewsets import VueClients, VueContacts, VueSites

_COLLECTION: dict[str, Any] = {"get": "list", "post": "create"}
_LIGNE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("clients/", VueClients.as_view(_COLLECTION), name="clients-list"),
    path("clients/<str:pk>", VueClients.as_view(_LIGNE), name="clients-detail"),
    path(
        "clients/<str:pk>/comptes",
        VueClients.as_view({"post": "ouvrir_compte"}),
        name="clients-comptes",
    ),
    path("clients/<str:client_pk>/sites", VueSites.as_view(_COLLECTION), name="clients-sites"),
    path("clients/<str:client_pk>/sites/<str:pk>", VueSites.as_view(_LIGNE), name="clients-site"),
    path(
        "clients/<str:client_pk>/contacts",
        VueContacts.as_view(_COLLECTION),
        name="clients-contacts",
    ),
    path(
        "clients/<str:client_pk>/contacts/<str:pk>",
        VueContacts.as_view(_LIGNE),
        name="clients-contact",
    ),
]

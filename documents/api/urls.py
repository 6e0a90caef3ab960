"""Routes of documents; mounted under /api/v1/."""

from django.urls import path

from documents.api.viewsets import VueDocuments, VueFichier

_DEPOT = VueDocuments.as_view({"get": "list", "post": "create"})

urlpatterns = [
    path("documents/", _DEPOT, name="documents-list"),
    path("documents/upload", VueDocuments.as_view({"post": "create"}), name="documents-upload"),
    path("documents/fichier/<str:signature>", VueFichier.as_view(), name="documents-fichier"),
    path(
        "documents/<str:pk>",
        VueDocuments.as_view({"get": "d_une_intervention", "delete": "destroy"}),
        name="documents-detail",
    ),
]

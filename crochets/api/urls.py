"""Routes of webhooks; mounted under /api/v1/."""

from django.urls import path

from crochets.api.viewsets import VueCrochets, VueEnvois

urlpatterns = [
    path(
        "crochets/",
        VueCrochets.as_view({"get": "list", "post": "create"}),
        name="crochets-list",
    ),
    path(
        "crochets/<str:pk>",
        VueCrochets.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="crochets-detail",
    ),
    path(
        "crochets/<str:pk>/secret",
        VueCrochets.as_view({"put": "changer_secret"}),
        name="crochets-secret",
    ),
    path(
        "crochets/<str:crochet_pk>/envois",
        VueEnvois.as_view({"get": "list"}),
        name="crochets-envois",
    ),
    path(
        "crochets/<str:crochet_pk>/tester",
        VueEnvois.as_view({"post": "tester"}),
        name="crochets-tester",
    ),
]

"""Every route: pages under /gestion/, the API under /api/v1/, the admin under /admin/."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

handler400 = "core.erreurs_vues.handler400"
handler403 = "core.erreurs_vues.handler403"
handler404 = "core.erreurs_vues.handler404"
handler500 = "core.erreurs_vues.handler500"

API = [
    path("", include("core.api.urls")),
    path("", include("comptes.api.urls")),
    path("", include("clients.api.urls")),
    path("", include("techniciens.api.urls")),
    path("", include("equipements.api.urls")),
    path("", include("interventions.api.urls")),
    path("", include("planning.api.urls")),
    path("", include("documents.api.urls")),
    path("", include("pilotage.api.urls")),
    path("", include("notifications.api.urls")),
]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="pilotage:accueil"), name="racine"),
    path("", include("core.urls")),
    path("api/v1/", include((API, "api"))),
    path("gestion/", include("pilotage.urls")),
    path("gestion/", include("comptes.urls")),
    path("gestion/interventions/", include("interventions.urls")),
    path("gestion/equipements/", include("equipements.urls")),
    path("gestion/clients/", include("clients.urls")),
    path("gestion/techniciens/", include("techniciens.urls")),
    path("gestion/planning/", include("planning.urls")),
    path("gestion/notifications/", include("notifications.urls")),
    path("gestion/listes/", include("listes.urls")),
    path("agenda/", include("planning.urls_agenda")),
    path("e/", include("equipements.urls_etiquettes")),
    path("admin/", admin.site.urls),
    # Old clients call the API at the root; each answer says where it has moved.
    path("", include((API, "api"), namespace="racine")),
]

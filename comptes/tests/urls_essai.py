"""Routes for tests of sign-in: the API's, the public page, one page behind it, the admin."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.routes_publiques import nom_de_route

handler400 = "core.erreurs_vues.handler400"
handler403 = "core.erreurs_vues.handler403"
handler404 = "core.erreurs_vues.handler404"
handler500 = "core.erreurs_vues.handler500"


def page(request: HttpRequest) -> HttpResponse:
    match = request.resolver_match
    return HttpResponse(nom_de_route(match) if match else "")


PAGES = [path("accueil/", page, name="accueil")]
API = [path("", include("comptes.api.urls"))]

urlpatterns = [
    path("", include("core.urls")),
    path("api/v1/", include((API, "api"))),
    path("gestion/", include("comptes.urls")),
    path("gestion/", include((PAGES, "pilotage"))),
    path("admin/", admin.site.urls),
    path("", page, name="racine"),
    path("", include((API, "api"), namespace="racine_api")),
]

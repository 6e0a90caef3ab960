"""Routes for tests of the boundary and the API kernel: a viewset over a real table, some pages."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import include, path
from django.utils import timezone, translation
from django.views.decorators.http import require_GET
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from core.api import champs
from core.api.serialiseurs import SerialiseurSortie, SerialiseurStrict
from core.api.versions import version_vue
from core.api.vues import VueApi, VueModele
from core.contexte import contexte_courant
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide, VersionPerimee
from core.filtres import FiltreId, FiltresStricts

# By name, because the kernel may not import the apps above it.
Competence: Any = apps.get_model("techniciens", "Competence")
Technicien: Any = apps.get_model("techniciens", "Technicien")
Niveau = dict(Competence._meta.get_field("niveau_requis").choices)

handler400 = "core.erreurs_vues.handler400"
handler403 = "core.erreurs_vues.handler403"
handler404 = "core.erreurs_vues.handler404"
handler500 = "core.erreurs_vues.handler500"


class Entree(SerialiseurStrict):
    """One field of each strict type, over the columns of a skill and beside them."""

    nom = champs.Texte(max_length=100)
    description = champs.Texte(max_length=255, required=False, allow_blank=True)
    niveau_requis = champs.Choix(choices=list(Niveau), required=False)
    numero = champs.EntierId(required=False)
    note = champs.Entier(min_value=1, max_value=5, required=False, allow_null=True)
    quand = champs.Instant(required=False)
    jour = champs.Jour(required=False)
    montant = champs.DecimalStrict(max_digits=12, decimal_places=2, required=False)
    actif = champs.Booleen(required=False)
    courriel = champs.Courriel(required=False)
    faits = champs.ObjetPlat(required=False)
    lien: Any = champs.Lien(queryset=Competence.objects.all(), required=False)
    liens = champs.Liens(queryset=Competence.objects.all(), required=False)


class Sortie(SerialiseurSortie[Any]):
    class Meta:
        model = Competence
        fields = ("id", "nom", "description", "niveau_requis")


class FiltresCompetence(FiltresStricts):
    technicien_id = FiltreId(field_name="techniciens")

    class Meta:
        model = Competence
        fields = {"niveau_requis": ["exact"], "nom": ["exact"], "id": ["exact"]}


class Competences(VueModele[Any]):
    modele = Competence
    serializer_class = Sortie
    filtres = FiltresCompetence
    tris = {"nom": "nom", "niveau": "niveau_requis"}
    recherche_colonnes = ("nom", "description")

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.detail_de(self.get_object())

    def _lire(self, request: Request, *, partial: bool = False) -> dict[str, Any]:
        entry = Entree(data=request.data, partial=partial, context={"request": request})
        entry.is_valid(raise_exception=True)
        names = {"nom", "description", "niveau_requis"}
        return {k: v for k, v in entry.validated_data.items() if k in names}

    def create(self, request: Request) -> Response:
        with transaction.atomic():
            row = Competence.objects.create(**self._lire(request))
        return self.detail_de(row, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        version_vue(request, row)
        for name, value in self._lire(request, partial=True).items():
            setattr(row, name, value)
        with transaction.atomic():
            row.save()
        return self.detail_de(row)

    def destroy(self, request: Request, pk: str) -> Response:
        self.get_object().delete()
        return self.rien()


class SortieTechnicien(SerialiseurSortie[Any]):
    nom = champs.Texte(source="user.full_name")
    courriel = champs.Texte(source="user.email")
    resume = champs.Texte(source="specialite")

    class Meta:
        model = Technicien
        fields = ("id", "nom", "courriel", "resume", "equipe", "disponibilite", "date_embauche")

    colonnes_de = {"resume": ("specialite", "notes_competences")}


class FiltresTechnicien(FiltresStricts):
    class Meta:
        model = Technicien
        fields = ["equipe", "disponibilite", "user__email"]


class Techniciens(VueModele[Any]):
    modele = Technicien
    serializer_class = SortieTechnicien
    filtres = FiltresTechnicien
    tris = {"equipe": "equipe", "disponibilite": "disponibilite", "courriel": "user__email"}
    recherche_colonnes = ("specialite", "notes_competences", "user__email")

    def preparer(self, rows: Any) -> Any:
        return rows.select_related("user")

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.detail_de(self.get_object())

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        body = dict(request.data)
        return Response({"version": version_vue(request, row, body.get("version"))})


ERREURS: dict[str, Exception] = {
    "invalide": Invalide("Non.", {"nom": ["Trop court."]}),
    "interdit": Interdit("Pas vous."),
    "introuvable": Introuvable("Rien."),
    "conflit": Conflit("Trop tard.", etat={"statut": "cloturee", "version": 3, "actions": ["a"]}),
    "perimee": VersionPerimee("Changé.", etat={"version": 4}),
    "domaine": DomainError("Substitut \ud800."),
    "http404": Http404("No Secret matches the given query."),
    "permission": PermissionDenied("secret"),
    "integrite": IntegrityError("UNIQUE constraint failed: users.secret"),
    "donnees": DataError("secret"),
    "depassement": OverflowError("secret"),
    "base": OperationalError("database is locked"),
    "validation": ValidationError({"nom": ["Trop long."]}),
    "validation_simple": ValidationError("Ensemble impossible."),
    "limite": exceptions.Throttled(wait=2.5),
    "indisponible": exceptions.APIException("panne"),
    "imprevu": RuntimeError("secret"),
}


class Erreurs(VueApi):
    def get(self, request: Request, nom: str) -> Response:
        raise ERREURS[nom]


class Contexte(VueApi):
    def get(self, request: Request) -> Response:
        contexte = contexte_courant()
        return Response({"canal": contexte.canal, "request_id": contexte.request_id})


def page(request: HttpRequest) -> HttpResponse:
    request.POST.get("x")
    return HttpResponse(f"page {contexte_courant().canal} {request.path}")


def page_erreur(request: HttpRequest, nom: str) -> HttpResponse:
    raise ERREURS[nom]


def page_langue(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")


@require_GET
def page_get(request: HttpRequest) -> HttpResponse:
    return HttpResponse("lue")


def page_souple(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("souple")
    response.politique = "default-src 'self'"  # type: ignore[attr-defined]
    return response


def page_flux(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([b"a"], status=400)


routeur = SimpleRouter()
routeur.register("competences", Competences, basename="competence")
routeur.register("techniciens", Techniciens, basename="technicien")

API = [
    path("erreurs/<str:nom>", Erreurs.as_view(), name="erreurs"),
    path("contexte", Contexte.as_view(), name="contexte"),
    *routeur.urls,
]
PUBLIQUES = [path("connexion", page, name="connexion")]
PAGES = [
    path("", page, name="accueil"),
    path("avec/", page, name="avec"),
    path("sans", page, name="sans"),
    path("langue", page_langue, name="langue"),
    path("get", page_get, name="get"),
    path("souple", page_souple, name="souple"),
    path("flux", page_flux, name="flux"),
    path("erreurs/<str:nom>", page_erreur, name="erreurs"),
]

urlpatterns = [
    path("", include("core.urls")),
    path("api/v1/", include((API, "api"))),
    path("gestion/", include((PUBLIQUES, "comptes"))),
    path("gestion/", include((PAGES, "pilotage"))),
    path("", include((API, "api"), namespace="racine")),
]

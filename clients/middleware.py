"""« Voir comme le client » on each page: the eyes are swapped, the hands are tied."""

from collections.abc import Callable
from contextlib import ExitStack
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from clients.vue_comme import Fin, Vue, VueCourante, lecture_seule, terminer, verifier, vue_de
from core.aiguillage import est_api, vue_api
from core.erreurs_vues import handler404
from core.errors import Interdit
from core.routes_publiques import est_publique, nom_de_route

Suite = Callable[[HttpRequest], HttpResponseBase]

QUITTER = "clients:quitter_vue"
DECONNEXION = "comptes:deconnexion"
# Public, yet it shows a machine to those who may see it.
ETIQUETTE = "etiquette"
# Where that person signs in from is theirs and the administrators' alone.
SESSIONS = "comptes:sessions"
_LECTURE = frozenset({"GET", "HEAD"})


def _concernee(match: ResolverMatch | None) -> bool:
    """Pages that ask who is there; the API knows tokens only and never sees a session."""
    if match is None or vue_api(match):
        return False
    return not est_publique(match) or nom_de_route(match) == ETIQUETTE


class VueCommeMiddleware:
    """Checks the view of the session, then shows the page as the account sees it, read-only."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as portee:
            request.__dict__["_portee"] = portee
            response = self.get_response(request)
            if response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match is None:
                return self._nulle_part(request) or response
            return response

    def _nulle_part(self, request: HttpRequest) -> HttpResponseBase | None:
        """An address that leads nowhere passes no `process_view`, and its page has a menu too."""
        view = None if est_api(request) else vue_de(request)
        found = verifier(request.user, view) if view is not None else None
        if not isinstance(found, VueCourante):
            return None
        self._yeux(request, found)
        return handler404(request)

    def process_view(self, request: HttpRequest, *_vue: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        view = vue_de(request) if match is not None and _concernee(match) else None
        if match is None or view is None:
            return None
        if nom_de_route(match) == DECONNEXION:
            terminer(request, view, Fin.DECONNEXION)
            return None
        found = verifier(request.user, view)
        if isinstance(found, Fin):
            return self._finir(request, view, found)
        leaving = nom_de_route(match) == QUITTER and request.method == "POST"
        return None if leaving else self._montrer(request, found, match)

    def _finir(self, request: HttpRequest, view: Vue, raison: Fin) -> HttpResponseBase | None:
        """Back to oneself; what was sent from a page of the client's is not done."""
        terminer(request, view, raison)
        text = (
            _("La vue comme le client a pris fin : elle dure 30 minutes.")
            if raison is Fin.EXPIREE
            else _("La vue comme le client a pris fin : ce compte ou vos droits ont changé.")
        )
        if request.method not in _LECTURE:
            return self._refuser(request, text)
        messages.info(request, text)
        return redirect("racine")

    def _montrer(
        self, request: HttpRequest, courante: VueCourante, match: ResolverMatch
    ) -> HttpResponseBase | None:
        self._yeux(request, courante)
        if "admin" in match.app_names:
            text = _("L’administration est fermée pendant que vous regardez comme le client.")
            return self._refuser(request, text)
        if nom_de_route(match) == SESSIONS:
            return self._refuser(request, _("Les appareils de cette personne ne se montrent pas."))
        if request.method not in _LECTURE:
            text = _("Vous regardez comme %(nom)s : rien ne peut être envoyé ni modifié.")
            return self._refuser(request, text % {"nom": courante.compte})
        request.__dict__["_portee"].enter_context(lecture_seule(connection))
        return None

    @staticmethod
    def _yeux(request: HttpRequest, courante: VueCourante) -> None:
        request.__dict__["vue_comme"] = courante
        request.user = courante.compte

        async def compte() -> Any:
            return courante.compte

        request.auser = compte

    @staticmethod
    def _refuser(request: HttpRequest, detail: str) -> HttpResponse:
        context = {"detail": detail}
        status = Interdit.statut_http
        return render(request, "clients/vue_refusee.html", context, status=status)

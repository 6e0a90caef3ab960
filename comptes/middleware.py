"""Pages: who is signed in, signed in by default, in the person's language, on Casablanca's clock.

The API is not concerned: DRF asks for a token itself, and its base view refuses strangers.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from comptes import sessions
from core.aiguillage import vue_api
from core.routes_publiques import est_publique

Suite = Callable[[HttpRequest], HttpResponseBase]


class AuthentificationMiddleware(AuthenticationMiddleware):
    """`request.user` by our session row, which decides at each request; read when first asked."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        known: list[Any] = []

        def user() -> Any:
            if not known:
                known.append(sessions.du_navigateur(request.session) or AnonymousUser())
            return known[0]

        request.user = SimpleLazyObject(user)  # type: ignore[assignment]
        request.auser = sync_to_async(user)


class PreferencesMiddleware:
    """The language of the person's account, and the firm's time zone."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(settings.LANGUAGE_CODE), timezone.override(settings.TIME_ZONE):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_vue: Any) -> None:
        """Public pages and the API do not open the session."""
        match = request.resolver_match
        if est_publique(match) or vue_api(match):
            return
        if request.user.is_authenticated:
            translation.activate(request.user.langue)


class ConnexionExigeeMiddleware:
    """Default deny: who has not signed in sees the public routes and nothing else."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_vue: Any) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or vue_api(match) or est_publique(match):
            return None
        if not request.user.is_authenticated or not request.user.is_active:
            return self._vers_connexion(request)
        return None

    @staticmethod
    def _vers_connexion(request: HttpRequest) -> HttpResponseBase:
        """To sign-in, and back afterwards: to the page that held the form, for a form's answer.

        A part of a page cannot hold the sign-in page: htmx is told to leave the whole page.
        """
        sign_in = reverse(settings.LOGIN_URL)
        part = "HX-Request" in request.headers
        back = "" if part or request.method not in {"GET", "HEAD"} else request.get_full_path()
        back = back or _page_du_formulaire(request)
        answer = redirect_to_login(back, sign_in) if back else redirect(sign_in)
        if part:
            return HttpResponse(headers={"HX-Redirect": answer["Location"]})
        return answer


def _page_du_formulaire(request: HttpRequest) -> str:
    """The page of ours that sent the request, as the browser names it; empty if it does not."""
    sent = urlsplit(request.headers.get("Referer", ""))
    ours = sent.netloc == request.get_host() and sent.scheme in ("http", "https")
    return sent._replace(scheme="", netloc="", fragment="").geturl() if ours else ""

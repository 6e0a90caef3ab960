"""The HTTP boundary: what no view should ever see is refused here, and errors get their face.

`FrontiereMiddleware` stands first: malformed paths, bodies and charsets, both spellings of a path,
the context of the request. `PolitiqueContenuMiddleware` adds the content policy. Last in the list,
`ErreursMetierMiddleware` turns the errors of page views into pages.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from core.aiguillage import aiguiller, est_api, vue_api
from core.caracteres import REMPLACEMENT, octets_valides, toxique
from core.contexte import Canal, contexte_de, ouvrir
from core.erreurs_vues import PANNES, repondre
from core.errors import DomainError, TropDeDemandes
from core.validation import invalide_de

Suite = Callable[[HttpRequest], HttpResponseBase]
Refus = tuple[int, str]

FORMULAIRE = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
_SANS_CORPS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# WSGI leaves bytes that are not UTF-8 percent-encoded in the path.
_OCTET_HAUT = re.compile("%[89A-Fa-f][0-9A-Fa-f]")
_LONGUEUR = re.compile(r"[0-9]{1,15}", re.ASCII)


def _chemin(request: HttpRequest) -> Refus | None:
    path = request.path_info
    if toxique(path) or REMPLACEMENT in path or _OCTET_HAUT.search(path):
        return 400, _("L’adresse contient des caractères interdits.")
    return None


def _requete(request: HttpRequest) -> Refus | None:
    raw: str = request.META.get("QUERY_STRING", "")
    if raw.isascii() and "%" not in raw and "\x00" not in raw:
        return None
    # WSGI hands bytes over as latin-1, ASGI has decoded them.
    encoded = raw.encode("utf-8" if hasattr(request, "scope") else "latin-1", "replace")
    if octets_valides(encoded):
        return None
    return 400, _("Les paramètres de l’adresse ne sont pas du texte UTF-8 valide.")


def _charset(request: HttpRequest) -> Refus | None:
    name = (request.content_params or {}).get("charset")
    if name is None or name.lower() == "utf-8":
        return None
    if name.lower() == "utf8":
        request.encoding = "utf-8"
        return None
    return 415, _("Seul l’encodage UTF-8 est accepté.")


def _longueur(request: HttpRequest) -> Refus | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return 411, _("L’en-tête Content-Length est obligatoire.")
        return None
    if not _LONGUEUR.fullmatch(length):
        return 400, _("L’en-tête Content-Length est incorrect.")
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.content_type == MULTIPART:
        limit += settings.DOCUMENT_OCTETS_MAX
    if int(length) > limit:
        return 413, _("L’envoi dépasse la taille permise.")
    return None


def _formulaire(request: HttpRequest) -> Refus | None:
    if request.content_type != FORMULAIRE or request.method in _SANS_CORPS:
        return None
    try:
        body = request.body
    except RequestDataTooBig:
        return 413, _("L’envoi dépasse la taille permise.")
    except UnreadablePostError:
        return 400, _("L’envoi a été interrompu.")
    if octets_valides(body):
        return None
    return 400, _("Le formulaire contient des caractères interdits.")


_CONTROLES = (_chemin, _requete, _charset, _longueur, _formulaire)


def refus_de(request: HttpRequest) -> Refus | None:
    """Why the request is refused before any view, if it is."""
    for control in _CONTROLES:
        refusal = control(request)
        if refusal is not None:
            return refusal
    return None


class FrontiereMiddleware:
    """First of all: refuse what is malformed, find the route, open the context."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refusal = refus_de(request)
        match = aiguiller(request) if refusal is None else None
        contexte = contexte_de(request)
        if vue_api(match):
            # The API also answers at the root, for old clients.
            contexte = replace(contexte, canal=Canal.API)
        with ouvrir(contexte):
            if refusal is None:
                response = self.get_response(request)
            else:
                response = repondre(request, refusal[0], {"detail": refusal[1]})
                durcir(response)
        response.headers["X-Request-ID"] = contexte.request_id
        return response


POLITIQUE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; worker-src 'self'; manifest-src 'self'"
)
PERMISSIONS = (
    "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), serial=(), "
    "midi=(), display-capture=(), browsing-topics=()"
)


def durcir(response: HttpResponseBase) -> None:
    """The content policy; a view with another need sets `response.politique` (None: no header)."""
    policy = getattr(response, "politique", POLITIQUE)
    if policy is not None:
        response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")


class PolitiqueContenuMiddleware:
    """Strict content policy on every answer: nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        durcir(response)
        return response


def _textes(request: HttpRequest) -> Iterable[str]:
    for name, values in request.POST.lists():
        yield name
        yield from map(str, values)


class ErreursMetierMiddleware:
    """Last before the view: errors of page views become pages with the right status.

    What Django itself refuses without a word gets its face, be it a page's or JSON.
    """

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or response.streaming:
            return response
        if isinstance(response, HttpResponse) and not response.content:
            # Django's own refusals (405 and kin) come without a word.
            page = repondre(request, response.status_code)
            response.content = page.content
            response.headers["Content-Type"] = page.headers["Content-Type"]
        return response

    def process_view(self, request: HttpRequest, *_vue: Any) -> HttpResponse | None:
        """Refuse a multipart form that holds a NUL; other bodies were seen by the boundary."""
        if request.method != "POST" or request.content_type != MULTIPART or est_api(request):
            return None
        if any(toxique(text) for text in _textes(request)):
            detail = _("Le formulaire contient des caractères interdits.")
            return repondre(request, 400, {"detail": detail})
        return None

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Pages only: DRF has turned the API's errors into answers already."""
        if isinstance(exc, DomainError):
            response = repondre(request, exc.statut_http, exc.corps())
            if isinstance(exc, TropDeDemandes):
                response["Retry-After"] = str(exc.attente)
            return response
        if isinstance(exc, ValidationError):
            return self.process_exception(request, invalide_de(exc))
        if isinstance(exc, PANNES):
            return repondre(request, 503)
        return None

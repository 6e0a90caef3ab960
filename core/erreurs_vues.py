"""Error answers outside DRF: JSON for the API, a French page with a way out for people.

Django calls `handler400` to `handler500` and `csrf`; the boundary calls `repondre`. Whoever has
signed in keeps the menu and the search around the page. A fault of ours asks neither the session
nor the database for anything, and when even its template fails a plain page is sent.
"""

import logging
import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.aiguillage import est_api
from core.caracteres import assainir
from core.contexte import contexte_courant

journal = logging.getLogger(__name__)

NOM = "ERP MIF Maroc"
ATTENTE = "5"
PANNES = (OperationalError, InterfaceError)

TITRES = {
    400: gettext_lazy("Demande incorrecte"),
    403: gettext_lazy("Accès refusé"),
    404: gettext_lazy("Page introuvable"),
    405: gettext_lazy("Action impossible ici"),
    409: gettext_lazy("La situation a changé"),
    411: gettext_lazy("Demande incomplète"),
    413: gettext_lazy("Envoi trop volumineux"),
    415: gettext_lazy("Format non pris en charge"),
    422: gettext_lazy("Saisie à corriger"),
    429: gettext_lazy("Trop d’essais"),
    500: gettext_lazy("Erreur de notre côté"),
    503: gettext_lazy("Service momentanément indisponible"),
}
DETAILS = {
    400: gettext_lazy("La demande est mal formée."),
    403: gettext_lazy("Vous n’avez pas le droit de faire cela."),
    404: gettext_lazy("Cette page n’existe pas, ou elle ne vous est pas accessible."),
    405: gettext_lazy("Cette adresse n’accepte pas cette action."),
    413: gettext_lazy("L’envoi dépasse la taille permise."),
    415: gettext_lazy("Ce format n’est pas accepté."),
    500: gettext_lazy("Une erreur inattendue est survenue ; elle est enregistrée."),
    503: gettext_lazy("Le service ne répond pas pour l’instant : réessayez dans un instant."),
}
# Pages of one kind share a template.
_GABARITS = {411: 400, 412: 409, 422: 400, 429: 400, 503: 500}

_SECOURS = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{titre}</title></head>'
    "<body><main><h1>{titre}</h1><p>{detail}</p>"
    '<p><a href="/">{retour}</a></p><p>{reference}</p></main></body></html>'
)


def _famille(statut: int) -> int:
    return statut // 100 * 100


def titre_de(statut: int) -> str:
    """The heading of an error page."""
    return str(TITRES.get(statut) or TITRES[_famille(statut)])


def detail_de(statut: int) -> str:
    """One sentence for the person, when nothing more precise is known."""
    return str(DETAILS.get(statut) or DETAILS[_famille(statut)])


def _etat(corps: Mapping[str, Any]) -> dict[str, str]:
    """Where a row stands now, as a conflict tells it: version, state, what may be done."""
    rest = {k: v for k, v in corps.items() if k not in {"detail", "errors"} and v}
    return {k: ", ".join(map(str, v)) if isinstance(v, list) else str(v) for k, v in rest.items()}


def _precedente(request: HttpRequest) -> str:
    """The page of ours that the person came from, if it is another than this one."""
    before = request.META.get("HTTP_REFERER", "")
    host = request.META.get("HTTP_HOST", "")
    if not host or not url_has_allowed_host_and_scheme(before, {host}):
        return ""
    path = urlsplit(before)
    same = path.path == request.path_info
    return "" if same else urlunsplit(("", "", path.path, path.query, ""))


def _cadres(request: HttpRequest, statut: int) -> list[dict[str, Any]]:
    """What may stand around the page, the best first: the menu, for whoever has signed in.

    The last one asks nothing of session or database, and is the only one after a fault of ours.
    """
    alone = {"cadre": "base_publique.html", "organisation": {"nom": NOM}}
    if statut >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return [alone]
    known = getattr(getattr(request, "user", None), "is_authenticated", False)
    frame = "base.html" if known else "base_publique.html"
    return [{"cadre": frame, "connu": known, "request": request}, alone]


def _page(request: HttpRequest, statut: int, corps: Mapping[str, Any]) -> str:
    reference = contexte_courant().request_id
    context: dict[str, Any] = {
        "statut": statut,
        "titre": titre_de(statut),
        "detail": corps["detail"],
        "erreurs": corps.get("errors", {}),
        "etat": _etat(corps),
        "accueil": "/",
        "precedente": _precedente(request),
        "reference": reference,
    }
    template = f"erreurs/{_GABARITS.get(statut, statut)}.html"
    for frame in _cadres(request, statut):
        try:
            return render_to_string(template, context | frame, frame.get("request"))
        except Exception:  # noqa: BLE001
            # Whatever fails here (template, database, session), the person still gets an answer.
            journal.exception("error page %s failed", statut)
    return _SECOURS.format(
        titre=escape(context["titre"]),
        detail=escape(corps["detail"]),
        retour=escape(_("Retour à l’accueil")),
        reference=escape(reference),
    )


def repondre(
    request: HttpRequest, statut: int, corps: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The error answer in the face that the caller speaks to."""
    body = dict(corps or {"detail": detail_de(statut)})
    body["detail"] = assainir(str(body["detail"]))
    answer: HttpResponse
    if est_api(request):
        answer = JsonResponse(body, status=statut)
    else:
        answer = HttpResponse(_page(request, statut, body), status=statut)
    if statut == HTTPStatus.SERVICE_UNAVAILABLE:
        answer["Retry-After"] = ATTENTE
    return answer


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Malformed request; a body over the limit is 413."""
    return repondre(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A `PermissionDenied` of Django itself; ours are `Interdit`."""
    return repondre(request, 403)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address, or a row that the person may not know of."""
    if est_api(request):
        return repondre(request, 404, {"detail": _("Introuvable.")})
    return repondre(request, 404)


def handler500(request: HttpRequest) -> HttpResponse:
    """A fault of ours, already logged by Django; a silent database is 503."""
    return repondre(request, 503 if isinstance(sys.exc_info()[1], PANNES) else 500)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: mostly a page left open through a sign-out."""
    journal.warning("CSRF: %s", reason)
    detail = _(
        "Ce formulaire n’est plus valable : revenez en arrière, rechargez la page et recommencez."
    )
    return repondre(request, 403, {"detail": detail})

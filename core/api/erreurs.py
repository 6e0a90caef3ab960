"""Every error of the API as `{"detail": ..., "errors": {...}}` with its right status.

Nothing that a caller sends may end in a 5xx: what the fields let through and the database refuses
is mapped here too, and logged, because a field should have refused it first.
"""

import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from core.caracteres import assainir
from core.erreurs_vues import ATTENTE, PANNES, detail_de
from core.errors import (
    Conflit,
    DomainError,
    Introuvable,
    Invalide,
    TropDeDemandes,
    VersionPerimee,
)
from core.validation import invalide_de

journal = logging.getLogger(__name__)

GENERAL = "non_field"
_CLE_MAX = 100


class DemandeIncorrecte(DomainError):
    """Malformed as a whole, so that no field is to blame."""

    statut_http = 400


def aplatir(detail: Any, chemin: str = "") -> Iterator[tuple[str, str]]:
    """(dotted field name, sentence) for each message in DRF's nested error structure."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            if name == api_settings.NON_FIELD_ERRORS_KEY:
                yield from aplatir(inner, chemin)
            else:
                yield from aplatir(inner, f"{chemin}.{name}" if chemin else str(name))
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for index, inner in enumerate(detail):
            plain = isinstance(inner, str)
            # Only an item that failed carries anything; its place is part of its name.
            yield from aplatir(
                inner, chemin if plain or not inner else f"{chemin}.{index}".strip(".")
            )
    else:
        yield chemin or GENERAL, str(detail)


def phrase(errors: Mapping[str, Sequence[str]]) -> str:
    """One sentence for a caller that shows `detail` alone."""
    fields = [name for name in errors if name != GENERAL]
    if not fields:
        return " ".join(errors.get(GENERAL, [])) or _("Certaines valeurs sont à corriger.")
    if len(fields) == 1:
        return f"{fields[0]} : {errors[fields[0]][0]}"
    return _("Des champs sont à corriger : %(noms)s.") % {"noms": ", ".join(fields[:10])}


def invalide_drf(exc: exceptions.ValidationError) -> Invalide:
    """DRF's validation error as ours."""
    errors: dict[str, list[str]] = {}
    for name, message in aplatir(exc.detail):
        errors.setdefault(assainir(name)[:_CLE_MAX], []).append(assainir(message))
    return Invalide(phrase(errors), errors)


def _de_drf(exc: exceptions.APIException) -> Response:
    headers: dict[str, str] = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header  # type: ignore[attr-defined]
    if isinstance(exc, exceptions.Throttled):
        headers["Retry-After"] = str(max(1, math.ceil(getattr(exc, "wait", None) or 1)))
    detail = exc.detail if isinstance(exc.detail, str) else detail_de(exc.status_code)
    if isinstance(exc, exceptions.NotFound):
        detail = _("Introuvable.")
    return Response({"detail": assainir(str(detail))}, status=exc.status_code, headers=headers)


def _du_domaine(exc: DomainError, context: Mapping[str, Any]) -> Response:
    status: int = exc.statut_http
    request = context.get("request")
    if isinstance(exc, VersionPerimee) and request is not None and "If-Match" in request.headers:
        status = HTTPStatus.PRECONDITION_FAILED
    body = exc.corps()
    body["detail"] = assainir(body["detail"])
    headers = {"Retry-After": str(exc.attente)} if isinstance(exc, TropDeDemandes) else {}
    return Response(body, status=status, headers=headers)


def _erreur_integrite(exc: IntegrityError) -> DomainError:
    if isinstance(exc, ProtectedError | RestrictedError):
        return Conflit(_("Cet élément est utilisé ailleurs : il ne peut pas être supprimé."))
    journal.warning("integrity: %s", exc)
    return Conflit(_("Ces valeurs sont en conflit avec des données déjà enregistrées."))


def _erreur_donnees(exc: Exception) -> DomainError:
    journal.warning("data: %s", exc)
    return Invalide(_("Une valeur est hors des limites acceptées."))


def _erreur_demande(exc: Exception) -> DomainError:
    return DemandeIncorrecte(detail_de(400))


# What Django and the database raise, and how it is said. Order matters: the first match wins.
_TRADUCTIONS: tuple[tuple[tuple[type[Exception], ...], Any], ...] = (
    ((Http404,), lambda exc: Introuvable(_("Introuvable."))),
    ((IntegrityError,), _erreur_integrite),
    ((DataError, OverflowError, UnicodeEncodeError), _erreur_donnees),
    ((ValidationError,), invalide_de),
    ((BadRequest, SuspiciousOperation, UnreadablePostError), _erreur_demande),
)


def _traduire(exc: Exception) -> DomainError | None:
    for types, translate in _TRADUCTIONS:
        if isinstance(exc, types):
            refusal: DomainError = translate(exc)
            return refusal
    return None


def _simple(statut: int, **entetes: str) -> Response:
    return Response({"detail": detail_de(statut)}, status=statut, headers=entetes)


def _reponse(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    if isinstance(exc, PermissionDenied):
        return _simple(403)
    if isinstance(exc, RequestDataTooBig):
        return _simple(413)
    if isinstance(exc, PANNES):
        journal.error("database: %s", exc)
        return _simple(503, **{"Retry-After": ATTENTE})
    if isinstance(exc, exceptions.ValidationError):
        exc = invalide_drf(exc)
    elif isinstance(exc, exceptions.APIException):
        return _de_drf(exc)
    refusal = exc if isinstance(exc, DomainError) else _traduire(exc)
    return _du_domaine(refusal, context) if refusal is not None else None


def traiter(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler; what it does not know is a fault of ours and ends in a JSON 500."""
    response = _reponse(exc, context)
    if response is not None:
        set_rollback()
    return response

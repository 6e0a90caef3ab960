"""The WSGI and ASGI applications, hardened where Django fails before any middleware runs.

A `Content-Type` with a bogus RFC 2231 charset makes stock Django raise while it builds the request,
which the server answers with a 500; a query string that is not UTF-8 gets an empty answer. Under
ASGI it writes a whole body to disk before anybody looks at its length.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import IO, Any

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

CHARSET_ILLISIBLE = "illisible"
Reception = Callable[[], Awaitable[dict[str, Any]]]


def _tolerer(request: HttpRequest) -> None:
    """Leave a charset that the boundary refuses with a clear 415."""
    request.content_type = ""
    request.content_params = {"charset": CHARSET_ILLISIBLE}


class RequeteWSGI(WSGIRequest):
    """A request whose content type may be unreadable."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (ValueError, LookupError):
            _tolerer(self)


class RequeteASGI(ASGIRequest):
    """The same under ASGI."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (ValueError, LookupError):
            _tolerer(self)


class PorteWSGI(WSGIHandler):
    request_class = RequeteWSGI


def _demesuree(scope: Mapping[str, Any]) -> bool:
    """The boundary will refuse the length whatever the type: longer than any, or not said."""
    heads = dict(scope["headers"])
    length = heads.get(b"content-length", b"")
    if not length.isdigit():
        return b"transfer-encoding" in heads
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + settings.DOCUMENT_OCTETS_MAX
    return int(length[:18]) > limit


def _sans_corps() -> Reception:
    """As if the sender had sent nothing and stayed connected."""
    told = False

    async def recevoir() -> dict[str, Any]:
        nonlocal told
        if told:
            await asyncio.Event().wait()  # Django listens until it has answered, then cancels
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return recevoir


class PorteASGI(ASGIHandler):
    request_class = RequeteASGI

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a body that is refused by its length without taking it in."""
        await super().handle(scope, _sans_corps() if _demesuree(scope) else receive, send)

    def create_request(
        self, scope: Mapping[str, Any], body_file: IO[bytes]
    ) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        request, refusal = super().create_request(scope, body_file)
        if request is not None:
            return request, None
        status = refusal.status_code if refusal is not None else 400
        return None, JsonResponse({"detail": _("Adresse illisible.")}, status=status)


def _preparer() -> None:
    """Set Django up, then look at the audit triggers before the first request."""
    django.setup(set_prefix=False)
    from core.controles import verifier_au_demarrage  # noqa: PLC0415  needs the settings

    verifier_au_demarrage()


def application_wsgi() -> PorteWSGI:
    """Set Django up and give the WSGI application."""
    _preparer()
    return PorteWSGI()


def application_asgi() -> PorteASGI:
    """Set Django up and give the ASGI application."""
    _preparer()
    return PorteASGI()

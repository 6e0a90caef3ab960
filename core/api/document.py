"""/openapi.json, /docs and /redoc: the document of the repository, and two readers of it.

The document is not made at each request: `make check` proves that the one in `docs/api` is what
the code says. It holds no data, so nobody has to sign in. The readers are served from here.
"""

import hashlib
import json
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

CHEMIN = settings.BASE_DIR / "docs" / "api" / "openapi.json"
# Both readers write styles into the page, and ReDoc searches in a worker that it makes itself.
_COMMUNE = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_SWAGGER = _COMMUNE
_REDOC = f"{_COMMUNE}; worker-src blob:"


class _Document(NamedTuple):
    octets: bytes
    empreinte: str


@cache
def document() -> _Document:
    """The document without its line breaks, read once per process, and its ETag."""
    text = json.dumps(json.loads(CHEMIN.read_bytes()), ensure_ascii=False, separators=(",", ":"))
    raw = text.encode()
    return _Document(raw, f'"{hashlib.sha256(raw).hexdigest()[:32]}"')


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=lambda _request: document().empreinte)
def openapi(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(document().octets, content_type="application/json")


def _lecteur(request: HttpRequest, gabarit: str, politique: str) -> HttpResponse:
    """The page; `core.frontiere` reads its policy."""
    response = render(request, gabarit, {"adresse": reverse("api:openapi")})
    response.politique = politique  # type: ignore[attr-defined]
    return response


@require_safe
@cache_control(public=True, max_age=300)
def swagger(request: HttpRequest) -> HttpResponse:
    return _lecteur(request, "core/swagger.html", _SWAGGER)


@require_safe
@cache_control(public=True, max_age=300)
def redoc(request: HttpRequest) -> HttpResponse:
    return _lecteur(request, "core/redoc.html", _REDOC)

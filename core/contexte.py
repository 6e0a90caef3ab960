"""Who asks, from where and through which door: read by audit, logs and templates.

The middleware opens a context for each request; commands and jobs open one with `canal(...)`.
It lives in a context variable, so it is right under threads, ASGI and nested calls alike.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _


class Canal(TextChoices):
    """The door through which an act came in."""

    PAGE = "page", _("Page")
    API = "api", _("API")
    ADMIN = "admin", _("Administration")
    COMMANDE = "commande", _("Commande")
    TACHE = "tache", _("Tâche planifiée")
    REPRISE = "reprise", _("Reprise d’un autre logiciel")


@dataclass(frozen=True)
class Contexte:
    """Where an act comes from; outside any request it is a command without address."""

    canal: str = Canal.COMMANDE
    adresse_ip: str | None = None
    user_agent: str = ""
    request_id: str = ""


_courant: ContextVar[Contexte | None] = ContextVar("contexte", default=None)


def contexte_courant() -> Contexte:
    """The context in force."""
    return _courant.get() or Contexte()


@contextmanager
def ouvrir(contexte: Contexte) -> Iterator[Contexte]:
    """Put `contexte` in force for the block."""
    token = _courant.set(contexte)
    try:
        yield contexte
    finally:
        _courant.reset(token)


@contextmanager
def canal(nom: Canal) -> Iterator[Contexte]:
    """A context for a command or a job."""
    with ouvrir(Contexte(canal=nom, request_id=uuid.uuid4().hex)) as contexte:
        yield contexte


def _canal_de(path: str) -> Canal:
    if path.startswith("/api/"):
        return Canal.API
    return Canal.ADMIN if path.startswith("/admin/") else Canal.PAGE


def adresse_de(request: HttpRequest) -> str | None:
    """The caller's address: only as many X-Forwarded-For hops are believed as proxies are ours."""
    candidate = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        hops = [h.strip() for h in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= settings.PROXY_COUNT:
            candidate = hops[-settings.PROXY_COUNT]
    try:
        return str(ip_address(candidate))
    except ValueError:
        return None


def contexte_de(request: HttpRequest) -> Contexte:
    """The context of an HTTP request; the request id is always ours, never the caller's."""
    agent = request.META.get("HTTP_USER_AGENT", "")[:500]
    return Contexte(
        canal=_canal_de(request.path_info),
        adresse_ip=adresse_de(request),
        # A NUL or a lone surrogate in a header must not reach the database.
        user_agent="".join(c for c in agent if c.isprintable()),
        request_id=uuid.uuid4().hex,
    )


class FiltreJournal(logging.Filter):
    """Adds `request_id` to each log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = contexte_courant().request_id or "-"
        return True


def gabarits(request: HttpRequest) -> dict[str, Any]:
    """Template context: the firm and the request id, for headers and error pages."""
    from core.organisation import organisation  # noqa: PLC0415  models load after settings

    # Read once for a page, however often the template names it; not at all if it does not.
    firm = SimpleLazyObject(organisation)
    return {
        "organisation": firm,
        "request_id": contexte_courant().request_id,
        "temps_reel": settings.TEMPS_REEL,
    }

"""Who speaks over a socket: the browser's session, or an access token sent as its first message."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host
from rest_framework.exceptions import AuthenticationFailed

from comptes import sessions
from comptes.api import authentification
from core.caracteres import toxique

JETON_MAX = 4096


@dataclass(frozen=True)
class Identite:
    """An account with the session that it came by; `marque` changes with the password."""

    user_id: int
    sid: str
    marque: int


def _entetes(scope: dict[str, Any], nom: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == nom]


def origine(scope: dict[str, Any]) -> bool | None:
    """True: a page of ours, whose cookie counts. False: another that may come with a token.

    None: refused, as is a host that is not ours.
    """
    hosts, origins = _entetes(scope, b"host"), _entetes(scope, b"origin")
    host = hosts[0].lower() if len(hosts) == 1 else ""
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return None
    if not origins:
        return False  # a program, no browser
    sent = origins[0] if len(origins) == 1 else ""
    # The proxy ends TLS: the scheme is not known here.
    ours = {f"http://{host}", f"https://{host}"}
    if sent.lower() in ours or sent in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return False if sent in settings.CORS_ALLOWED_ORIGINS else None


def du_navigateur(scope: dict[str, Any]) -> Identite | None:
    """By the session cookie."""
    cookies = parse_cookie("; ".join(_entetes(scope, b"cookie")))
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key or toxique(key):
        return None
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = sessions.du_navigateur(store)
    if user is None:
        return None
    return Identite(user.pk, store[sessions.CLE], sessions.marque(user.password))


def du_jeton(brut: Any) -> Identite | None:
    """By an access token."""
    if not isinstance(brut, str) or not brut.isascii() or len(brut) > JETON_MAX:
        return None
    try:
        user, token = authentification.lire(brut)
    except AuthenticationFailed:
        return None
    return Identite(user.pk, str(token[sessions.CLE]), sessions.marque(user.password))

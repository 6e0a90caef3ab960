"""Bearer tokens: issuing them, and turning one into its account at each request.

simplejwt signs and checks; everything else is decided here, and whatever is wrong with a token is
401, never a fault. The session that the token names is read each time with its account: ended,
shut or demoted, it is out at once. A fingerprint of the password hash also ends the tokens of an
account whose password was changed by command.
"""

from typing import Any, TypedDict

from django.conf import settings
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from comptes import sessions
from comptes.choices import GenreSession
from comptes.models import Session, Utilisateur

SCHEMA = "Bearer"
EMPREINTE = "mdp"
_JETON_MAX = 4096
# What odd claims and nestings make JWT libraries raise.
_DEFAUTS = (
    TokenError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OverflowError,
    OSError,
    RecursionError,
)


def empreinte(user: Utilisateur) -> str:
    """Says whether the password is still the same, without telling anything about it."""
    mac = salted_hmac("comptes.jeton", user.password, secret=settings.JWT_KEY, algorithm="sha256")
    return mac.hexdigest()[:16]


def _jeton(classe: type[Token], session: Session, **claims: str) -> str:
    token = classe.for_user(session.utilisateur)
    token[EMPREINTE] = empreinte(session.utilisateur)
    token[sessions.CLE] = session.sid
    for name, value in claims.items():
        token[name] = value
    return str(token)


class Jetons(TypedDict):
    """What sign-in and renewal answer."""

    access_token: str
    refresh_token: str
    token_type: str


def jetons(session: Session) -> Jetons:
    """Tokens of the session as it stands."""
    return {
        "access_token": _jeton(AccessToken, session),
        "refresh_token": _jeton(RefreshToken, session, jti=session.jti),
        "token_type": SCHEMA.lower(),
    }


def emettre(user: Utilisateur) -> Jetons:
    """Tokens of a new session."""
    return jetons(sessions.ouvrir(user, genre=GenreSession.API))


def _refuser() -> AuthenticationFailed:
    """One sentence for every defect: a forger learns nothing from it."""
    return AuthenticationFailed(
        _("Votre connexion a expiré ou n’est pas valable : reconnectez-vous.")
    )


def _texte_de_jeton(texte: str) -> bool:
    return bool(texte) and " " not in texte and len(texte) <= _JETON_MAX and texte.isascii()


def _brut(request: Request) -> str | None:
    """The token in the header; None when the header speaks of something else."""
    parts = request.META.get("HTTP_AUTHORIZATION", "").split()
    if not parts or parts[0].lower() != SCHEMA.lower():
        return None
    token: str = " ".join(parts[1:])
    if not _texte_de_jeton(token):
        raise _refuser()
    return token


def _verifier_duree(token: AccessToken) -> None:
    """A token that outlives what we issue was not made by our rules."""
    lifetime = int(token["exp"]) - int(token["iat"])
    if not 0 < lifetime <= int(settings.JWT_ACCES.total_seconds()) + 1:
        raise ValueError(lifetime)


def _est_de(session: Session | None, token: Token) -> bool:
    """The living session is of the account that the token names, with today's password."""
    if session is None or str(session.utilisateur_id) != str(token["user_id"]):
        return False
    return constant_time_compare(str(token[EMPREINTE]), empreinte(session.utilisateur))


def lire(brut: str) -> tuple[Utilisateur, AccessToken]:
    """The account behind an access token, or `AuthenticationFailed`."""
    try:
        token = AccessToken(brut)  # type: ignore[arg-type]
        _verifier_duree(token)
        session = sessions.lire(str(token[sessions.CLE]), genre=GenreSession.API)
        good = _est_de(session, token)
    except _DEFAUTS as error:
        raise _refuser() from error
    if session is None or not good:
        raise _refuser()
    return session.utilisateur, token


def renouveler(brut: str) -> Jetons:
    """New tokens against a refresh token that was not used yet, or `AuthenticationFailed`."""
    if not _texte_de_jeton(brut):
        raise _refuser()
    try:
        token = RefreshToken(brut)  # type: ignore[arg-type]
        sid, jti = str(token[sessions.CLE]), str(token["jti"])
        session = sessions.renouveler(sid, jti)
        good = _est_de(session, token)
    except _DEFAUTS as error:
        raise _refuser() from error
    if session is None or not good:
        raise _refuser()
    return jetons(session)


class JetonPorteur(BaseAuthentication):
    """`Authorization: Bearer <token>`."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        raw = _brut(request)
        if raw is None:
            return None
        user, token = lire(raw)
        translation.activate(user.langue)
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEMA

"""Bearer tokens: issuing them, and turning one into its account at each request.

simplejwt signs and checks; everything else is decided here, and whatever is wrong with a token is
401, never a fault. The account is read each time: shut or deleted, it is out at once, and a claim
with a fingerprint of the password hash ends all tokens when the password changes.
"""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from comptes.models import Utilisateur
from core.nombres import lire_id

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


def _jeton(classe: type[Token], user: Utilisateur) -> str:
    token = classe.for_user(user)
    token[EMPREINTE] = empreinte(user)
    return str(token)


def emettre(user: Utilisateur) -> dict[str, str]:
    """What sign-in answers."""
    return {
        "access_token": _jeton(AccessToken, user),
        "refresh_token": _jeton(RefreshToken, user),
        "token_type": SCHEMA.lower(),
    }


def _refuser() -> AuthenticationFailed:
    """One sentence for every defect: a forger learns nothing from it."""
    return AuthenticationFailed(
        _("Votre connexion a expiré ou n’est pas valable : reconnectez-vous.")
    )


def _brut(request: Request) -> str | None:
    """The token in the header; None when the header speaks of something else."""
    parts = request.META.get("HTTP_AUTHORIZATION", "").split()
    if not parts or parts[0].lower() != SCHEMA.lower():
        return None
    token: str = " ".join(parts[1:])
    if not token or " " in token or len(token) > _JETON_MAX or not token.isascii():
        raise _refuser()
    return token


def _verifier_duree(token: AccessToken) -> None:
    """A token that outlives what we issue was not made by our rules."""
    lifetime = int(token["exp"]) - int(token["iat"])
    if not 0 < lifetime <= int(settings.JWT_ACCES.total_seconds()) + 1:
        raise ValueError(lifetime)


def lire(brut: str) -> tuple[Utilisateur, AccessToken]:
    """The account behind a token, or `AuthenticationFailed`."""
    try:
        token = AccessToken(brut)  # type: ignore[arg-type]
        _verifier_duree(token)
        number = lire_id(token["user_id"])
        fingerprint = str(token[EMPREINTE])
    except _DEFAUTS as error:
        raise _refuser() from error
    user = Utilisateur.objects.filter(pk=number, is_active=True).first()
    if user is None or not constant_time_compare(fingerprint, empreinte(user)):
        raise _refuser()
    return user, token


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

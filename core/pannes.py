"""What may be read of a failure: no password of an address, no query, no token."""

import re

from core.caracteres import assainir

ERREUR_MAX = 500
_SECRETS = (
    re.compile(r"(://)[^/\s@]+(?=@)"),
    re.compile(
        r"((?:password|passwd|secret|bearer|api[_-]?key|token|mot de passe)['\"]?\s*[=:]?\s*)\S+",
        re.IGNORECASE,
    ),
    re.compile(r"(https?://[^\s?]+\?)\S+"),
)


def texte_erreur(error: BaseException) -> str:
    """The kind of error and its message, secrets struck out, at most `ERREUR_MAX` characters."""
    text = assainir(f"{type(error).__name__}: {error}")
    for pattern in _SECRETS:
        text = pattern.sub(r"\1…", text)
    return text[:ERREUR_MAX]

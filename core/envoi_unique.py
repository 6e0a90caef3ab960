"""One press, one row: a form that creates carries a token, and its second sending changes nothing.

The cache decides atomically who came first; the second gets the first's result. Several servers
share it through Redis, a single one through its own memory.
"""

import re
import secrets
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from core.errors import Conflit

CHAMP = "jeton"
_EN_COURS = "en cours"
_FORME = re.compile(r"[A-Za-z0-9_-]{16,64}")
_ATTENTE = 60  # seconds; a crash between the two ends here
_MEMOIRE = 24 * 3600


def nouveau_jeton() -> str:
    """For the hidden field of a fresh form."""
    return secrets.token_urlsafe(16)


def une_fois(user: Any, jeton: str, faire: Callable[[], int]) -> tuple[int, bool]:
    """(id that `faire` gave, True); for a repeated token (the first one's id, False).

    While the first sending is still at work the second is a `Conflit`; a failed one may be sent
    again. A form without a token is simply run.
    """
    if not _FORME.fullmatch(jeton):
        return faire(), True
    key = f"envoi:{user.pk}:{jeton}"
    if not cache.add(key, _EN_COURS, _ATTENTE):
        done = cache.get(key)
        if isinstance(done, int):
            return done, False
        raise Conflit(_("Cet envoi est déjà en cours d’enregistrement."))
    try:
        result = faire()
    except BaseException:
        cache.delete(key)
        raise
    cache.set(key, result, _MEMOIRE)
    return result, True

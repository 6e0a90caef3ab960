"""Where the bytes lie: a private folder, random names, whole or not at all."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import Indisponible

# What a disk that is full or read-only makes of a write.
_PLEIN = Indisponible.PLACE


def _racine() -> Path:
    return Path(settings.DOCUMENTS_ROOT)


def nouveau_chemin() -> str:
    """`2026/11/<32 random characters>`: tells nothing, and cannot be guessed."""
    return f"{datetime.now(tz=UTC):%Y/%m}/{secrets.token_hex(16)}"


def ecrire(octets: bytes) -> str:
    """Put the bytes away for good (synced, then named); gives where, or `Indisponible`."""
    where = nouveau_chemin()
    target = _racine() / where
    draft = target.with_suffix(".partiel")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as out:
            out.write(octets)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Indisponible(
            _("Le fichier n’a pas pu être enregistré : la place manque peut-être."), statut=_PLEIN
        ) from error
    return where


def ouvrir(chemin: str) -> BinaryIO | None:
    """The file, or None if it is gone."""
    try:
        return (_racine() / chemin).open("rb")
    except OSError:
        return None


def effacer(chemin: str) -> None:
    """Remove the bytes, if they are still there."""
    (_racine() / chemin).unlink(missing_ok=True)


def orphelins(connus: set[str], *, avant: float) -> list[str]:
    """Files that no row names and that are older than `avant` (seconds since the epoch)."""
    root = _racine()
    found = []
    for path in root.glob("*/*/*"):
        where = path.relative_to(root).as_posix()
        if where not in connus and path.stat().st_mtime < avant:
            found.append(where)
    return found

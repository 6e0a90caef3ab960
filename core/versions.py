"""What tells one state of a row from the next: its version, its last change, or all its columns."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from core.errors import VersionPerimee

COLONNES = ("version", "updated_at")
_CHIFFRES = 12  # hexadecimal: 48 bits


def nombre(valeur: Any) -> int | None:
    """A version as a number; a moment in microseconds."""
    return int(valeur.timestamp() * 1_000_000) if isinstance(valeur, datetime) else valeur


def version_de(ligne: Model) -> int | None:
    """The row's version; of a short list's row, which keeps neither, a digest of its columns."""
    kept = (getattr(ligne, name, None) for name in COLONNES)
    version = next((value for value in kept if value is not None), None)
    if version is not None:
        return nombre(version)
    values = [field.value_to_string(ligne) for field in ligne._meta.concrete_fields]
    return int(sha256(json.dumps(values).encode()).hexdigest()[:_CHIFFRES], 16)


def perimee(ligne: Model) -> VersionPerimee:
    """The refusal of a change to another state of the row than the caller has seen."""
    return VersionPerimee(
        _("Cet élément a changé depuis que vous l’avez lu : relisez-le, puis recommencez."),
        etat={"version": version_de(ligne)},
    )


def exiger_vue(ligne: Model, version: int | None) -> None:
    """Under the row's lock: it is still the one that was seen, if the caller says which."""
    if version is not None and version != version_de(ligne):
        raise perimee(ligne)

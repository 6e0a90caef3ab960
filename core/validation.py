"""Turning Django's model validation into the service layer's `Invalide`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from core.errors import Invalide


def invalide_de(error: ValidationError) -> Invalide:
    """The same refusal as one of ours, field by field."""
    if hasattr(error, "error_dict"):
        errors = {
            ("non_field" if name == NON_FIELD_ERRORS else name): messages
            for name, messages in error.message_dict.items()
        }
    else:
        errors = {"non_field": error.messages}
    return Invalide(_("Certaines valeurs sont à corriger."), errors)


def valider(ligne: Model, champs: Iterable[str] | None = None) -> None:
    """Model validation of `champs` (all if None) and of every constraint; raises `Invalide`."""
    names = {f.name for f in ligne._meta.fields}
    exclude = set() if champs is None else names - set(champs)
    try:
        ligne.clean_fields(exclude=exclude)
        ligne.clean()
        ligne.validate_unique(exclude=exclude)
        ligne.validate_constraints(exclude=exclude)
    except ValidationError as error:
        raise invalide_de(error) from error


def exiger(**valeurs: Any) -> None:
    """Each value must be there; the absent ones are named, field by field."""
    absent = {
        name: [_("Ce champ est obligatoire.")]
        for name, value in valeurs.items()
        if value is None or (isinstance(value, str) and not value.strip())
    }
    if absent:
        raise Invalide(_("Il manque une information."), absent)


def refuser_autres(champs: Mapping[str, Any], permis: Iterable[str]) -> None:
    """Every name in `champs` must be among `permis`; the others are named."""
    allowed = set(permis)
    extra = {n: [_("Vous ne pouvez pas renseigner ce champ.")] for n in champs if n not in allowed}
    if extra:
        raise Invalide(_("Certaines valeurs ne sont pas acceptées."), extra)


def appliquer(ligne: Model, champs: Mapping[str, Any]) -> list[str]:
    """Set the values that differ; returns the names that changed."""
    changed = [name for name, value in champs.items() if getattr(ligne, name) != value]
    for name in changed:
        setattr(ligne, name, champs[name])
    return changed

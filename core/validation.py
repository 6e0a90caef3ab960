"""Turning Django's model validation into the service layer's `Invalide`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import (
    BaseConstraint,
    CharField,
    F,
    JSONField,
    Model,
    TextField,
    UniqueConstraint,
)
from django.utils.translation import gettext as _

from core.choix import ENUMS
from core.errors import Invalide

_TEXTES = (CharField, TextField, JSONField)


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
    """Model validation of `champs` (all if None) and of every constraint; raises `Invalide`.

    A relation answers to both its names, `site` and `site_id`, and is named `site_id` in errors,
    as the services name it.
    """
    fields = ligne._meta.concrete_fields
    given = None if champs is None else set(champs)
    exclude = {f.name for f in fields if given is not None and not given & {f.name, f.attname}}
    try:
        _refuser_les_nuls(ligne, exclude)
        ligne.clean_fields(exclude=exclude)
        ligne.clean()
        ligne.validate_unique(exclude=exclude)
        _valider_contraintes(ligne, exclude)
    except ValidationError as error:
        refusal = invalide_de(error)
        names = {f.name: f.attname for f in fields}
        refusal.errors = {names.get(n, n): texts for n, texts in refusal.errors.items()}
        raise refusal from error


def _refuser_les_nuls(ligne: Model, exclude: set[str]) -> None:
    """Django lets None pass wherever a column may be empty; the database does not."""
    null = {
        f.name: [f.error_messages["null"]]
        for f in ligne._meta.fields
        if isinstance(f, _TEXTES)
        and f.name not in exclude
        and not f.null
        and f.value_from_object(ligne) is None
    }
    if null:
        raise ValidationError(null)


def _valider_contraintes(ligne: Model, exclude: set[str]) -> None:
    """As `Model.validate_constraints`, with the refusal beside the one column it is about.

    Django does so for plain columns only, not for `Lower("email")`.
    """
    refused: dict[str, list[ValidationError]] = {}
    for model, constraints in ligne.get_constraints():
        for constraint in constraints:
            if _deja_vue(ligne, constraint, exclude):
                continue
            try:
                constraint.validate(model, ligne, exclude=exclude)
            except ValidationError as error:
                refused.setdefault(_colonne(constraint), []).append(error)
    if refused:
        raise ValidationError(refused)


def _deja_vue(ligne: Model, constraint: BaseConstraint, exclude: set[str]) -> bool:
    """A coded value is among the field's choices, the same list: `clean_fields` has looked.

    Django would ask the database, in a savepoint of its own. Empty texts `clean_fields` does not
    look at; nothing at all no CHECK refuses.
    """
    column = ENUMS.get(constraint.name)
    return column is not None and column not in exclude and getattr(ligne, column) != ""


def _colonne(constraint: BaseConstraint) -> str:
    """The one column that a unique constraint compares."""
    if not isinstance(constraint, UniqueConstraint):
        return NON_FIELD_ERRORS
    names = set(constraint.fields)
    expressions: Any = constraint.expressions
    for expression in expressions:
        parts = [part for part in expression.flatten() if isinstance(part, F)]
        names |= {part.name for part in parts}  # type: ignore[attr-defined]
    return names.pop() if len(names) == 1 and constraint.condition is None else NON_FIELD_ERRORS


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
    wanted = {name: _valeur(ligne, name, value) for name, value in champs.items()}
    changed = [name for name, value in wanted.items() if getattr(ligne, name) != value]
    for name in changed:
        setattr(ligne, name, wanted[name])
    return changed


def _valeur(ligne: Model, nom: str, valeur: Any) -> Any:
    """The value as the column holds it, so that "1.50" is no change of 1.5, nor "" of nothing."""
    fields = {f.attname: f for f in ligne._meta.concrete_fields}
    if nom not in fields:
        return valeur
    if valeur == "" and fields[nom].null:
        return None
    try:
        return fields[nom].to_python(valeur)
    except ValidationError:
        return valeur  # `valider` says what is wrong with it

"""Whether a user may see the column at the end of a lookup path (`client__nom_entreprise`).

Sorting or filtering by a hidden column tells its value letter by letter, so every step of the path
is asked of the policy of the model that it belongs to.
"""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP

from core.visibility import colonnes_cachees


def _etape(modele: type[Model], nom: str) -> tuple[str, type[Model] | None, bool]:
    """(column's name, related model if any, whether the model has such a column)."""
    name = modele._meta.pk.name if nom == "pk" else nom
    try:
        field = modele._meta.get_field(name)
    except FieldDoesNotExist:
        return name, None, False
    related = field.related_model if field.is_relation else None
    # `client_id` is the column of the relation `client`: the field's own name counts.
    return field.name, related if isinstance(related, type) else None, True


def modeles_de(modele: type[Model], chemin: str) -> list[type[Model]]:
    """The models whose policies are asked along `chemin`."""
    found: list[type[Model]] = [modele]
    *steps, _last = chemin.removeprefix("-").split(LOOKUP_SEP)
    for step in steps:
        _name, related, _known = _etape(found[-1], step)
        if related is None:
            break
        found.append(related)
    return found


def chemin_visible(modele: type[Model], chemin: str, user: Any) -> bool:
    """Every step of `chemin` is visible; an annotation or a transform ends the walk."""
    current: type[Model] | None = modele
    for step in chemin.removeprefix("-").split(LOOKUP_SEP):
        if current is None:
            return True
        hidden = colonnes_cachees(current, user)
        name, related, known = _etape(current, step)
        if step in hidden or name in hidden:
            return False
        if not known:
            return True
        current = related
    return True


def chemin_visible_de(ligne: Any, chemin: str, user: Any) -> bool:
    """The same for one row, whose relations may lead to rows that the user sees whole or less."""
    if ligne is None:
        return True
    if not isinstance(ligne, Model):
        # Many rows: what one of them may hide is hidden.
        model = getattr(ligne, "model", None)
        return model is not None and chemin_visible(model, chemin, user)
    step, _sep, rest = chemin.partition(LOOKUP_SEP)
    hidden = colonnes_cachees(type(ligne), user, ligne)
    name, _related, known = _etape(type(ligne), step)
    if step in hidden or name in hidden:
        return False
    # A missing one-to-one row raises an AttributeError: nothing is shown of it.
    return not known or not rest or chemin_visible_de(getattr(ligne, step, None), rest, user)

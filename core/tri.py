"""Sorting of lists by allow-listed names, the same for pages and API.

Databases disagree on where nulls go, and only non-null rows can be read from an index in both
directions: rows without a value in a sorted column are kept out. Order always ends in the id, in
the direction of the last criterion, as an index that ends in the id is read.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.chemins import chemin_visible
from core.errors import Invalide

M = TypeVar("M", bound=Model)

PARAMETRE = "ordering"
_CRITERES_MAX = 5


def _nul_possible(modele: type[Model], chemin: str) -> bool:
    """Some step of the path may be null; for what is no column we cannot know, so no."""
    current: Any = modele
    for step in chemin.split("__"):
        try:
            field = current._meta.get_field(step)
        except (AttributeError, FieldDoesNotExist):
            return False
        if getattr(field, "null", False):
            return True
        current = field.related_model
    return False


def _refuser(nom: str, permis: list[str]) -> Invalide:
    message = _("Tri inconnu. Tris possibles : %(tris)s.") % {"tris": ", ".join(permis) or "—"}
    return Invalide(f"{PARAMETRE} : {message}", {PARAMETRE: [message]})


def criteres(demande: str, *, tris: Mapping[str, str], modele: type[Model], user: Any) -> list[str]:
    """ORM order terms for `demande` ("statut,-date"); unknown or hidden names are refused alike."""
    visible = {name: path for name, path in tris.items() if chemin_visible(modele, path, user)}
    names = [part.strip() for part in demande.split(",")] if demande else []
    found: dict[str, str] = {}
    for name in names:
        path = visible.get(name.removeprefix("-"))
        if path is None or len(names) > _CRITERES_MAX:
            raise _refuser(name, list(visible))
        descending = name.startswith("-") != path.startswith("-")
        bare = path.removeprefix("-")
        found.setdefault(bare, f"-{bare}" if descending else bare)
    return list(found.values())


def ordonner(rows: QuerySet[M], termes: list[str]) -> QuerySet[M]:
    """`rows` in the order of `termes`, ending in the id."""
    bare = [term.removeprefix("-") for term in termes]
    for path in bare:
        if _nul_possible(rows.model, path):
            rows = rows.filter(**{f"{path}__isnull": False})
    ends_in_id = any(path in {"id", "pk"} for path in bare)
    last = "-pk" if not termes or termes[-1].startswith("-") else "pk"
    return rows.order_by(*termes, *([] if ends_in_id else [last]))

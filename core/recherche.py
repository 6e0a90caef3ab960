"""Text search of lists: bounded, folded where a folded column exists, blind to hidden columns."""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from core.caracteres import interdit
from core.chemins import chemin_visible
from core.errors import Invalide
from core.texte import plier

M = TypeVar("M", bound=Model)

PARAMETRE = "search"
LONGUEUR_MAX = 200
TERMES_MAX = 10


def _refuser(message: str) -> Invalide:
    return Invalide(f"{PARAMETRE} : {message}", {PARAMETRE: [message]})


def termes(texte: str) -> list[str]:
    """The words searched for; too long or too many are refused (SQLite fails on them)."""
    if len(texte) > LONGUEUR_MAX:
        raise _refuser(_("La recherche est limitée à 200 caractères."))
    if interdit(texte):
        raise _refuser(_("La recherche contient des caractères interdits."))
    words = texte.split()
    if len(words) > TERMES_MAX:
        raise _refuser(_("La recherche est limitée à 10 mots."))
    return words


def rechercher(
    rows: QuerySet[M],
    texte: str,
    *,
    user: Any,
    colonnes: Sequence[str] = (),
    pliees: Sequence[str] = (),
) -> QuerySet[M]:
    """Rows where every word is found in one of the columns; `pliees` hold text folded by `plier`.

    A caller that may see none of the columns finds nothing.
    """
    words = termes(texte)
    if not words:
        return rows
    plain = [c for c in colonnes if chemin_visible(rows.model, c, user)]
    folded = [c for c in pliees if chemin_visible(rows.model, c, user)]
    if not plain and not folded:
        return rows.none()
    return rows.filter(reduce(and_, (_mot(word, plain, folded) for word in words)))


def _mot(mot: str, colonnes: Sequence[str], pliees: Sequence[str]) -> Q:
    parts = [Q(**{f"{c}__icontains": mot}) for c in colonnes]
    if bare := plier(mot):
        parts += [Q(**{f"{c}__contains": bare}) for c in pliees]
    # A word of mere accents folds to nothing; nothing must not match everything.
    return reduce(or_, parts, Q(pk__in=[]))

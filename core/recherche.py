"""Text search of lists: bounded, folded where a folded column exists, blind to hidden columns.

One rule for pages and API on both databases. Every word that is typed must be found: in a plain
column anywhere, in a folded one (`TexteCherche`) at the beginning of one of its words. A folded
column of a related table ("client__recherche") is matched there first, among the rows that the
caller sees: the few firms or machines that a word names. A word that more than `NOMMES_MAX` of
them have in common names none; it then counts in the row's own text alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Lookup, Model, Q, QuerySet, TextField
from django.utils.translation import gettext as _

from core.caracteres import interdit
from core.chemins import chemin_visible
from core.errors import Invalide
from core.texte import mots
from core.visibility import lignes_visibles

M = TypeVar("M", bound=Model)

PARAMETRE = "search"
LONGUEUR_MAX = 200
TERMES_MAX = 10
NOMMES_MAX = 1000


@TextField.register_lookup
class CommenceUnMot(Lookup[Any]):
    """`recherche__mot="pomp"`: one of the words of a `TexteCherche` begins so.

    The value is a word of `core.texte.mots`: letters and digits, so nothing in it needs quoting.
    """

    lookup_name = "mot"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"(' ' || {column}) LIKE %s", (*params, f"% {self.rhs}%")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The expression of `core.operations.IndexDeRecherche`."""
        column, params = self.process_lhs(compiler, connection)
        words = f"array_to_tsvector(string_to_array({column}, ' '))"
        return f"{words} @@ %s::tsquery", (*params, f"'{self.rhs}':*")


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


@dataclass(frozen=True)
class _Liee:
    """A related table: its foreign key, and the ids that each word names there."""

    cle: str
    nommes: Mapping[str, list[int]]


def rechercher(
    rows: QuerySet[M],
    texte: str,
    *,
    user: Any,
    colonnes: Sequence[str] = (),
    pliees: Sequence[str] = (),
) -> QuerySet[M]:
    """Rows where every word is found in one of the columns, as the module says.

    A caller that may see none of the columns finds nothing.
    """
    words = termes(texte)
    if not words:
        return rows
    plain = [c for c in colonnes if chemin_visible(rows.model, c, user)]
    folded = [c for c in pliees if chemin_visible(rows.model, c, user)]
    if not plain and not folded:
        return rows.none()
    own = [c for c in folded if "__" not in c]
    parts = {part for word in words for part in mots(word)}
    related = [_liee(rows.model, c, user, parts=sorted(parts)) for c in folded if "__" in c]

    def found(word: str) -> Q:
        choices = [Q(**{f"{c}__icontains": word}) for c in plain]
        # A word of mere accents folds to nothing; nothing must not match everything.
        if inner := mots(word):
            choices.append(reduce(and_, (_mot(part, own, related) for part in inner)))
        return reduce(or_, choices, Q(pk__in=[]))

    return rows.filter(reduce(and_, map(found, words)))


def _mot(mot: str, propres: Sequence[str], liees: Sequence[_Liee]) -> Q:
    choices = [Q(**{f"{c}__mot": mot}) for c in propres]
    choices += [Q(**{f"{t.cle}__in": t.nommes[mot]}) for t in liees if t.nommes.get(mot)]
    return reduce(or_, choices, Q(pk__in=[]))


def _liee(modele: type[Model], chemin: str, user: Any, *, parts: Sequence[str]) -> _Liee:
    """What the words name in the related table, in one query."""
    name, _sep, column = chemin.partition("__")
    relation: Any = modele._meta.get_field(name)
    rows = lignes_visibles(relation.related_model._base_manager.order_by(), user)
    found: dict[str, list[int]] = {part: [] for part in parts}
    for part, pk in _lire(
        {p: rows.filter(**{f"{column}__mot": p}).values("pk")[: NOMMES_MAX + 1] for p in parts}
    ):
        found[part].append(pk)
    named = {part: ids for part, ids in found.items() if len(ids) <= NOMMES_MAX}
    return _Liee(relation.attname, named)


def _lire(par_mot: Mapping[str, QuerySet[Any, Any]]) -> Iterator[tuple[str, int]]:
    """(word, id) of all these queries in one.

    Written by hand, because SQLite takes a limit only in a subquery of its own.
    """
    words, selects, params = list(par_mot), [], []
    for number, rows in enumerate(par_mot.values()):
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT {number}, t.* FROM ({sql}) AS t")  # noqa: S608  the ORM's own SQL
        params += values
    if not selects:
        return
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), params)
        for number, pk in cursor.fetchall():
            yield words[number], pk

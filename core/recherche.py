"""Text search of lists: bounded, folded where a folded column exists, blind to hidden columns.

One rule for pages and API on both databases. Every word that is typed must be found: in a plain
column anywhere, in a folded one (`TexteCherche`) at the beginning of one of its words. What is
typed in one piece with signs in it ("INT-2026-42") is several words, whole but for the last. A
folded column of a related table ("client__recherche") is matched there first, among the rows that
the caller sees: the few firms or machines that a word names. A word that more than `NOMMES_MAX` of
them have in common names none; it then counts in the row's own text alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, Lookup, Model, Q, QuerySet, TextField
from django.utils.translation import gettext as _

from core.caracteres import interdit
from core.chemins import chemin_visible
from core.errors import Invalide
from core.pages import COMPTE_MAX
from core.querysets import VisibleQuerySet
from core.texte import mots
from core.visibility import lignes_visibles

M = TypeVar("M", bound=Model)

PARAMETRE = "search"
LONGUEUR_MAX = 200
TERMES_MAX = 10
NOMMES_MAX = 1000
ECRITS_MAX = 30
# Five times what lists count to: reading so much of the index would cost more than the page.
TRES_NOMBREUSES = 50_000


@TextField.register_lookup
class Mot(Lookup[Any]):
    """`recherche__mot="pomp"`: a word of a `TexteCherche` begins so; with "pomp ", it is just that.

    The value is a word of `core.texte.mots`: letters and digits, so nothing in it needs quoting.
    """

    lookup_name = "mot"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"(' ' || {column} || ' ') LIKE %s", (*params, f"% {self.rhs}%")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """By a function that the planner takes to be true of a third of the rows: it is many."""
        column, params = self.process_lhs(compiler, connection)
        return f"strpos(' ' || {column} || ' ', %s) > 0", (*params, f" {self.rhs}")


@TextField.register_lookup
class MotIndexe(Mot):
    """The same by the index of `core.operations.IndexDeRecherche`, which PostgreSQL has."""

    lookup_name = "mot_indexe"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        words = f"array_to_tsvector(string_to_array({column}, ' '))"
        whole = str(self.rhs).endswith(" ")
        query = f"'{self.rhs.strip()}'" if whole else f"'{self.rhs}':*"
        return f"{words} @@ %s::tsquery", (*params, query)


# A typed "comp" as the few words that begin so; more than that are asked for by their beginning.
_DU_VOCABULAIRE = (
    "(SELECT CASE WHEN count(*) <= {maximum} THEN string_agg(v.mot, '|') ELSE %s END::tsquery "
    "FROM (SELECT DISTINCT '''' || mot || CASE WHEN mot ~ '[0-9]$' THEN ''':*' ELSE '''' END "
    "FROM {table} WHERE mot LIKE %s LIMIT {maximum} + 1) AS v (mot))"
)


@TextField.register_lookup
class MotConnu(MotIndexe):
    """The same, its beginning spelled out from the vocabulary where the column has one.

    GIN collects every row of a beginning before it compares two of them; of whole words it skips
    from one row that has both to the next. The planner knows nothing of what the words will be.
    """

    lookup_name = "mot_connu"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = super().as_postgresql(compiler, connection)
        table = getattr(self.lhs.output_field, "vocabulaire", "")
        # From its first digit on, a word is not in the vocabulary: see `Vocabulaire`.
        if not table or not str(self.rhs).isalpha():
            return sql, params
        known = _DU_VOCABULAIRE.format(table=table, maximum=ECRITS_MAX)
        return sql.replace("%s::tsquery", known), (*params, f"{self.rhs}%")


@Field.register_lookup
class Parmi(Lookup[Any]):
    """`pk__parmi=[...]` on PostgreSQL: thousands of ids as one array."""

    lookup_name = "parmi"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


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
    sonder: bool = True,
) -> QuerySet[M]:
    """Rows where every word is found in one of the columns, as the module says.

    A caller that may see none of the columns finds nothing. `sonder=False` spares the query that
    asks the index first, where the table is small or the order is not that of a whole index.
    """
    words = termes(texte)
    if not words:
        return rows
    plain = [c for c in colonnes if chemin_visible(rows.model, c, user)]
    folded = [c for c in pliees if chemin_visible(rows.model, c, user)]
    if not plain and not folded:
        return rows.none()
    own = [c for c in folded if "__" not in c]
    parts = {part for word in words for part in _parties(word)}
    paths = [c for c in folded if "__" in c]
    related = _liees(rows.model, paths, user, parts=sorted(parts))
    search = _Recherche(words, plain, own, related)
    if not sonder:
        return rows.filter(search.condition("mot_indexe"))
    if own and connection.vendor == "postgresql":
        return _par_index(rows, search)
    return rows.filter(search.condition("mot"))


def _parties(mot: str) -> list[str]:
    """The values of the lookups for one typed word: each whole (see `Mot`) but the last."""
    *whole, last = mots(mot) or [""]
    return [*(f"{part} " for part in whole), last] if last else []


@dataclass(frozen=True)
class _Recherche:
    """What is looked for, and in which of the caller's columns."""

    mots: Sequence[str]
    colonnes: Sequence[str]
    propres: Sequence[str]
    liees: Sequence[_Liee]

    @property
    def parties(self) -> list[str]:
        return [part for word in self.mots for part in _parties(word)]

    def condition(self, lookup: str) -> Q:
        """Every word is found."""
        return reduce(and_, (self._un(word, lookup) for word in self.mots))

    def _un(self, mot: str, lookup: str) -> Q:
        choices = [Q(**{f"{c}__icontains": mot}) for c in self.colonnes]
        # A word of mere accents folds to nothing; nothing must not match everything.
        if inner := _parties(mot):
            choices.append(reduce(and_, (self._partie(part, lookup) for part in inner)))
        return reduce(or_, choices, Q(pk__in=[]))

    def _partie(self, mot: str, lookup: str) -> Q:
        choices = [Q(**{f"{c}__{lookup}": mot}) for c in self.propres]
        choices += [Q(**{f"{t.cle}__in": t.nommes[mot]}) for t in self.liees if t.nommes.get(mot)]
        return reduce(or_, choices, Q(pk__in=[]))


def _par_index(rows: QuerySet[M], recherche: _Recherche) -> QuerySet[M]:
    """The rows found, in a form that PostgreSQL reads quickly whatever the words.

    The planner guesses how many rows hold two words by how many hold each. Where it is wrong it
    walks through a million rows in order of date for a page that does not fill. So the index is
    asked first, up to the number that lists count to: fewer rows are named by their ids; of more,
    a page is soon full by reading on from the newest.
    """
    alone = len(recherche.parties) == 1
    asked = recherche.condition("mot_indexe" if alone else "mot_connu")
    indexed = rows.order_by().filter(asked).values("pk")
    try:
        many = alone and _estimer(indexed) > TRES_NOMBREUSES
        total, ids = (COMPTE_MAX + 1, None) if many else _sonder(indexed)
    except EmptyResultSet:
        return rows.none()
    found = rows.filter(recherche.condition("mot") if ids is None else Q(pk__parmi=ids))
    if isinstance(found, VisibleQuerySet):
        found.compte_connu = total
    return found


def _estimer(rows: QuerySet[Any, Any]) -> int:
    """How many rows PostgreSQL expects; of one word alone it knows, unless it is rare."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [plans] = cursor.fetchone()
    expected: int = plans[0]["Plan"]["Plan Rows"]
    return expected


# One message is one transaction: the settings end with it, or are put back within ours.
_PAR_LES_INDEX = (
    "SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '32MB'; {sql}; "
    "SET LOCAL enable_seqscan = on; SET LOCAL work_mem TO DEFAULT"
)
_SONDE = (  # its one hole takes the ORM's own SQL
    "SELECT count(*), CASE WHEN count(*) <= {maximum} THEN array_agg(t.id) END "
    "FROM ({sql}) AS t (id)"
)


def _par_les_index(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What `sql` gives if PostgreSQL reads no table that an index spares it."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(_PAR_LES_INDEX.format(sql=sql) if postgres else sql, params)
        while cursor.description is None:
            cursor.nextset()
        return list(cursor.fetchall())


def _sonder(rows: QuerySet[Any]) -> tuple[int, list[int] | None]:
    """How many rows, to one more than lists count; their ids, unless there are more."""
    sql, params = rows[: COMPTE_MAX + 1].query.sql_with_params()
    [(total, ids)] = _par_les_index(_SONDE.format(sql=sql, maximum=COMPTE_MAX), params)
    return total, ids if total > COMPTE_MAX else ids or []


def _liees(
    modele: type[Model], chemins: Sequence[str], user: Any, *, parts: Sequence[str]
) -> list[_Liee]:
    """What the words name in each of the related tables, in one query."""
    keys: list[str] = []
    wanted: dict[tuple[int, str], QuerySet[Any, Any]] = {}
    for number, path in enumerate(chemins):
        name, _sep, column = path.partition("__")
        relation: Any = modele._meta.get_field(name)
        keys.append(relation.attname)
        rows = lignes_visibles(relation.related_model._base_manager.order_by(), user)
        for part in parts:
            named = rows.filter(**{f"{column}__mot_indexe": part})
            wanted[number, part] = named.values("pk")[: NOMMES_MAX + 1]
    found = _lire(wanted)
    return [
        _Liee(
            key,
            {p: ids for p in parts if len(ids := found[number, p]) <= NOMMES_MAX},
        )
        for number, key in enumerate(keys)
    ]


def _lire(
    demandes: Mapping[tuple[int, str], QuerySet[Any, Any]],
) -> dict[tuple[int, str], list[int]]:
    """The ids of all these queries in one.

    Written by hand, because SQLite takes a limit only in a subquery of its own.
    """
    found: dict[tuple[int, str], list[int]] = {key: [] for key in demandes}
    selects: list[str] = []
    params: list[Any] = []
    for number, rows in enumerate(demandes.values()):
        try:
            sql, values = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT {number}, t.* FROM ({sql}) AS t")  # noqa: S608  the ORM's own SQL
        params += values
    if not selects:
        return found
    keys = list(demandes)
    for number, pk in _par_les_index(" UNION ALL ".join(selects), params):
        found[keys[number]].append(pk)
    return found

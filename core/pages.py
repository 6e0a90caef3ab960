"""Pages of a list: counted exactly to 10,000, then only said to be more.

PostgreSQL guesses how many rows two columns let through as if neither knew of the other. Asked for
the oldest of the open work, or the newest of the archives, it would read a million rows in order of
date until it had fifty. `tranche` leaves it no such choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Count,
    F,
    Field,
    ForeignKey,
    IntegerField,
    Lookup,
    Model,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from core.errors import Introuvable
from core.querysets import VisibleQuerySet
from core.sondes import requete

M = TypeVar("M", bound=Model)

TAILLE = 50
COMPTE_MAX = 10_000
_CHIFFRES = 9
_PAR_ID = {("pk",), ("-pk",), ("id",), ("-id",)}


@ForeignKey.register_lookup
@Field.register_lookup
class Parmi(Lookup[Any]):
    """`pk__parmi=...` on PostgreSQL: thousands of ids as one array, or those that a query gives.

    An array is known before any table is joined; rows of `IN (SELECT ...)` may be looked for last.
    """

    lookup_name = "parmi"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        ids, values = self.process_rhs(compiler, connection)
        # Of the column's own type: another is searched from end to end for each row.
        return f"{column} = ANY({ids}::bigint[])", (*params, *values)


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page (a queryset, not yet read), and where it stands."""

    lignes: QuerySet[M, Any]
    numero: int
    total: int
    exact: bool
    taille: int

    @property
    def precedente(self) -> int | None:
        return self.numero - 1 if self.numero > 1 else None

    @property
    def suivante(self) -> int | None:
        """None on the last page that is offered: further on, filters serve better than pages."""
        return self.numero + 1 if self.numero * self.taille < self.total else None

    @property
    def derniere(self) -> int | None:
        """The last page's number, when the count is exact."""
        return max(1, -(-self.total // self.taille)) if self.exact else None


def _numero(demande: str, taille: int) -> int:
    plain = demande.isascii() and demande.isdecimal()
    number = int(demande[:_CHIFFRES]) if plain else 0
    if not 1 <= number <= COMPTE_MAX // taille:
        raise Introuvable(_("Cette page de la liste n’existe pas."))
    return number


def compter(rows: QuerySet[Any, Any]) -> int:
    """How many rows, to one more than `COMPTE_MAX`, without the joins of what is shown of them."""
    known: int | None = getattr(rows, "compte_connu", None)
    if known is None:
        # As `count()` asks it, which copies the query three times to write so.
        query = requete(rows.order_by().values("pk")[: COMPTE_MAX + 1])
        known = _nombre(*query) if query else 0
        if isinstance(rows, VisibleQuerySet):
            rows.compte_connu = known  # it is asked again for the page
    return known


def _nombre(sql: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS n", params)  # noqa: S608  the ORM's own SQL
        [[count]] = cursor.fetchall()
    return int(count)


def tranche_et_compte(
    rows: QuerySet[M, Any], colonnes: Sequence[str], *, debut: int, fin: int
) -> tuple[list[Any], int]:
    """The columns of `rows[debut:fin]` and how many `rows` there are, in one statement.

    For few rows, or such as have to be sorted anyway: all of them are read to be counted.
    """
    counted = rows.annotate(_en_tout=Window(Count("*")))
    found = list(counted.values_list("_en_tout", *colonnes)[debut:fin])
    if not found:  # past the end there is no row to say it
        return [], rows.order_by().count() if debut else 0
    return [row[1:] for row in found], found[0][0]


def tranche(rows: QuerySet[M, Any], debut: int, fin: int, *, peu: bool) -> QuerySet[M, Any]:
    """`rows[debut:fin]`; with `peu`, no more than `COMPTE_MAX` rows pass the filters.

    The ids come first, from an index alone where one has it all, then what is shown of them. `peu`
    rows are taken by their filters and sorted: of the sort's index the planner is not told.
    """
    terms = rows.query.order_by
    plain = all(isinstance(term, str) for term in terms)
    if not (connection.vendor == "postgresql" and terms and plain and rows.query.where):
        return rows[debut:fin]
    shown = rows.all()
    shown.query.clear_where()  # it stands in `ids`: said twice, few rows would be taken for fewer
    known: Sequence[int] | None = getattr(rows, "ids_connus", None)
    if known is not None and terms in _PAR_ID:
        some = sorted(known, reverse=terms[0].startswith("-"))[debut:fin]
        ids = shown.filter(pk__parmi=some).order_by().values("pk")
    else:
        ids = rows.order_by(*ordre(terms, peu=peu)).values("pk")[debut:fin]
    # Written out, because a key that is a relation too takes no lookup of ours by name.
    shown = shown.filter(Parmi(F("pk"), ArraySubquery(ids)))
    if isinstance(shown, VisibleQuerySet):
        shown.choisies = ids
    return shown


def ordre(termes: Sequence[Any], *, peu: bool) -> list[Any]:
    """The order of `termes`; of `peu` rows by expressions that no index holds: see `tranche`."""
    hidden = peu and connection.vendor == "postgresql"
    return [_sans_index(term) for term in termes] if hidden else list(termes)


def _sans_index(terme: str) -> Any:
    path = terme.removeprefix("-")
    value = Greatest(path, path)
    return value.desc() if terme.startswith("-") else value.asc()


def filtrees_et_peu(rows: QuerySet[Any, Any]) -> bool:
    """Tell whether `rows` is part of a table, and small: see `tranche`."""
    filtered = connection.vendor == "postgresql" and bool(rows.query.where)
    return filtered and compter(rows) <= COMPTE_MAX


class Compte(Subquery):
    """How many rows a subquery gives, as one value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS _n)"
    output_field = IntegerField()


def paginer(rows: QuerySet[M, Any], demande: str, *, taille: int = TAILLE) -> Page[M]:
    """Page `demande` ("" is the first); one past the end is `Introuvable`."""
    number = _numero(demande or "1", taille)
    counted = compter(rows)
    exact = counted <= COMPTE_MAX
    start = _debut(number, taille, counted)
    shown = tranche(rows, start, start + taille, peu=exact)
    return Page(shown, number, min(counted, COMPTE_MAX), exact, taille)


def decouper(lignes: Sequence[Any], demande: str, *, taille: int = TAILLE) -> Page[Any]:
    """The same of rows that have been computed."""
    number, count = _numero(demande or "1", taille), len(lignes)
    start = _debut(number, taille, count)
    shown: Any = lignes[start : start + taille]
    return Page(shown, number, min(count, COMPTE_MAX), count <= COMPTE_MAX, taille)


def _debut(numero: int, taille: int, compte: int) -> int:
    """The rank of the page's first row."""
    start = (numero - 1) * taille
    if compte <= COMPTE_MAX and numero > 1 and start >= compte:
        raise Introuvable(_("Cette page de la liste n’existe pas."))
    return start

"""Questions that a search asks of PostgreSQL's indexes before it reads a page, in few messages."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Requete = tuple[str, Sequence[Any]]

# One message is one transaction: the settings end with it, or are put back within ours.
_PAR_LES_INDEX = (
    "SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '32MB'; {sql}; "
    "SET LOCAL enable_seqscan = on; SET LOCAL work_mem TO DEFAULT"
)
_SONDE = (  # its one hole takes the ORM's own SQL
    "SELECT count(*), CASE WHEN count(*) <= {maximum} THEN array_agg(t.id) END "
    "FROM ({sql}) AS t (id)"
)
_VOCABULAIRE = """
    SELECT p.mot, v.mot FROM unnest(%s::text[]) AS p (mot) CROSS JOIN LATERAL (
        SELECT DISTINCT m.mot FROM {table} AS m
        WHERE m.mot >= p.mot COLLATE "C" AND m.mot < (p.mot || chr(1114111)) COLLATE "C"
        LIMIT {maximum} + 1) AS v"""


def par_les_index(*demandes: Requete) -> list[list[tuple[Any, ...]]]:
    """What each query gives if PostgreSQL reads no table that an index spares it.

    Together they are one message; SQLite takes one query.
    """
    sql = "; ".join(sql for sql, _params in demandes)
    params = [value for _sql, values in demandes for value in values]
    postgres = connection.vendor == "postgresql"
    found: list[list[tuple[Any, ...]]] = []
    with connection.cursor() as cursor:
        cursor.execute(_PAR_LES_INDEX.format(sql=sql) if postgres else sql, params)
        while len(found) < len(demandes):
            if cursor.description is not None:
                found.append(cursor.fetchall())
            if len(found) < len(demandes):
                cursor.nextset()
    return found


def interroger(bras: Sequence[QuerySet[Any, Any]], maximum: int) -> tuple[int, list[int] | None]:
    """How many rows one of the queries gives, to one more than `maximum`; their ids, unless more.

    What one alone gives more than `maximum` of is more than that in all.
    """
    asked = [query for rows in bras if (query := requete(rows[: maximum + 1]))]
    if not asked:
        return 0, []
    sql = " UNION ".join(f"({sql})" for sql, _params in asked)
    params = [value for _sql, values in asked for value in values]
    [[(total, ids)]] = par_les_index((_SONDE.format(sql=sql, maximum=maximum), params))
    return min(total, maximum + 1), None if total > maximum else ids or []


def requete(rows: QuerySet[Any, Any]) -> Requete | None:
    """What is asked of the database; None where nothing can be found."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def vocabulaire(table: str, debuts: list[str], maximum: int) -> Requete:
    """What asks for the words that begin so, one more than `maximum` of each beginning."""
    return _VOCABULAIRE.format(table=table, maximum=maximum), [debuts]


def ecrire(connus: Sequence[tuple[Any, ...]], maximum: int) -> dict[str, set[str]]:
    """The words that begin so, of those beginnings that have few: {"pomp": {"pompe", "pompes"}}."""
    words: dict[str, set[str]] = {}
    for beginning, word in connus:
        words.setdefault(beginning, set()).add(word)
    return {beginning: few for beginning, few in words.items() if len(few) <= maximum}

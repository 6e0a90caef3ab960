"""How many interventions there are, kept while they change: PostgreSQL's answer to a million.

`cumuls_interventions` holds signed counts by (`tranche`, type, state); their sum is the truth of
the same transaction. Triggers add lines and never change one, so that no two writers wait for each
other; `tasser` folds them together now and then. A `tranche` begins at 00:00 or at 23:00 UTC:
whatever Casablanca's clock does, its months begin with one. SQLite counts the rows themselves.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "cumuls_interventions"
_SOURCE = "interventions"
_CLES = "type_intervention, statut"
_TRANCHE = (
    "(date_trunc('day', date_creation AT TIME ZONE 'UTC') + CASE WHEN "
    "extract(hour FROM date_creation AT TIME ZONE 'UTC') = 23 THEN interval '23 hours' "
    "ELSE interval '0' END) AT TIME ZONE 'UTC'"
)


def _lignes(nom: str, signe: str) -> str:
    return f"SELECT {_TRANCHE} AS tranche, {_CLES}, {signe}1 AS n FROM {nom}"  # noqa: S608  our own names


def _ajouter(*lignes: str) -> str:
    return (
        f"INSERT INTO {TABLE} (tranche, {_CLES}, n) SELECT tranche, {_CLES}, sum(n) "  # noqa: S608  our own names
        f"FROM ({' UNION ALL '.join(lignes)}) AS t GROUP BY 1, 2, 3 HAVING sum(n) <> 0"
    )


_NOUVELLES, _ANCIENNES = _lignes("nouvelles", "+"), _lignes("anciennes", "-")
# By what happens to rows: the transition tables that there are, and what is written.
_QUAND = {
    "INSERT": ("NEW TABLE AS nouvelles", _ajouter(_NOUVELLES)),
    "UPDATE": ("OLD TABLE AS anciennes NEW TABLE AS nouvelles", _ajouter(_NOUVELLES, _ANCIENNES)),
    "DELETE": ("OLD TABLE AS anciennes", _ajouter(_ANCIENNES)),
    "TRUNCATE": ("", f"DELETE FROM {TABLE}"),  # noqa: S608  our own names
}
_REFAIRE = (
    # Whoever writes interventions waits until the count stands: a second for a million.
    f"LOCK TABLE {_SOURCE} IN SHARE ROW EXCLUSIVE MODE",
    f"DELETE FROM {TABLE}",  # noqa: S608  our own names
    _ajouter(_lignes(_SOURCE, "+")),
)


def installation() -> list[str]:
    """The statements that make table, triggers and the first count, for one transaction."""
    table = (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (tranche timestamptz NOT NULL, type_intervention "
        "varchar(20) NOT NULL, statut varchar(20) NOT NULL, n bigint NOT NULL)"
    )
    lock, *count = _REFAIRE
    return [table, lock, *(sql for when in _QUAND for sql in _declencheur(when)), *count]


def _declencheur(quand: str) -> tuple[str, str]:
    name = f"{TABLE}_{quand.lower()}"
    tables, body = _QUAND[quand]
    seen = f"REFERENCING {tables} " if tables else ""
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
    trigger = (
        f"CREATE OR REPLACE TRIGGER {name} AFTER {quand} ON {_SOURCE} {seen}FOR EACH STATEMENT"
    )
    return (
        f"{function} AS $$BEGIN {body}; RETURN NULL; END$$",
        f"{trigger} EXECUTE FUNCTION {name}()",
    )


def retrait() -> list[str]:
    """The statements that take all of it away."""
    functions = [f"DROP FUNCTION IF EXISTS {TABLE}_{when.lower()}() CASCADE" for when in _QUAND]
    return [*functions, f"DROP TABLE IF EXISTS {TABLE}"]


def tenus() -> bool:
    """Whether this database keeps them."""
    return connection.vendor == "postgresql"


class Cumul(NamedTuple):
    """So many interventions; `rang` is that of the last of the given moments not after them."""

    rang: int
    type_intervention: str
    statut: str
    n: int


def lire(bornes: Sequence[Any]) -> list[Cumul]:
    """All of them, by where they were created among `bornes`: ascending beginnings of local days.

    `rang` is 0 before the first of them, then 1, and so on.
    """
    rank = " + ".join(["(tranche >= %s)::int"] * len(bornes))
    sql = (
        f"SELECT {rank} AS rang, {_CLES}, sum(n)::bigint FROM {TABLE} "  # noqa: S608  our own names
        "GROUP BY 1, 2, 3 HAVING sum(n) <> 0"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, bornes)
        return [Cumul(*row) for row in cursor.fetchall()]


def tasser() -> int:
    """Fold the lines of each key into one; how many lines are gone. Safe beside all else."""
    if not tenus():
        return 0
    sql = (
        f"WITH gone AS (DELETE FROM {TABLE} RETURNING *), kept AS ("  # noqa: S608  our own names
        f"INSERT INTO {TABLE} (tranche, {_CLES}, n) SELECT tranche, {_CLES}, sum(n) FROM gone "
        "GROUP BY 1, 2, 3 HAVING sum(n) <> 0 RETURNING 1) "
        "SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def refaire() -> None:
    """Count anew, should `controler` ever find a difference."""
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in _REFAIRE if tenus() else ():
            cursor.execute(sql)


def ecart(base: BaseDatabaseWrapper) -> int:
    """How many keys have another sum than rows."""
    rows = _lignes(_SOURCE, "-")
    sql = (
        f"SELECT count(*) FROM (SELECT 1 FROM (SELECT tranche, {_CLES}, n FROM {TABLE} "  # noqa: S608  our own names
        f"UNION ALL {rows}) AS t GROUP BY tranche, {_CLES} HAVING sum(n) <> 0) AS e"
    )
    with base.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _manquants(base: BaseDatabaseWrapper) -> list[str]:
    with base.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        present = {row[0] for row in cursor.fetchall()}
    return [name for when in _QUAND if (name := f"{TABLE}_{when.lower()}") not in present]


def controler(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """interventions.E001: a count is not kept, or wrong; by `check --database` and `doctor`."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        base = connections[alias]
        if base.vendor != "postgresql" or TABLE not in base.introspection.table_names():
            continue
        faults = [f"déclencheur manquant : {name}" for name in _manquants(base)]
        if not faults and (n := ecart(base)):
            faults = [f"{n} sommes sont fausses"]
        found += [
            Error(
                f"Comptes des interventions : {fault} (base {alias}).",
                hint="Lancez « manage.py tasser_cumuls --refaire ».",
                id="interventions.E001",
            )
            for fault in faults
        ]
    return found

"""Append-only tables: triggers that refuse UPDATE, DELETE, TRUNCATE and REPLACE, and audit views.

An app registers a table from its `AppConfig.ready`. The triggers are put back after each
`migrate`, because SQLite loses them when a migration remakes a table, and `core.controles`
refuses to call a database sound without them.
"""

from collections.abc import Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# table -> primary key column
_tables: dict[str, str] = {}
# view -> SELECT, rebuilt around migrations so that a view never blocks a schema change
_vues: dict[str, str] = {}

REFUS = "audit : ligne inalterable"


def declarer_table(table: str, cle: str) -> None:
    """Make `table` append-only on both databases."""
    _tables[table] = cle


def declarer_vue(nom: str, select: str) -> None:
    """Offer `select` to reporting tools as the view `nom`."""
    _vues[nom] = select


def tables() -> Mapping[str, str]:
    """The append-only tables and their primary keys."""
    return dict(_tables)


def _sql_postgresql(table: str) -> list[str]:
    return [
        f"""CREATE OR REPLACE FUNCTION {table}_inalterable() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{REFUS} ({table})' USING ERRCODE = 'restrict_violation';
        END $$""",
        f"""CREATE OR REPLACE TRIGGER {table}_lignes BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_inalterable()""",
        f"""CREATE OR REPLACE TRIGGER {table}_vidage BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_inalterable()""",
    ]


def _sql_sqlite(table: str, cle: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE gets past a DELETE trigger: an id in use is refused here.
        f"""CREATE TRIGGER IF NOT EXISTS {table}_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {cle} = NEW.{cle}) {refuse}""",  # noqa: S608  names are ours
    ]


def installer(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers and views in place; does nothing for tables that do not exist yet."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, cle in _tables.items():
            if table not in existing:
                continue
            if connection.vendor == "postgresql":
                statements = _sql_postgresql(table)
            else:
                statements = _sql_sqlite(table, cle)
            for sql in statements:
                cursor.execute(sql)
        if set(_tables) <= existing:
            for nom, select in _vues.items():
                cursor.execute(f"DROP VIEW IF EXISTS {nom}")
                cursor.execute(f"CREATE VIEW {nom} AS {select}")


def retirer_declencheurs(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for the bulk load of demo data and the flush between tests only."""
    with connection.cursor() as cursor:
        for table in _tables:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_lignes ON {table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_vidage ON {table}")
            else:
                for kind in ("update", "delete", "replace"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{kind}")


def manquants(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there, enabled, and are not."""
    if connection.vendor == "postgresql":
        kinds: tuple[str, ...] = ("lignes", "vidage")
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        kinds = ("update", "delete", "replace")
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    wanted = {f"{table}_{kind}": table for table in _tables for kind in kinds}
    missing = {name: table for name, table in wanted.items() if name not in present}
    existing = set(connection.introspection.table_names()) if missing else set()
    return [name for name, table in missing.items() if table in existing]


def avant_migration(*, using: str = DEFAULT_DB_ALIAS, plan: Any = (), **_: Any) -> None:
    """Before a migration that changes something: views step aside."""
    if plan:
        with connections[using].cursor() as cursor:
            for nom in _vues:
                cursor.execute(f"DROP VIEW IF EXISTS {nom}")


def apres_migration(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """After any migrate or flush: triggers and views are back."""
    installer(connections[using])

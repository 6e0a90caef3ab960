"""The database's own guarantee: two reservations of one technician never overlap.

On PostgreSQL an exclusion constraint (of ranges: no extension is needed), put in by the first
migration; on SQLite two triggers, put back after each `migrate`, because a migration that remakes
the table drops them. Half-open on both: one may end when the next begins.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

NOM = "reservation_sans_chevauchement"
_TABLE = "reservations"
_QUAND = {"insert": "INSERT", "update": "UPDATE OF technicien_id, debut, fin"}

SQL_POSTGRESQL = (
    f"ALTER TABLE {_TABLE} ADD CONSTRAINT {NOM} EXCLUDE USING gist "
    "(int8range(technicien_id, technicien_id, '[]') WITH &&, tstzrange(debut, fin) WITH &&)"
)


def est_un_chevauchement(error: IntegrityError) -> bool:
    """Whether it was this rule that refused the row."""
    return NOM in str(error)


def installer(connection: BaseDatabaseWrapper) -> None:
    """SQLite's triggers, if the table is there."""
    if connection.vendor != "sqlite" or _TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for suffix, when in _QUAND.items():
            cursor.execute(  # the names are ours
                f"CREATE TRIGGER IF NOT EXISTS {NOM}_{suffix} BEFORE {when} ON {_TABLE} "  # noqa: S608
                f"WHEN EXISTS (SELECT 1 FROM {_TABLE} WHERE technicien_id = NEW.technicien_id "
                "AND debut < NEW.fin AND fin > NEW.debut AND id IS NOT NEW.id) "
                f"BEGIN SELECT RAISE(ABORT, '{NOM}'); END"
            )


def manquants(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of what should be there and is not."""
    if connection.vendor == "postgresql":
        wanted, query = [NOM], "SELECT conname FROM pg_constraint WHERE contype = 'x'"
    else:
        wanted = [f"{NOM}_{suffix}" for suffix in _QUAND]
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    missing = [name for name in wanted if name not in present]
    return missing if missing and _TABLE in connection.introspection.table_names() else []


def controler(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """planning.E001: the guarantee is missing; run by `check --database` and `doctor`."""
    return [
        Error(
            f"Garantie contre les doubles réservations manquante : {nom} (base {alias}).",
            hint="Lancez « manage.py migrate » ; sur PostgreSQL, voir planning/chevauchement.py.",
            id="planning.E001",
        )
        for alias in databases or ()
        for nom in manquants(connections[alias])
    ]


def apres_migration(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """After any migrate or flush."""
    installer(connections[using])

"""Loads rows by executemany, in the caller's transaction; SQLite checks its keys at the end."""

from collections.abc import Iterable
from typing import Self

from django.db import connection

from pilotage.demo.masse.tables import COLONNES, NUL, Ligne


class Insertion:
    """The counterpart of `postgresql.Copie`: nothing steps aside, nothing comes back."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._tables = list(tables)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_erreur: object) -> None:
        """Nothing is held open."""

    def ecrire(self, lot: dict[str, list[Ligne]]) -> None:
        with connection.cursor() as cursor:
            for table, lignes in lot.items():
                columns = COLONNES[table]
                marks = ", ".join(["%s"] * len(columns))
                names = ", ".join(columns)
                rows = [[None if v == NUL else v for v in ligne] for ligne in lignes]
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608

    def attendre(self) -> None:
        """Each batch is written when `ecrire` returns."""

    def terminer(self) -> None:
        """Count for the planner."""
        with connection.cursor() as cursor:
            for table in self._tables:
                cursor.execute(f"ANALYZE {table}")

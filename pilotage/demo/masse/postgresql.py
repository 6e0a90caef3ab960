"""Loads rows by COPY; indexes and foreign keys step aside and come back as they were.

Unique constraints, CHECKs and triggers stay in force: rows come in the order of their ids, so
their cost is small, and nothing has to be trusted. All of it is in the caller's transaction: an
interrupted load leaves neither rows nor a table without its indexes.
"""

from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Self

from django.db import connection

from pilotage.demo.masse.tables import COLONNES, NUL, Ligne

_ECHAPPER = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# Room to sort indexes; a plan of several seconds between two statements is no idle client.
_REGLAGES = (
    "SET LOCAL maintenance_work_mem = '256MB'",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL synchronous_commit = off",
)
# A partial index stays: it holds few rows, and PostgreSQL does not read its own text of a
# condition back to the letter.
_INDEX = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY(%s::regclass[]) AND i.indpred IS NULL AND NOT EXISTS (
        SELECT FROM pg_constraint c
        WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
    ORDER BY i.indexrelid"""
_CLES = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY oid"""


class Copie:
    """Writes one batch while the next is being made: COPY waits on the server, not on Python."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._tables = list(tables)
        self._fil = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copie")
        self._en_vol: Future[None] | None = None
        self._remettre: list[str] = []

    def __enter__(self) -> Self:
        # What is pending in this transaction would forbid to alter the tables.
        connection.check_constraints()
        with connection.cursor() as cursor:
            for reglage in _REGLAGES:
                cursor.execute(reglage)
            cursor.execute(_INDEX, [self._tables])
            indexes = cursor.fetchall()
            cursor.execute(_CLES, [self._tables])
            keys = cursor.fetchall()
            for table, nom, _definition in keys:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {nom}")
            for nom, _definition in indexes:
                cursor.execute(f"DROP INDEX {nom}")
        self._remettre = [definition for _nom, definition in indexes]
        self._remettre += [f"ALTER TABLE {t} ADD CONSTRAINT {n} {d}" for t, n, d in keys]
        return self

    def __exit__(self, *_erreur: object) -> None:
        self._fil.shutdown(wait=True, cancel_futures=True)

    def ecrire(self, lot: dict[str, list[Ligne]]) -> None:
        """Hand a batch over; returns once the one before it is written."""
        text = [(table, _texte(lignes)) for table, lignes in lot.items() if lignes]
        self.attendre()
        self._en_vol = self._fil.submit(_copier, connection.connection, text)

    def attendre(self) -> None:
        """Until the last batch is written; what went wrong there is raised here."""
        if self._en_vol is not None:
            written, self._en_vol = self._en_vol, None
            with connection.wrap_database_errors:
                written.result()

    def terminer(self) -> None:
        """Put back what stepped aside, and count for the planner."""
        connection.check_constraints()
        with connection.cursor() as cursor:
            for sql in self._remettre:
                cursor.execute(sql)
            cursor.execute(f"ANALYZE {', '.join(self._tables)}")


def _texte(lignes: Collection[Ligne]) -> bytes:
    """The rows as COPY reads them. Nothing we write needs escaping, which is looked for at once."""
    rows = ["\t".join(ligne) for ligne in lignes]
    text = "\n".join(rows)
    tabs = sum(len(ligne) - 1 for ligne in lignes)
    plain = text.count("\t") == tabs and text.count("\n") == len(rows) - 1
    if not plain or "\\" in text or "\r" in text:
        text = "\n".join(
            "\t".join(value.translate(_ECHAPPER) for value in ligne) for ligne in lignes
        )
    return f"{text}\n".encode()


def _copier(brute: Any, textes: Sequence[tuple[str, bytes]]) -> None:
    with brute.cursor() as cursor:
        for table, text in textes:
            columns = ", ".join(COLONNES[table])
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN (NULL '{NUL}')") as copy:
                copy.write(text)


def nettoyer(tables: Iterable[str]) -> None:
    """After the commit: mark pages as visible to all, which index-only scans need."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {', '.join(tables)}")

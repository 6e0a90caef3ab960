"""The older backend's database, read only and as of one moment."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from reprise.ligne import en_texte

LOT = 500
Rangee = dict[str, Any]

_OPTIONS = (
    "-c default_transaction_read_only=on -c datestyle=ISO,YMD -c timezone=UTC "
    "-c client_encoding=UTF8 -c idle_in_transaction_session_timeout=0 -c lock_timeout=5s"
)
# Read as text: Python has no year 10000, no "infinity", and wants all text to be UTF-8.
_EN_TEXTE = ("text", "varchar", "bpchar", "date", "timestamp", "timestamptz", "inet", "cidr")


class SourceIllisible(Exception):
    """The source does not answer or is no database that we read; without its password."""


class Source(Protocol):
    """Tables as mappings of column to value; `ordre` names columns, the least of which sorts."""

    adresse: str

    def tables(self) -> Mapping[str, frozenset[str]]:
        """Column names by table."""
        ...

    def compter(self, table: str) -> int:
        """How many rows it has."""
        ...

    def lire(self, table: str, ordre: Sequence[str]) -> Iterator[Rangee]:
        """Every row, in bounded memory."""
        ...

    def lire_enfants(self, table: str, colonne: str, ids: Sequence[Any]) -> list[Rangee]:
        """The rows whose `colonne` is among `ids`."""
        ...


class _Texte(Loader):
    def load(self, data: Buffer) -> str:
        return en_texte(bytes(data))


class SourcePostgreSQL:
    """One REPEATABLE READ transaction: what changes meanwhile is not seen."""

    def __init__(self, url: str) -> None:
        try:
            # SQLAlchemy names its driver: postgresql+psycopg2://...
            scheme, rest = url.strip().split("://", 1)
            conninfo_to_dict(plain := f"{scheme.split('+')[0]}://{rest}")
        except (ValueError, psycopg.Error):
            # The reason would repeat the address, password and all.
            raise SourceIllisible("adresse illisible : postgresql://... est attendue") from None
        try:
            self._base = psycopg.connect(plain, options=_OPTIONS, row_factory=dict_row)
        except psycopg.Error as error:
            raise SourceIllisible(str(error).strip()) from error
        self._base.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self._base.read_only = True
        for kind in _EN_TEXTE:
            self._base.adapters.register_loader(kind, _Texte)
        self._base.adapters.register_loader(0, _Texte)  # enums, and whatever nobody knows
        info = self._base.info
        self.adresse = f"{info.user}@{info.host}:{info.port}/{info.dbname}"

    def close(self) -> None:
        """End the transaction and the connection."""
        self._base.close()

    def tables(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        rows = self._base.execute(
            "SELECT c.table_name::text AS t, c.column_name::text AS c "
            "FROM information_schema.columns c JOIN information_schema.tables t "
            "USING (table_schema, table_name) "
            "WHERE c.table_schema = ANY(current_schemas(false)) AND t.table_type = 'BASE TABLE'"
        )
        for row in rows:
            found.setdefault(row["t"], set()).add(row["c"])
        return {table: frozenset(columns) for table, columns in found.items()}

    def compter(self, table: str) -> int:
        query = sql.SQL("SELECT count(*) AS n FROM {}").format(sql.Identifier(table))
        row = self._base.execute(query).fetchone()
        return int(row["n"]) if row else 0

    def lire(self, table: str, ordre: Sequence[str]) -> Iterator[Rangee]:
        keys = sql.SQL(", ").join(map(sql.Identifier, ordre))
        # Rows of the same moment in the order of their ids, if they have any.
        last = sql.Identifier("id") if "id" in self.tables()[table] else sql.SQL("ctid")
        query = sql.SQL("SELECT * FROM {} ORDER BY least({}) NULLS LAST, {}").format(
            sql.Identifier(table), keys, last
        )
        with self._base.cursor(f"lire_{table}") as cursor:
            cursor.itersize = LOT
            cursor.execute(query)
            yield from cursor

    def lire_enfants(self, table: str, colonne: str, ids: Sequence[Any]) -> list[Rangee]:
        query = sql.SQL("SELECT * FROM {} WHERE {} = ANY(%s) ORDER BY id").format(
            sql.Identifier(table), sql.Identifier(colonne)
        )
        return self._base.execute(query, [list(ids)]).fetchall()

"""Queries whose SQL is written once, because every request asks them.

The ORM takes three times as long to write the session's statement, or the fifty columns of a list,
as the database takes to answer. A `Preparee` keeps what was written; a `Parametre` stands where a
value is missing, a `Choisies` where the rows are chosen by another query.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Expression, F, Field, QuerySet

Ligne = tuple[Any, ...]

_ICI = "<<choisies>>"


class Parametre(Expression):
    """Stands in a query for a value that is known only when it is asked."""

    def __init__(self, nom: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.nom = nom

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        return "%s", [self]

    def preparer(self, valeur: Any) -> Any:
        """`valeur` as the database takes it."""
        return self.output_field.get_db_prep_value(valeur, connection)


class Choisies(Expression):
    """A condition: the row is one of those whose ids a query gives, `nom` the query's name.

    PostgreSQL knows an array before it joins a table; rows of `IN (SELECT ...)` it may look for
    last.
    """

    conditional = True

    def __init__(self, nom: str) -> None:
        super().__init__(output_field=BooleanField())
        self.nom, self._cle = nom, F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self._cle]

    def set_source_expressions(self, exprs: Any) -> None:
        [self._cle] = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, _params = compiler.compile(self._cle)
        ids = f"= ANY(ARRAY({_ICI}))" if connection.vendor == "postgresql" else f"IN ({_ICI})"
        return f"{sql} {ids}", [self]


class Preparee(threading.local):
    """The SQL of `rows`, a query of values; written again for each thread, so each connection."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        compiler = rows.all().query.get_compiler(connection=connection)
        self._sql, self._params = compiler.as_sql()
        # Of the compiler no more is kept: it holds on to its query, with all its expressions.
        self._formes = compiler.get_converters([one for one, *_ in compiler.select])

    def lignes(self, **valeurs: Any) -> list[Ligne]:
        """The rows, with `valeurs` in the places that wait for these names."""
        try:
            sql, params = _remplir(self._sql, self._params, valeurs)
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows = cursor.fetchall()
        return _convertir(rows, self._formes) if self._formes else rows


def _remplir(sql: str, params: Sequence[Any], valeurs: Mapping[str, Any]) -> tuple[str, list[Any]]:
    found: list[Any] = []
    for param in params:
        if isinstance(param, Parametre):
            found.append(param.preparer(valeurs[param.nom]))
        elif isinstance(param, Choisies):
            ids, inner = valeurs[param.nom].query.get_compiler(connection=connection).as_sql()
            sql = sql.replace(_ICI, ids, 1)
            found.extend(inner)
        else:
            found.append(param)
    return sql, found


def _convertir(rows: list[Ligne], formes: Mapping[int, Any]) -> list[Ligne]:
    """As the compiler does it: SQLite gives numbers for booleans, and text for instants."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for rank, (converters, expression) in formes.items() if rows else ():
        values = columns[rank]
        for convert in converters:
            values = [convert(value, expression, connection) for value in values]
        columns[rank] = values
    return list(zip(*columns, strict=True))

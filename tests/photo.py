"""A picture of the rows of a world that factories built once, laid down again for each test.

Building two firms through the services takes some hundred statements; laying their rows down again
takes one per table. Foreign keys are checked at commit on both databases, so order is free.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

Lignes = tuple[list[str], list[tuple[Any, ...]]]
Releve = dict[str, list[tuple[Any, ...]]]


def _modeles() -> Iterator[type[Model]]:
    """Models of the project's own apps."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("django."):
            yield model


def _tables() -> Iterator[str]:
    return (model._meta.db_table for model in _modeles())


def vide() -> bool:
    """Tell whether none of these tables has a row."""
    some = " UNION ALL ".join(f"SELECT EXISTS (SELECT 1 FROM {t}) AS x" for t in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({some}) AS t WHERE x")
        return bool(cursor.fetchone()[0] == 0)


def prendre() -> dict[str, Lignes]:
    """Every row as it stands, table by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {table}")
            rows = cursor.fetchall()
            if rows:
                found[table] = ([column[0] for column in cursor.description], rows)
    return found


def relever(modeles: Iterable[type[Model]] | None = None, sans: str = "") -> Releve:
    """The rows of these tables as the database has them, to see later whether anything changed.

    Raw on purpose: making objects of every row of every table took a tenth of the suite's time.
    """
    found = {}
    with connection.cursor() as cursor:
        for model in modeles or _modeles():
            names = [f.column for f in model._meta.concrete_fields if f.name != sans]
            columns = ", ".join(map(connection.ops.quote_name, names))
            key, table = model._meta.pk.column, model._meta.db_table
            cursor.execute(f'SELECT {columns} FROM {table} ORDER BY "{key}"')
            found[model._meta.label] = cursor.fetchall()
    return found


def poser(photo: dict[str, Lignes]) -> None:
    """Lay the rows down; the tables must be empty."""
    with connection.cursor() as cursor:
        for table, (columns, rows) in photo.items():
            places = ", ".join(["%s"] * len(columns))
            names = ", ".join(f'"{c}"' for c in columns)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
        if connection.vendor == "postgresql":
            # Sequences are outside transactions, and the demo's load sets them to its own end.
            laid = [m for m in _modeles() if m._meta.db_table in photo]
            cursor.execute(" ".join(connection.ops.sequence_reset_sql(no_style(), laid)))

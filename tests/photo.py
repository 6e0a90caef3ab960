"""A picture of the rows of a world that factories built once, laid down again for each test.

Building two firms through the services takes some hundred statements; laying their rows down again
takes one per table. Foreign keys are checked at commit on both databases, so order is free.
"""

import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

# Read as times, and written back past Django's fields, which would say so.
sqlite3.register_adapter(time, time.isoformat)

Lignes = tuple[list[str], list[tuple[Any, ...]]]
Releve = dict[str, list[tuple[Any, ...]]]
T = TypeVar("T")


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
            names = [str(f.column) for f in model._meta.concrete_fields if f.name != sans]
            columns = ", ".join(map(connection.ops.quote_name, names))
            key, table = model._meta.pk.column, model._meta.db_table
            cursor.execute(f'SELECT {columns} FROM {table} ORDER BY "{key}"')
            found[model._meta.label] = cursor.fetchall()
    return found


def poser(photo: dict[str, Lignes]) -> None:
    """Lay the rows down; the tables must be empty."""
    with connection.cursor() as cursor:
        for table, (columns, rows) in photo.items():
            if not rows:
                continue
            places = ", ".join(["%s"] * len(columns))
            names = ", ".join(f'"{c}"' for c in columns)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
        if connection.vendor == "postgresql":
            # Sequences are outside transactions, and the demo's load sets them to its own end.
            laid = [m for m in _modeles() if photo.get(m._meta.db_table, ([], []))[1]]
            if laid:
                cursor.execute(" ".join(connection.ops.sequence_reset_sql(no_style(), laid)))


def _sessions(photo: dict[str, Lignes], nom: str) -> list[Any]:
    """That column of the sessions."""
    columns, rows = photo.get("sessions", ([], []))
    return [row[columns.index(nom)] for row in rows]


def _base(photo: dict[str, Lignes]) -> dict[str, Any]:
    """What a layer stands on: of sessions whose they are, for all else is new with each sign-in."""
    return photo | {"sessions": _sessions(photo, "utilisateur_id")}


@dataclass(frozen=True)
class _Couche:
    """What was built once over `base`: rows that are new, rows that changed, what was returned."""

    base: dict[str, Any]
    neuves: dict[str, Lignes]
    changees: dict[str, Lignes]
    resultat: bytes


# The first few of each name: the same fixture may stand on different rows in different modules.
_couches = defaultdict[str, list[_Couche]](list)
_BASES_MAX = 4


def couche(cle: str, batir: Callable[[], T]) -> T:
    """What `batir` makes and returns: built once per process, then laid over the same rows.

    Over other rows it is simply built. What it returns is pickled, so that each test has its own;
    it must only write rows, and delete none.
    """
    avant = prendre()
    base = _base(avant)
    for known in _couches[cle]:
        free = set(_sessions(avant, "id")).isdisjoint(_sessions(known.neuves, "id"))
        if known.base == base and free:
            poser(known.neuves)
            _changer(known.changees)
            found: T = pickle.loads(known.resultat)  # noqa: S301 (our own, of this process)
            return found
    made = batir()
    if len(_couches[cle]) < _BASES_MAX:
        neuves, changees = _difference(avant, prendre())
        _couches[cle].append(_Couche(base, neuves, changees, pickle.dumps(made)))
    return made


def _difference(
    avant: dict[str, Lignes], apres: dict[str, Lignes]
) -> tuple[dict[str, Lignes], dict[str, Lignes]]:
    """(new rows, changed rows), table by table."""
    new, changed = dict[str, Lignes](), dict[str, Lignes]()
    for model in _modeles():
        table = model._meta.db_table
        columns, rows = apres.get(table, ([], []))
        key = columns.index(str(model._meta.pk.column)) if columns else 0
        before = {row[key]: row for row in avant.get(table, ([], []))[1]}
        new[table] = (columns, [row for row in rows if row[key] not in before])
        changed[table] = (columns, [row for row in rows if before.get(row[key], row) != row])
        if before.keys() - {row[key] for row in rows}:
            raise AssertionError(f"{table}: a layer deletes no rows")
    return new, changed


def _changer(photo: dict[str, Lignes]) -> None:
    with connection.cursor() as cursor:
        for model in _modeles():
            columns, rows = photo[model._meta.db_table]
            if not rows:
                continue
            key = columns.index(str(model._meta.pk.column))
            sets = ", ".join(f'"{column}" = %s' for column in columns)
            sql = f'UPDATE {model._meta.db_table} SET {sets} WHERE "{columns[key]}" = %s'
            cursor.executemany(sql, [(*row, row[key]) for row in rows])

"""Who does it now: locks that are the database's, gone at once when their holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from core.outbox.abonnes import Abonne

_CLASSE = 0x4D49  # of the advisory locks that are the outbox's


def seul(nom: str) -> bool:
    """Until the end of the transaction nobody else does what is named so; False if one does now.

    On PostgreSQL a lock of its own. On SQLite the transaction itself holds the one write lock
    already. Whoever is turned away may leave: the holder looks again after its transaction, and so
    sees all that was committed before.
    """
    return _prendre("pg_try_advisory_xact_lock", nom)


@contextmanager
def sur_une_voie(abonne: Abonne) -> Iterator[bool]:
    """Hold one of the lanes of a subscriber outside, in no transaction; False if all are taken.

    On PostgreSQL the lanes are the whole installation's, whatever the number of its processes. On
    SQLite they are those of the one server process, which has a thread for each.
    """
    names = (f"voie:{abonne.nom}:{n}" for n in range(abonne.voies))
    held = next((name for name in names if _prendre("pg_try_advisory_lock", name)), None)
    try:
        yield held is not None
    finally:
        if held is not None:
            _prendre("pg_advisory_unlock", held)


def _prendre(fonction: str, nom: str) -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {fonction}(%s, hashtext(%s))", [_CLASSE, nom])
        return bool(cursor.fetchone()[0])

"""Continuous numbers such as INT-2026-000042."""

from django.db import connection
from django.utils import timezone

from core.models import Serie


def prochain_numero(code: str) -> str:
    """The next number of this year's series (Casablanca year); call inside a transaction.

    The row's lock is held until the caller commits: a number is never given twice, and a rolled
    back act gives its number back, so the series has no hole.
    """
    year = timezone.localtime(timezone=timezone.get_default_timezone()).year
    return prendre_numeros(code, year, 1)[0]


def prendre_numeros(code: str, annee: int, nombre: int) -> list[str]:
    """The next `nombre` numbers of a given year's series, under the same lock.

    Of several years take the earliest first: whoever locks in one order waits in no circle.
    """
    last = _avancer(code, annee, nombre)
    if not last:  # the first of the year, or another's first is on its way
        Serie.objects.get_or_create(code=code, annee=annee)
        last = _avancer(code, annee, nombre)
    return [f"{code}-{annee}-{n:06d}" for n in range(last - nombre + 1, last + 1)]


def _avancer(code: str, annee: int, nombre: int) -> int:
    """Raise the series and read it in the same statement; 0 without a row.

    By hand: the ORM has no UPDATE ... RETURNING.
    """
    table = connection.ops.quote_name(Serie._meta.db_table)
    sql = f"UPDATE {table} SET dernier = dernier + %s WHERE code = %s AND annee = %s "  # noqa: S608  our own name
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING dernier", [nombre, code, annee])
        found = cursor.fetchone()
    return int(found[0]) if found else 0

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
    last = _suivant(code, year)
    if last is None:  # the first of the year, or another's first is on its way
        Serie.objects.get_or_create(code=code, annee=year)
        last = _suivant(code, year)
    return f"{code}-{year}-{last:06d}"


def _suivant(code: str, year: int) -> int | None:
    """Raise the series by one and read it in the same statement; None without a row.

    By hand: the ORM has no UPDATE ... RETURNING.
    """
    table = connection.ops.quote_name(Serie._meta.db_table)
    sql = f"UPDATE {table} SET dernier = dernier + 1 WHERE code = %s AND annee = %s "  # noqa: S608  our own name
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING dernier", [code, year])
        found = cursor.fetchone()
    return found[0] if found else None

"""Continuous numbers such as INT-2026-000042."""

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
    locked = Serie.objects.select_for_update().filter(code=code, annee=annee)
    serie = locked.first()
    if serie is None:  # the first of the year, or another's first is on its way
        Serie.objects.get_or_create(code=code, annee=annee)
        serie = locked.get()
    first = serie.dernier + 1
    serie.dernier += nombre
    serie.save(update_fields=["dernier"])
    return [f"{code}-{annee}-{n:06d}" for n in range(first, first + nombre)]

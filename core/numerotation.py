"""Continuous numbers such as INT-2026-000042."""

from django.utils import timezone

from core.models import Serie


def prochain_numero(code: str) -> str:
    """The next number of this year's series (Casablanca year); call inside a transaction.

    The row's lock is held until the caller commits: a number is never given twice, and a rolled
    back act gives its number back, so the series has no hole.
    """
    year = timezone.localtime(timezone=timezone.get_default_timezone()).year
    locked = Serie.objects.select_for_update().filter(code=code, annee=year)
    serie = locked.first()
    if serie is None:  # the first of the year, or another's first is on its way
        Serie.objects.get_or_create(code=code, annee=year)
        serie = locked.get()
    serie.dernier += 1
    serie.save(update_fields=["dernier"])
    return f"{code}-{year}-{serie.dernier:06d}"

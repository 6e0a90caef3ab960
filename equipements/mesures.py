"""A meter's value as people read it."""

from decimal import Decimal

from django.utils.formats import number_format


def nombre(valeur: Decimal) -> str:
    """Without idle zeros behind the comma: « 1 234,5 »."""
    plain = format(valeur.normalize(), "f")
    return number_format(Decimal(plain), use_l10n=True, force_grouping=True)


def mesure(valeur: Decimal, unite: str) -> str:
    """« 1 234,5 h »."""
    return f"{nombre(valeur)} {unite}"

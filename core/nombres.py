"""Reading ids and decimals from what people and programs send: exact types, bounded size."""

import math
import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

ID_MAX = 2**63 - 1
_ENTIER = re.compile(r"[0-9]{1,19}")
_CHIFFRES_MAX = 18
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,10})?")


def lire_id(valeur: Any) -> int:
    """A row id: an int, or its digits as text. Never a bool, a float, a sign or a space."""
    if isinstance(valeur, str) and _ENTIER.fullmatch(valeur):
        valeur = int(valeur)
    if type(valeur) is not int or not 1 <= valeur <= ID_MAX:
        raise ValueError(_("Un numéro entier est attendu."))
    return valeur


def lire_id_de_route(valeur: str) -> int:
    """The id in a path, in its one spelling: `7`, but not `007`."""
    number = lire_id(valeur)
    if str(number) != str(valeur):
        raise ValueError(_("Un numéro entier est attendu."))
    return number


def lire_decimal(valeur: Any) -> Decimal:
    """A plain decimal: no NaN, no infinity, no exponent, at most 18 digits before the point."""
    if isinstance(valeur, float) and math.isfinite(valeur):
        valeur = format(Decimal(repr(valeur)), "f")
    elif type(valeur) is int and abs(valeur) < 10**_CHIFFRES_MAX:
        valeur = str(valeur)
    if not isinstance(valeur, str) or not _DECIMAL.fullmatch(valeur):
        raise ValueError(_("Un nombre décimal est attendu, par exemple 12.50."))
    return Decimal(valeur)

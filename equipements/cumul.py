"""How much a machine has counted in all: what each reading adds, whatever the display shows.

Between two resets `cumul = base + valeur` (`base - valeur` for a meter that counts down). A reset
changes the base alone, so that the sum goes on.
"""

from decimal import Decimal

from equipements.choices import NatureReleve, RemiseAZero, Sens
from equipements.models import Compteur, Releve


def _signe(compteur: Compteur) -> int:
    return 1 if compteur.sens == Sens.CROISSANT else -1


def _base(releve: Releve) -> Decimal:
    return releve.cumul - _signe(releve.compteur) * releve.valeur


def recule(releve: Releve, avant: Releve) -> bool:
    """Whether the display went the wrong way."""
    return _signe(releve.compteur) * (releve.valeur - avant.valeur) < 0


def cumul_lu(releve: Releve, *, avant: Releve | None, apres: Releve | None) -> Decimal:
    """Of an ordinary reading between two in force: on the base of its neighbour.

    The first reading of a meter that counts up has counted its value, of one that counts down
    nothing yet.
    """
    sign = _signe(releve.compteur)
    known = avant or apres
    if known is not None:
        return _base(known) + sign * releve.valeur
    return releve.valeur if sign > 0 else Decimal(0)


def cumul_reparti(releve: Releve, *, avant: Releve) -> Decimal:
    """Of the first reading after a reset or a replacement.

    A display that ran over its end has counted up to that end; one that was set to zero by hand
    has counted its value since; a new meter starts wherever it starts.
    """
    meter = releve.compteur
    sign = _signe(meter)
    if releve.nature == NatureReleve.REMISE_A_ZERO:
        if meter.remise_a_zero == RemiseAZero.MAXIMUM:
            return _base(avant) + (meter.maximum or 0) + sign * releve.valeur
        if sign > 0:
            return avant.cumul + releve.valeur
    return avant.cumul

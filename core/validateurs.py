"""Validators shared by models, forms and serializers."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.ma import ice

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HEURE = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def valider_ice(valeur: str) -> None:
    """15 digits whose value modulo 97 is 0 (Moroccan company identifier)."""
    try:
        ice.validate(valeur)
    except StdnumError as error:
        raise ValidationError(
            _("ICE invalide : 15 chiffres avec leur clé de contrôle sont attendus."), code="ice"
        ) from error


def _jour_valide(plages: Any) -> bool:
    """Pairs of hours, each later than the one before: no range is empty, none overlaps another."""
    pairs = isinstance(plages, list) and all(
        isinstance(p, list) and len(p) == len(("debut", "fin")) for p in plages
    )
    if not pairs:
        return False
    hours = [hour for plage in plages for hour in plage]
    return (
        all(isinstance(h, str) and _HEURE.fullmatch(h) for h in hours)
        and hours == sorted(hours)
        and all(debut < fin for debut, fin in plages)
    )


def valider_calendrier(valeur: Any) -> None:
    """Opening hours: `{"lundi": [["08:30", "12:30"], ["14:00", "18:00"]], ...}`."""
    ok = isinstance(valeur, dict) and all(
        jour in JOURS and _jour_valide(plages) for jour, plages in valeur.items()
    )
    if not ok:
        raise ValidationError(
            _("Calendrier invalide : un jour en toutes lettres et des plages « 08:30 »–« 12:30 »."),
            code="calendrier",
        )

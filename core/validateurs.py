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


def _plage_valide(plage: Any) -> bool:
    return (
        isinstance(plage, list)
        and all(isinstance(h, str) and _HEURE.fullmatch(h) for h in plage)
        and plage == sorted(set(plage))
        and plage[1:] == plage[-1:]
    )


def valider_calendrier(valeur: Any) -> None:
    """Opening hours: `{"lundi": [["08:30", "12:30"], ["14:00", "18:00"]], ...}`."""
    ok = isinstance(valeur, dict) and all(
        jour in JOURS and isinstance(plages, list) and all(_plage_valide(p) for p in plages)
        for jour, plages in valeur.items()
    )
    if not ok:
        raise ValidationError(
            _("Calendrier invalide : un jour en toutes lettres et des plages « 08:30 »–« 12:30 »."),
            code="calendrier",
        )

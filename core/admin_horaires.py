"""Opening hours typed as people write them: one line a day, `08:30-12:30, 14:00-18:00`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.champs_formulaire import TexteField
from core.validateurs import JOURS, valider_calendrier

_LIBELLES = {
    "lundi": gettext_lazy("Lundi"),
    "mardi": gettext_lazy("Mardi"),
    "mercredi": gettext_lazy("Mercredi"),
    "jeudi": gettext_lazy("Jeudi"),
    "vendredi": gettext_lazy("Vendredi"),
    "samedi": gettext_lazy("Samedi"),
    "dimanche": gettext_lazy("Dimanche"),
}
_SEPARATEUR = re.compile(r"[,;]")
_TIRET = re.compile(r"\s*[-–]\s*")


def plages_de(texte: str) -> list[list[str]]:
    """The spans of a day; an empty line is a closed day."""
    return [_TIRET.split(part.strip()) for part in _SEPARATEUR.split(texte) if part.strip()]


class HorairesField(TexteField):
    """The spans of one day."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            valider_calendrier({JOURS[0]: plages_de(text)})
        except ValidationError as error:
            message = _("Des plages sont attendues, par exemple 08:30-12:30, 14:00-18:00.")
            raise ValidationError(message, "horaires") from error
        return text


def champs_horaires() -> Iterator[HorairesField]:
    """One input for each day, Monday first."""
    for jour in JOURS:
        yield HorairesField(label=_LIBELLES[jour], required=False, max_length=100)


def lire_horaires(saisies: Mapping[str, str]) -> dict[str, list[list[str]]]:
    """The calendar that the days' lines say; closed days are left out."""
    days = {jour: plages_de(saisies[jour]) for jour in JOURS}
    return {jour: spans for jour, spans in days.items() if spans}

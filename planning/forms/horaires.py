"""Forms of sittings, of a week's hours, and of what is said about a holiday."""

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.champs_formulaire import InstantField, JourField, TexteField
from interventions.forms.champs import ChoixTechnicien
from planning.calendrier import Heures
from planning.choices import Ajustement, JourSemaine
from planning.models import Creneau, Reservation

_PLAGE = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})")


class FormulaireSeance(forms.Form):
    """A sitting of a slot: a new one, or `seance`."""

    technicien: Any
    debut = InstantField(label=gettext_lazy("début"))
    fin = InstantField(label=gettext_lazy("fin"))
    motif_derogation = TexteField(
        label=gettext_lazy("motif de dérogation"),
        required=False,
        help_text=gettext_lazy("Seulement si la date est refusée ; gardé dans l’historique."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, *args: Any, user: Any, creneau: Creneau, seance: Reservation | None, **kwargs: Any
    ) -> None:
        shown: dict[str, Any] = {"version": creneau.version}
        if seance is None:
            shown |= {"technicien": creneau.intervention.technicien}
        else:
            shown |= {n: getattr(seance, n) for n in ("technicien", "debut", "fin")}
        super().__init__(*args, **{**kwargs, "initial": shown})
        self.fields["technicien"] = ChoixTechnicien(user)
        self.order_fields(["technicien"])

    def valeurs(self) -> dict[str, Any]:
        """What the services take."""
        values = dict(self.cleaned_data)
        return values | {"technicien_id": values.pop("technicien").pk}


def en_texte(plages: Iterable[Heures]) -> str:
    """As the form takes it: `08:30-12:30, 14:00-18:00`."""
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in plages)


class PlagesField(TexteField):
    """The spans of one day; an empty line is a day of rest, 24:00 the end of the day."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value) or ""
        try:
            return [_plage(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
        except ValueError as error:
            message = _("Des plages sont attendues, par exemple 08:30-12:30, 14:00-18:00.")
            raise ValidationError(message, "horaires") from error


def _plage(texte: str) -> Heures:
    said = _PLAGE.fullmatch(texte)
    if said is None:
        raise ValueError(texte)
    hours, minutes = int(said[3]), int(said[4])
    end = time() if (hours, minutes) == (24, 0) else time(hours, minutes)
    return time(int(said[1]), int(said[2])), end


class FormulaireSemaine(forms.Form):
    """A week's hours, one line a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in JourSemaine:
            self.fields[day.name.lower()] = PlagesField(
                label=day.label, required=False, max_length=100
            )

    def valeurs(self) -> dict[str, Any]:
        """The week by weekday, as the service takes it."""
        return {"jours": {int(day): self.cleaned_data[day.name.lower()] for day in JourSemaine}}


class FormulaireFerie(forms.Form):
    """What is said about a holiday; a link of the year's page says most of it."""

    ajustement = forms.ChoiceField(
        label=gettext_lazy("que faire"), choices=Ajustement.choices, initial=Ajustement.AJOUTE
    )
    nom = TexteField(label=gettext_lazy("nom"), required=False, max_length=150)
    deplace_de = JourField(
        label=gettext_lazy("au lieu du"),
        required=False,
        help_text=gettext_lazy("Seulement pour déplacer : le jour de la liste officielle."),
    )
    date = JourField(label=gettext_lazy("date"))

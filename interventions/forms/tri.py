"""The form that takes a request out of the queue: how urgent it is, and who goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interventions.choices import Priorite
from interventions.forms.actes import FormulaireVersionne
from interventions.forms.champs import ChoixTechnicien
from interventions.models import Intervention


class FormulaireTri(FormulaireVersionne):
    """Priority and technician in one go."""

    priorite = forms.ChoiceField(
        label=_("priorité"), choices=Priorite.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, intervention: Intervention, user: Any, *, data: Any = None, **options: Any
    ) -> None:
        super().__init__(data, auto_id="tri_%s", **options)
        self.fields["technicien_id"] = ChoixTechnicien(user)
        self.initial = {"version": intervention.version, **self.initial}

"""Forms of the work done step by step on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.champs_formulaire import DecimalField
from interventions.forms.champs import champ_de_colonne, demander_les_heures
from interventions.forms.saisie import FormulaireModification
from interventions.models import Intervention
from interventions.workflow import CODES, Acteur


class FormulaireEtape(FormulaireModification):
    """The columns of one step; codes are large buttons rather than a list to unfold."""

    def __init__(
        self,
        intervention: Intervention,
        user: Any,
        acteur: Acteur,
        *,
        colonnes: tuple[str, ...],
        **options: Any,
    ) -> None:
        super().__init__(intervention, user, acteur, **options)
        for name in self.colonnes():
            if name not in colonnes:
                del self.fields[name]
        self.order_fields(colonnes)
        for name in CODES:
            if name in self.fields:
                self._en_boutons(name)

    def _en_boutons(self, nom: str) -> None:
        field: Any = self.fields[nom]
        labelled = [(code, label) for code, label in field.choices if code]
        field.widget = forms.RadioSelect()
        field.choices = [("", _("Pas encore choisi")), *labelled]


class FormulaireTemps(forms.Form):
    """The hours to keep instead of the measured ones, or nothing."""

    def __init__(self, intervention: Intervention, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: DecimalField = champ_de_colonne("duree_reelle")
        demander_les_heures(field, intervention)
        self.fields["duree_reelle"] = field

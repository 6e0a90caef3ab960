"""Forms of saved views and of the choice of columns."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.champs_formulaire import TexteField
from listes.colonnes import Colonne


class FormulaireVue(forms.Form):
    """A view: its name, and who finds it where."""

    nom = TexteField(label=_("nom"), max_length=60)
    epinglee = forms.BooleanField(
        label=_("épingler en onglet, avec le nombre de lignes"), required=False
    )
    partagee = forms.BooleanField(
        label=_("partager avec l’équipe"),
        help_text=_("Chacun y voit seulement les lignes et les colonnes qui lui sont ouvertes."),
        required=False,
    )
    ouverture = forms.BooleanField(label=_("ouvrir la liste sur cette vue"), required=False)

    def __init__(self, *args: Any, partage: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not partage:
            del self.fields["partagee"]


class FormulaireColonnes(forms.Form):
    """Which columns are shown; the first one, which leads to the row, always is."""

    colonnes = forms.MultipleChoiceField(
        label=_("colonnes"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, offertes: Sequence[Colonne], montrees: Sequence[Colonne], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        first, *others = offertes
        field: Any = self.fields["colonnes"]
        field.choices = [(column.nom, column.libelle) for column in others]
        field.initial = [column.nom for column in montrees]
        field.help_text = _("« %(nom)s » reste toujours en tête.") % {"nom": first.libelle}

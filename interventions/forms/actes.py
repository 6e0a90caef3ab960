"""The form of an act of the workflow's table."""

from typing import Any

from django import forms

from comptes.choices import Role
from core.champs_formulaire import EntierIdField
from core.envoi_unique import nouveau_jeton
from core.visibility import colonnes_cachees
from interventions.forms.champs import champ, demander_les_heures
from interventions.models import Intervention
from interventions.workflow import ACTIONS
from techniciens.models import Technicien

COLONNES = frozenset(f.name for f in Intervention._meta.concrete_fields) - {"version"}


class FormulaireVersionne(forms.Form):
    """A form that says which version of the intervention the person saw."""

    version = EntierIdField(widget=forms.HiddenInput)
    # Where to go afterwards: a path of ours, or nothing.
    suite = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)

    def colonnes(self) -> list[str]:
        """The fields that are columns of `Intervention`."""
        return [name for name in self.fields if name in COLONNES]


class FormulaireActe(FormulaireVersionne):
    """What an act of the workflow's table asks for; already written texts are filled in."""

    def __init__(
        self,
        nom: str,
        intervention: Intervention,
        user: Any,
        *,
        data: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(data, auto_id=f"{nom}_%s", **options)
        self.nom = nom
        action = ACTIONS[nom]
        names = [*action.requis, *action.facultatifs]
        if user.role == Role.CLIENT and "visible_client" in names:
            names.remove("visible_client")  # a client's message is always visible to it
        hidden = colonnes_cachees(Intervention, user) & COLONNES
        for name in [n for n in names if n not in hidden]:
            field = champ(nom, name, user)
            field.required = name in action.requis
            self.fields[name] = field
        if nom == "cloturer" and "duree_reelle" in self.fields:
            field = self.fields["duree_reelle"]
            field.required = demander_les_heures(field, intervention)
        if nom == "commenter":
            self.fields["jeton"] = forms.CharField(
                required=False, max_length=64, widget=forms.HiddenInput
            )
            self.initial.setdefault("jeton", nouveau_jeton())
        known = self.colonnes() if nom in ("cloturer", "rectifier") else []
        written = {name: getattr(intervention, name) for name in known}
        self.initial = {"version": intervention.version, **written, **self.initial}

    def valeurs(self) -> dict[str, Any]:
        """Arguments of the service."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "suite", "jeton")
        }
        if isinstance(values.get("technicien_id"), Technicien):
            values["technicien_id"] = values["technicien_id"].pk
        return values

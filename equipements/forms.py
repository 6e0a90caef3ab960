"""Forms of a machine."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client, Site
from core.champs_formulaire import TexteField
from core.formulaires_ligne import FormulaireLigne
from equipements.models import Equipement, Famille
from equipements.presentation import GROUPES

# A list of suggestions beyond this is no help; any code may still be typed.
SUGGESTIONS_MAX = 300


def etiquette_de(machine: Equipement) -> str:
    """« 7F3K9PQ2 · Compresseur », as suggested and as typed back."""
    return f"{machine.code} · {machine.nom}"


class AvecSuggestions(forms.TextInput):
    """A text input with the browser's own list of suggestions."""

    template_name = "equipements/suggestions.html"
    suggestions: Any = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["suggestions"] = list(self.suggestions)
        context["widget"]["attrs"] |= {"list": f"liste-{name}", "autocomplete": "off"}
        return context


class FormulaireEquipement(FormulaireLigne):
    """The columns of a machine that this person may set; `client` owns it, for good."""

    modele = Equipement
    groupes = GROUPES

    famille_nom = TexteField(
        label=gettext_lazy("famille"),
        max_length=100,
        required=False,
        widget=AvecSuggestions(),
        help_text=gettext_lazy("Choisissez dans la liste, ou écrivez-en une nouvelle."),
    )
    parent_code = TexteField(
        label=gettext_lazy("fait partie de"),
        max_length=300,
        required=False,
        widget=AvecSuggestions(),
        help_text=gettext_lazy("Code d’étiquette d’une machine du même client."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        self.client = client
        super().__init__(*args, **kwargs)

    def amenager(self) -> None:
        for name, column in (("famille_nom", "famille_id"), ("parent_code", "parent_id")):
            if self.permis is not None and column not in self.permis:
                del self.fields[name]
        if "site" in self.fields:
            self._sites()
        if "famille_nom" in self.fields:
            rows = Famille.objects.visible_to(self.user)
            self._suggerer("famille_nom", rows.values_list("nom", flat=True))
        if "parent_code" in self.fields:
            self._parents()
        if self.ligne is not None:
            self.initial = {**self.initial, **self._valeurs_de(self.ligne)}

    def _sites(self) -> None:
        field: Any = self.fields["site"]
        rows = Site.objects.visible_to(self.user).filter(client=self.client)
        field.queryset = rows.filter(archive_le__isnull=True)
        if self.ligne is None:
            self.initial["site"] = field.queryset.order_by("pk").first()

    def _parents(self) -> None:
        rows = self._machines().exclude(pk=self.ligne.pk if self.ligne else None)
        names = [etiquette_de(m) for m in rows.only("code", "nom")[:SUGGESTIONS_MAX]]
        self._suggerer("parent_code", names)

    def _machines(self) -> Any:
        rows = Equipement.objects.visible_to(self.user)
        return rows.filter(client=self.client, archive_le__isnull=True)

    def _suggerer(self, nom: str, suggestions: Any) -> None:
        shown: Any = self.fields[nom].widget
        shown.suggestions = suggestions

    @staticmethod
    def _valeurs_de(ligne: Equipement) -> dict[str, str]:
        return {
            "famille_nom": ligne.famille.nom if ligne.famille else "",
            "parent_code": etiquette_de(ligne.parent) if ligne.parent else "",
        }

    def clean_parent_code(self) -> str:
        """The code of a machine of this client; the name after it is only for the eye."""
        typed: str = self.cleaned_data["parent_code"]
        self.parent_id: int | None = None
        if typed:
            code = typed.split(maxsplit=1)[0].upper()
            rows = self._machines().filter(code=code)
            self.parent_id = rows.values_list("pk", flat=True).first()
            if self.parent_id is None:
                raise ValidationError(
                    _("Aucune machine de ce client ne porte ce code : choisissez dans la liste.")
                )
        return typed

    def cle(self, nom: str) -> str:
        return {"parent_code": "parent_id"}.get(nom, super().cle(nom))

    def valeurs(self) -> dict[str, Any]:
        values = super().valeurs()
        if "parent_id" in values:
            values["parent_id"] = self.parent_id
        return values

"""Forms of machines, their families and their labels."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client, Site
from core.champs_formulaire import EntierIdField, TexteField
from core.formulaires_ligne import FormulaireLigne
from equipements.models import Equipement, Famille
from equipements.planches import PAR_PAGE, PLACES_MAX, Format, Mention
from equipements.presentation import GROUPES, GROUPES_FAMILLE

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


class FormulaireFamille(FormulaireLigne):
    """A family of the list."""

    modele = Famille
    groupes = GROUPES_FAMILLE

    def amenager(self) -> None:
        field: Any = self.fields["competence"]
        field.empty_label = _("Aucune")
        field.help_text = _(
            "L’affectation préviendra quand le technicien choisi ne l’a pas, ou plus."
        )


# A longer select is no help: labels are then chosen in the list or on the client's page.
CHOIX_MAX = 300


@dataclass(frozen=True)
class ChoixEtiquettes:
    """The paper, the first free place of its first sheet, and what each label says."""

    format: Format = Format.A4_24
    debut: int = 1
    mentions: frozenset[str] = frozenset(Mention)


def _borner(rows: Any) -> list[tuple[int, str]]:
    found = [(pk, " · ".join(names)) for pk, *names in rows[: CHOIX_MAX + 1]]
    return found if 1 < len(found) <= CHOIX_MAX else []


class FormulaireParc(forms.Form):
    """Where: a client or one of its sites, among those that the person sees."""

    client_id = EntierIdField(label=gettext_lazy("client"), required=False, widget=forms.Select())
    site_id = EntierIdField(label=gettext_lazy("site"), required=False, widget=forms.Select())

    def offrir(self, user: Any, *, choisies: bool = False) -> None:
        """Firms and sites to choose from, unless the machines are chosen or there are too many."""
        firms = Client.objects.visible_to(user).filter(archive_le__isnull=True)
        sites = Site.objects.visible_to(user).filter(archive_le__isnull=True)
        asked = self.data.get("client_id", "").strip()
        if asked.isdecimal():
            sites = sites.filter(client_id=asked[:18])
        named = {
            "client_id": () if choisies else _borner(firms.values_list("pk", "nom_entreprise")),
            "site_id": ()
            if choisies
            else _borner(
                sites.order_by("client__nom_entreprise", "nom").values_list(
                    "pk", "client__nom_entreprise", "nom"
                )
            ),
        }
        for name, options in named.items():
            if not options:
                del self.fields[name]
                continue
            shown: Any = self.fields[name].widget
            shown.choices = [("", _("Tous")), *options]


class FormulaireEtiquettes(FormulaireParc):
    """Which labels on which paper; read from the address, so that a sheet can be printed again."""

    format = forms.ChoiceField(
        label=gettext_lazy("papier"), choices=Format.choices, required=False, initial=Format.A4_24
    )
    debut = forms.IntegerField(
        label=gettext_lazy("première place libre de la planche"),
        min_value=1,
        max_value=PLACES_MAX,
        required=False,
        initial=1,
        help_text=gettext_lazy(
            "Pour finir une planche entamée : les places d’avant restent vides."
        ),
    )
    mentions = forms.MultipleChoiceField(
        label=gettext_lazy("ce que dit l’étiquette"),
        choices=Mention.choices,
        required=False,
        initial=Mention.values,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, data: Any, *, user: Any) -> None:
        # An address that names only machines says nothing of the paper: all is then as usual.
        self.dit_le_papier = data is not None and "format" in data
        if data is not None and not self.dit_le_papier:
            data = data.copy()
            data.setlist("mentions", Mention.values)
            data["format"], data["debut"] = Format.A4_24, "1"
        super().__init__(data)
        self.offrir(user, choisies=bool(data is not None and data.get("ids", "").strip()))

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        chosen = values.get("format") or Format.A4_24
        if (values.get("debut") or 1) > PAR_PAGE[Format(chosen)]:
            text = _("Cette planche n’a que %(n)s places.") % {"n": PAR_PAGE[Format(chosen)]}
            self.add_error("debut", text)
        return values

    def choix(self) -> ChoixEtiquettes:
        """What holds of the choices; the usual for the rest."""
        if not self.is_bound:
            return ChoixEtiquettes()
        self.is_valid()
        values = self.cleaned_data
        return ChoixEtiquettes(
            Format(values.get("format") or Format.A4_24),
            values.get("debut") or 1,
            frozenset(values.get("mentions", Mention.values)),
        )

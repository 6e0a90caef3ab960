"""Forms of a firm, its sites, contacts and logins."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client, Contact, Site
from clients.presentation import GROUPES_CLIENT, GROUPES_CONTACT, GROUPES_SITE
from comptes.forms import mot_de_passe
from comptes.models import Utilisateur
from core.champs_formulaire import TexteField
from core.formulaires_ligne import FormulaireLigne


def _lignes(champ: Any, nombre: int) -> None:
    champ.widget.attrs["rows"] = nombre


class FormulaireClient(FormulaireLigne):
    modele = Client
    groupes = GROUPES_CLIENT

    def amenager(self) -> None:
        _lignes(self.fields["adresse"], 2)
        self.fields["ice"].help_text = _("15 chiffres.")
        self.fields["ice"].widget.attrs["inputmode"] = "numeric"
        self.fields["telephone"].widget.input_type = "tel"
        note = self.fields["instructions_particulieres"]
        note.help_text = _("Lues par les techniciens et par le client.")
        self.fields["notes_commerciales"].help_text = _("Jamais montrées au client ni au terrain.")


class FormulaireSite(FormulaireLigne):
    modele = Site
    groupes = GROUPES_SITE

    def amenager(self) -> None:
        _lignes(self.fields["adresse"], 2)
        self.fields["horaires"].help_text = _("Par exemple : du lundi au samedi, 8 h à 18 h.")
        self.fields["acces"].help_text = _("Poste de garde, badge, équipements de protection…")


class FormulaireContact(FormulaireLigne):
    modele = Contact
    groupes = GROUPES_CONTACT

    def amenager(self) -> None:
        self.fields["telephone"].widget.input_type = "tel"


class FormulaireAcces(forms.Form):
    """A login for somebody of the firm."""

    full_name = TexteField(
        label=gettext_lazy("nom complet"),
        max_length=255,
    )
    email = forms.EmailField(
        label=gettext_lazy("courriel"),
        max_length=255,
        help_text=gettext_lazy("Permet aussi de se connecter."),
    )
    username = TexteField(
        label=gettext_lazy("identifiant"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    password = mot_de_passe(
        gettext_lazy("mot de passe initial"),
        help_text=gettext_lazy("12 caractères au moins. La personne le changera dans son profil."),
    )


class FormulaireVueComme(forms.Form):
    """With whose eyes to look: one of the firm's open accounts."""

    compte = forms.ModelChoiceField(
        Utilisateur.objects.none(),
        label=gettext_lazy("compte"),
        widget=forms.RadioSelect(),
        empty_label=None,
    )

    def __init__(self, *args: Any, comptes: Any, principal: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["compte"]
        field.queryset = comptes
        field.initial = principal if principal in comptes else next(iter(comptes), None)

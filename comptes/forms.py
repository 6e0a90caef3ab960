"""Forms of the account pages."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptes.authentification import IDENTIFIANT_MAX, MOT_DE_PASSE_MAX
from comptes.models import Utilisateur
from core.caracteres import toxique
from core.champs_formulaire import EntierIdField, TexteField
from core.errors import TropDeDemandes
from core.formulaires_ligne import FormulaireLigne, Groupes
from core.nombres import lire_id


class MotDePasse(forms.PasswordInput):
    """Hidden while typed; where scripts run, « Afficher » beside it."""

    class Media:
        js = (forms.Script("js/mot-de-passe.js", type="module"),)


def mot_de_passe(libelle: Any, *, nouveau: bool = True, **options: Any) -> forms.CharField:
    """A password, as typed; the browser is told whether it is a new one."""
    return forms.CharField(
        label=libelle,
        max_length=MOT_DE_PASSE_MAX,
        strip=False,
        widget=MotDePasse(
            attrs={"autocomplete": "new-password" if nouveau else "current-password"}
        ),
        **options,
    )


class FormulaireConnexion(forms.Form):
    """Username or e-mail, and password; the refusal does not say which one was wrong."""

    username = TexteField(
        label=gettext_lazy("identifiant ou courriel"),
        max_length=IDENTIFIANT_MAX,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = mot_de_passe(gettext_lazy("mot de passe"), nouveau=False)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self._user: Any = None
        # Seconds to wait after too many wrong passwords.
        self.attente = 0

    def clean(self) -> dict[str, Any]:
        name, password = (self.cleaned_data.get(n) for n in ("username", "password"))
        if name and password:
            try:
                self._user = authenticate(self.request, username=name, password=password)
            except TropDeDemandes as error:
                self.attente = error.attente
                raise ValidationError(error.detail) from error
            if self._user is None:
                raise ValidationError(
                    _(
                        "Identifiant ou mot de passe incorrect. Vérifiez les majuscules et "
                        "réessayez, ou demandez un nouveau mot de passe."
                    )
                )
        return self.cleaned_data

    def get_user(self) -> Any:
        """Who signed in; Django's sign-in view asks."""
        return self._user


class FormulaireOubli(forms.Form):
    """The address that the link is sent to."""

    courriel = forms.EmailField(
        label=gettext_lazy("courriel de votre compte"),
        max_length=IDENTIFIANT_MAX,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_courriel(self) -> str:
        typed: str = self.cleaned_data["courriel"]
        if toxique(typed):
            raise ValidationError(_("Ce courriel contient des caractères interdits."))
        return typed


class FormulaireProfil(FormulaireLigne):
    """Oneself: name and preferences."""

    modele = Utilisateur
    groupes = (
        (gettext_lazy("Qui je suis"), ("full_name",)),
        (gettext_lazy("Affichage"), ("langue", "theme", "densite", "raccourcis")),
    )


class FormulaireCompte(FormulaireLigne):
    """An account, for administrators."""

    modele = Utilisateur
    groupes: ClassVar[Groupes] = (
        (gettext_lazy("Personne"), ("full_name", "email")),
        (gettext_lazy("Accès"), ("username", "role")),
        (gettext_lazy("Affichage"), ("langue", "theme", "densite")),
    )

    def amenager(self) -> None:
        self.fields["username"].widget.attrs["autocapitalize"] = "none"
        self.fields["email"].help_text = _("Permet aussi de se connecter.")


class FormulaireNouveauCompte(FormulaireCompte):
    """A new account with its first password."""

    groupes: ClassVar[Groupes] = (
        (gettext_lazy("Personne"), ("full_name", "email")),
        (gettext_lazy("Accès"), ("username", "role", "password")),
    )

    password = mot_de_passe(
        gettext_lazy("mot de passe initial"),
        help_text=gettext_lazy("12 caractères au moins. La personne le changera dans son profil."),
    )


class FormulaireMotDePasse(forms.Form):
    """A new password set by an administrator."""

    new_password = mot_de_passe(
        gettext_lazy("nouveau mot de passe"), help_text=gettext_lazy("12 caractères au moins.")
    )


class FormulaireNouveauSecret(forms.Form):
    """A new password, twice."""

    new_password = mot_de_passe(
        gettext_lazy("nouveau mot de passe"),
        help_text=gettext_lazy("12 caractères au moins. Une phrase se retient mieux."),
    )
    confirmation = mot_de_passe(gettext_lazy("nouveau mot de passe, encore une fois"))

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"]
        if self.cleaned_data.get("new_password") not in (None, typed):
            raise ValidationError(_("Les deux saisies ne sont pas les mêmes."))
        return typed


class FormulaireChangement(FormulaireNouveauSecret):
    """One's own password: the present one first."""

    current_password = mot_de_passe(gettext_lazy("mot de passe actuel"), nouveau=False)
    field_order = ("current_password", "new_password", "confirmation")


class IdsField(forms.Field):
    """Row ids, each sent under the same name."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        try:
            return [lire_id(part) for part in value or ()]
        except ValueError as error:
            raise ValidationError(_("Cette liste n’est pas lisible."), "invalid") from error


class FormulaireDepart(forms.Form):
    """Somebody with open work leaves: a successor, or the list that was read and let go."""

    successeur_id = EntierIdField(label=gettext_lazy("successeur"), required=False)
    interventions_vues = IdsField(required=False)

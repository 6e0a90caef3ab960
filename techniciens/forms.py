"""Forms of a technician's profile and skills."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptes.choices import Role
from comptes.models import Utilisateur
from core.champs_formulaire import JourField
from core.formulaires_ligne import FormulaireLigne, champ_strict
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.presentation import GROUPES, GROUPES_COMPETENCE


def comptes_sans_profil(user: Any) -> Any:
    """Active accounts of role technicien that have no profile yet."""
    rows = Utilisateur.objects.visible_to(user).filter(role=Role.TECHNICIEN, is_active=True)
    return rows.filter(technicien__isnull=True)


class FormulaireTechnicien(FormulaireLigne):
    modele = Technicien
    groupes = GROUPES

    def amenager(self) -> None:
        self.fields["notes_competences"].help_text = _("Lues par les responsables et l’intéressé.")
        if "user" in self.fields:
            field: Any = self.fields["user"]
            field.queryset = comptes_sans_profil(self.user)
            field.empty_label = _("Choisir un compte")


class FormulaireCompetence(FormulaireLigne):
    """A skill of the list."""

    modele = Competence
    groupes = GROUPES_COMPETENCE


class FormulaireNiveau(forms.Form):
    """At which level a technician holds a skill, and until when it is certified."""

    competence = forms.ModelChoiceField(Competence.objects.none(), label=gettext_lazy("compétence"))
    niveau = champ_strict(CompetenceTechnicien._meta.get_field("niveau"))
    certification_expire_le = JourField(
        label=gettext_lazy("certification jusqu’au"), required=False
    )

    def __init__(self, *args: Any, user: Any, competence: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["competence"]
        field.queryset = Competence.objects.visible_to(user)
        if competence is not None:
            field.queryset = field.queryset.filter(pk=competence.pk)
            field.widget = field.hidden_widget()
            field.initial = competence

    def valeurs(self) -> dict[str, Any]:
        """What the service takes."""
        values = dict(self.cleaned_data)
        return values | {"competence_id": values.pop("competence").pk}

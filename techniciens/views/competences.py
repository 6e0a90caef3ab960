"""Changes to the list of skills."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formulaires_service import VueService
from core.lignes import trouver
from techniciens import services
from techniciens.forms import FormulaireCompetence
from techniciens.models import Competence
from techniciens.permissions import exiger_gestion


class Creer(VueService):
    """A new skill in the list."""

    form_class = FormulaireCompetence
    titre = gettext_lazy("Nouvelle compétence")
    bouton = gettext_lazy("Créer la compétence")
    retour_texte = gettext_lazy("Compétences")
    message = gettext_lazy("La compétence est dans la liste.")
    success_url = reverse_lazy("techniciens:competences")

    def ouvrir(self) -> None:
        exiger_gestion(self.request.user)

    def executer(self, valeurs: dict[str, Any]) -> Competence:
        return services.creer_competence(par=self.request.user, **valeurs)


class Modifier(VueService):
    """Change a skill of the list."""

    form_class = FormulaireCompetence
    retour_texte = gettext_lazy("Compétences")
    message = gettext_lazy("La compétence est à jour.")
    success_url = reverse_lazy("techniciens:competences")

    def ouvrir(self) -> None:
        self.ligne = trouver(Competence.objects.all(), self.kwargs["pk"], self.request.user)
        exiger_gestion(self.request.user)
        self.titre = _("Modifier la compétence « %(nom)s »") % {"nom": self.ligne}

    def executer(self, valeurs: dict[str, Any]) -> Competence:
        return services.modifier_competence(
            par=self.request.user, competence_id=self.ligne.pk, champs=valeurs
        )

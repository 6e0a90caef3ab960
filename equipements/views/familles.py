"""The list of families: which skill each asks for, for the warnings of an assignment."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.formulaires_service import VueService
from core.lignes import trouver
from equipements import services
from equipements.forms import FormulaireFamille
from equipements.models import Famille
from equipements.permissions import exiger_gestion


class Familles(TemplateView):
    """All families, those without a skill told apart."""

    template_name = "equipements/familles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        exiger_gestion(user)
        alive = Count("equipements", filter=Q(equipements__archive_le__isnull=True))
        rows = Famille.objects.visible_to(user).select_related("competence").annotate(nombre=alive)
        families = list(rows.order_by("nom"))
        without = sum(row.competence_id is None for row in families)
        return super().get_context_data(familles=families, sans=without, **kwargs)


class _Famille(VueService):
    form_class = FormulaireFamille
    permis = services.CHAMPS_FAMILLE
    retour_texte = gettext_lazy("Familles")
    success_url = reverse_lazy("equipements:familles")


class Creer(_Famille):
    """A new family."""

    titre = gettext_lazy("Nouvelle famille")
    bouton = gettext_lazy("Créer la famille")
    message = gettext_lazy("La famille est dans la liste.")

    def ouvrir(self) -> None:
        exiger_gestion(self.request.user)

    def executer(self, valeurs: dict[str, Any]) -> Famille:
        return services.creer_famille(par=self.request.user, **valeurs)


class _SurFamille(_Famille):
    """An act on one family; `question` is the title, with its name."""

    ligne: Any
    question: Any = ""

    def ouvrir(self) -> None:
        exiger_gestion(self.request.user)
        self.ligne = trouver(Famille.objects.all(), self.kwargs["pk"], self.request.user)
        self.titre = self.question % {"nom": self.ligne}


class Modifier(_SurFamille):
    """Rename a family, or say which skill it asks for."""

    question = gettext_lazy("Modifier la famille « %(nom)s »")
    message = gettext_lazy("La famille est à jour.")

    def executer(self, valeurs: dict[str, Any]) -> Famille:
        return services.modifier_famille(
            par=self.request.user, famille_id=self.ligne.pk, champs=valeurs
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(famille=self.ligne, **kwargs)


class Supprimer(_SurFamille):
    """Forget a family that no machine is of."""

    form_class = VueService.form_class
    question = gettext_lazy("Supprimer la famille %(nom)s ?")
    bouton = gettext_lazy("Supprimer la famille")
    note = gettext_lazy("Elle disparaît des choix ; il faut qu’aucune machine n’en fasse partie.")
    message = gettext_lazy("La famille est supprimée.")
    danger = True

    def executer(self, valeurs: dict[str, Any]) -> None:
        services.supprimer_famille(par=self.request.user, famille_id=self.ligne.pk)

"""Planning work from its page: plan, move or change, confirm, take back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import DomainError, VersionPerimee
from core.formulaires_service import VueService
from core.lignes import trouver
from interventions.models import Intervention
from planning import services
from planning.forms import FormulaireCreneau
from planning.models import Creneau
from planning.permissions import exiger_planification


class _Planification(VueService):
    """About one intervention, back to whose page all of this leads."""

    intervention: Intervention
    # Work to plan, or the slot that it has.
    modele: Any = Creneau
    liees: tuple[str, ...] = ("intervention__technicien__user",)
    verbe: Any = ""

    def ouvrir(self) -> None:
        rows = self.modele.objects.select_related(*self.liees)
        self.ligne = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_planification(self.request.user)
        self.intervention = getattr(self.ligne, "intervention", self.ligne)
        self.titre = f"{self.verbe} {self.intervention.numero}"
        self.retour_texte = self.intervention.numero

    def get_success_url(self) -> str:
        return reverse("interventions:fiche", args=[self.intervention.pk])


class _AvecCreneau(_Planification):
    form_class = FormulaireCreneau

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "ligne": self.ligne}

    def refuser(self, form: Any, error: DomainError) -> HttpResponse:
        """Told once that the slot has moved on, the person may insist."""
        if isinstance(error, VersionPerimee):
            form.data = form.data.copy()
            form.data["version"] = str(error.etat["version"])
        return super().refuser(form, error)


class Planifier(_AvecCreneau):
    """Give open work its slot."""

    modele = Intervention
    liees = ("technicien__user",)
    verbe = gettext_lazy("Planifier")
    bouton = gettext_lazy("Planifier")
    message = gettext_lazy("L’intervention est planifiée.")

    def executer(self, valeurs: dict[str, Any]) -> Creneau:
        return services.planifier(
            par=self.request.user, intervention_id=self.intervention.pk, **valeurs
        )


class Modifier(_AvecCreneau):
    """Move or change a slot."""

    verbe = gettext_lazy("Modifier le créneau de")
    message = gettext_lazy("Le créneau est à jour.")

    def executer(self, valeurs: dict[str, Any]) -> Creneau:
        own = {n: valeurs.pop(n) for n in ("technicien_id", "version", "motif_derogation")}
        if not valeurs["creneau"]:
            del valeurs["creneau"]  # the hours, which follow by themselves
        return services.modifier(
            par=self.request.user, creneau_id=self.ligne.pk, champs=valeurs, **own
        )


class Confirmer(_Planification):
    """The slot is agreed on."""

    verbe = gettext_lazy("Confirmer le créneau de")
    bouton = gettext_lazy("Confirmer")
    message = gettext_lazy("Le créneau est confirmé.")

    def executer(self, valeurs: dict[str, Any]) -> Creneau:
        return services.confirmer(par=self.request.user, creneau_id=self.ligne.pk)


class Deplanifier(_Planification):
    """Take the slot back."""

    verbe = gettext_lazy("Déplanifier")
    bouton = gettext_lazy("Déplanifier")
    message = gettext_lazy("L’intervention n’est plus planifiée.")
    danger = True

    def ouvrir(self) -> None:
        super().ouvrir()
        self.note = _("Le créneau disparaît et le temps du technicien est rendu.")

    def executer(self, valeurs: dict[str, Any]) -> Intervention:
        return services.deplanifier(par=self.request.user, creneau_id=self.ligne.pk)

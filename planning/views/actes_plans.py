"""Changes to plans from their pages."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.champs_formulaire import JourField, TexteField
from core.errors import Introuvable
from core.formulaires_service import VueService
from core.lignes import trouver
from core.temps import InstantInvalide, lire_jour
from equipements.models import Equipement
from interventions.models import Intervention
from planning import services
from planning.forms.plans import FormulaireModele, FormulairePlan
from planning.models import ModelePlan, Occurrence, Plan
from planning.permissions import exiger_planification


class CreerPlan(VueService):
    """A new plan of a machine."""

    form_class = FormulairePlan
    bouton = gettext_lazy("Créer le plan")
    message = gettext_lazy("Le plan est créé : ses visites naîtront d’elles-mêmes.")

    def ouvrir(self) -> None:
        rows = Equipement.objects.filter(archive_le__isnull=True)
        self.machine = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_planification(self.request.user)
        self.titre = _("Entretien préventif de %(machine)s") % {"machine": self.machine}
        self.retour_texte = str(self.machine)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"machine": self.machine}

    def executer(self, valeurs: dict[str, Any]) -> Plan:
        return services.creer_plan(par=self.request.user, equipement_id=self.machine.pk, **valeurs)

    def retour(self) -> str:
        return reverse("equipements:fiche", args=[self.machine.pk])

    def get_success_url(self) -> str:
        return reverse("planning:plan", args=[self.resultat.pk])


class _SurPlan(VueService):
    """An act on one plan, back to whose page it leads."""

    ligne: Any

    def ouvrir(self) -> None:
        rows = Plan.objects.select_related("entree__equipement", "technicien__user", "compteur")
        self.ligne = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_planification(self.request.user)
        self.retour_texte = str(self.ligne)

    def get_success_url(self) -> str:
        return reverse("planning:plan", args=[self.ligne.pk])


class ModifierPlan(_SurPlan):
    """Change a plan; what is due next stays unless its day or the rule changes."""

    form_class = FormulairePlan
    message = gettext_lazy("Le plan est à jour.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Modifier le plan « %(plan)s »") % {"plan": self.ligne}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"machine": self.ligne.entree.equipement}

    def executer(self, valeurs: dict[str, Any]) -> Plan:
        return services.modifier_plan(par=self.request.user, plan_id=self.ligne.pk, champs=valeurs)


class Generer(_SurPlan):
    """Make the next visit now."""

    bouton = gettext_lazy("Générer maintenant")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Générer une visite du plan « %(plan)s » ?") % {"plan": self.ligne}
        self.note = _("La prochaine visite est créée sans attendre son délai.")

    def executer(self, valeurs: dict[str, Any]) -> list[Intervention]:
        return services.generer_plan(par=self.request.user, plan_id=self.ligne.pk)

    def dire(self) -> str:
        names = ", ".join(row.numero for row in self.resultat)
        return _("Visite créée : %(numeros)s.") % {"numeros": names}


class Arreter(_SurPlan):
    """The plan makes no more visits."""

    bouton = gettext_lazy("Arrêter le plan")
    message = gettext_lazy("Le plan est arrêté.")
    danger = True

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Arrêter le plan « %(plan)s » ?") % {"plan": self.ligne}
        self.note = _("Plus aucune visite ne naîtra de ce plan ; celles créées restent.")

    def executer(self, valeurs: dict[str, Any]) -> Plan:
        return services.arreter_plan(par=self.request.user, plan_id=self.ligne.pk)


class FormulaireSaut(forms.Form):
    """Which due date, and why it is skipped."""

    echeance = JourField(label=gettext_lazy("échéance"))
    motif = TexteField(
        label=gettext_lazy("motif"),
        help_text=gettext_lazy("Gardé avec l’échéance. Si la visite existe, elle est annulée."),
    )


class Sauter(_SurPlan):
    """No visit for one due date; `?echeance=` says which."""

    form_class = FormulaireSaut
    bouton = gettext_lazy("Sauter cette échéance")
    message = gettext_lazy("L’échéance est sautée.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Sauter une échéance du plan « %(plan)s »") % {"plan": self.ligne}

    def get_initial(self) -> dict[str, Any]:
        text = self.request.GET.get("echeance", "")
        try:
            return {"echeance": lire_jour(text) if text else self.ligne.echeance}
        except InstantInvalide as error:
            raise Introuvable(_("Échéance introuvable.")) from error

    def executer(self, valeurs: dict[str, Any]) -> Occurrence:
        return services.sauter(par=self.request.user, plan_id=self.ligne.pk, **valeurs)


class _Modele(VueService):
    """Back to the plans of families."""

    form_class = FormulaireModele
    retour_texte = gettext_lazy("Plans de famille")

    def ouvrir(self) -> None:
        exiger_planification(self.request.user)

    def get_success_url(self) -> str:
        return reverse("planning:modeles")


class CreerModele(_Modele):
    """The same upkeep for all machines of a family at a client."""

    titre = gettext_lazy("Nouveau plan de famille")
    bouton = gettext_lazy("Créer le plan de famille")
    note = gettext_lazy(
        "Chaque machine de la famille chez ce client reçoit son plan, avec ses propres échéances ; "
        "les machines ajoutées plus tard aussi."
    )
    message = gettext_lazy("Le plan de famille est créé, et un plan pour chaque machine.")

    def executer(self, valeurs: dict[str, Any]) -> ModelePlan:
        return services.creer_modele(par=self.request.user, **valeurs)


class _SurModele(_Modele):
    ligne: Any

    def ouvrir(self) -> None:
        rows = ModelePlan.objects.select_related("technicien__user", "competence")
        exiger_planification(self.request.user)
        self.ligne = trouver(rows, self.kwargs["pk"], self.request.user)


class ModifierModele(_SurModele):
    """Change it for every machine."""

    message = gettext_lazy("Le plan de famille et ceux de ses machines sont à jour.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Modifier le plan « %(plan)s »") % {"plan": self.ligne}

    def executer(self, valeurs: dict[str, Any]) -> ModelePlan:
        return services.modifier_modele(
            par=self.request.user, modele_id=self.ligne.pk, champs=valeurs
        )


class ArreterModele(_SurModele):
    """Stop it for every machine."""

    form_class = VueService.form_class
    bouton = gettext_lazy("Arrêter le plan de famille")
    message = gettext_lazy("Le plan de famille est arrêté, et ceux de ses machines.")
    danger = True

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Arrêter le plan « %(plan)s » ?") % {"plan": self.ligne}
        self.note = _(
            "Les plans de toutes les machines de la famille s’arrêtent aussi ; les visites créées "
            "restent."
        )

    def executer(self, valeurs: dict[str, Any]) -> ModelePlan:
        return services.arreter_modele(par=self.request.user, modele_id=self.ligne.pk)

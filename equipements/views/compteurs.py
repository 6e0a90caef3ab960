"""A meter's page, and what is done to it: set up, read, correct, take out of use."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from comptes.choices import Role
from core.errors import DomainError
from core.faits import faits
from core.formulaires_service import VueService
from core.lignes import trouver
from core.visibility import colonnes_cachees
from equipements import services
from equipements.courbe import courbe
from equipements.formulaires_compteurs import (
    FormulaireCompteur,
    FormulaireCorrection,
    FormulaireReleve,
)
from equipements.mesures import mesure
from equipements.models import Compteur, Equipement, Releve
from equipements.permissions import exiger_gestion, exiger_releve, peut_gerer, peut_relever
from equipements.presentation import FAITS_COMPTEUR
from equipements.selectors import dernier_releve

RELEVES_MAX = 60


class Fiche(TemplateView):
    """Where a meter stands, its curve, and its latest readings with those that were corrected."""

    template_name = "equipements/compteur.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        rows = Compteur.objects.select_related("equipement")
        meter = trouver(rows, self.kwargs["pk"], user)
        reads = peut_relever(user) and meter.actif and meter.equipement.archive_le is None
        known = meter.releves.select_related("saisi_par", "correction")
        readings: list[Any] = list(known[: RELEVES_MAX + 1])
        for row in readings:
            row.depasse = hasattr(row, "correction")
            own = user.role != Role.TECHNICIEN or row.saisi_par_id == user.pk
            row.corrigible = reads and own and not row.depasse
        machine = reverse("equipements:fiche", args=[meter.equipement_id])
        in_force = [row for row in readings if not row.depasse]
        return super().get_context_data(
            compteur=meter,
            releves=readings[:RELEVES_MAX],
            encore=len(readings) > RELEVES_MAX,
            dernier=in_force[0] if in_force else None,
            courbe=courbe(in_force),
            faits=faits(meter, FAITS_COMPTEUR, user, liens={"equipement": machine}),
            cachees=colonnes_cachees(Releve, user),
            gerer=peut_gerer(user),
            releve=reads,
            **kwargs,
        )


class _DeLaMachine(VueService):
    """A change to a meter, back to whose page it leads."""

    ligne: Any
    compteur: Compteur

    def ouvrir(self) -> None:
        rows = Compteur.objects.select_related("equipement")
        self.ligne = self.compteur = trouver(rows, self.kwargs["pk"], self.request.user)
        self.retour_texte = str(self.compteur)

    def get_success_url(self) -> str:
        return reverse("equipements:compteur", args=[self.compteur.pk])


class Creer(VueService):
    """A new meter of a machine."""

    form_class = FormulaireCompteur
    permis = services.CHAMPS_COMPTEUR
    bouton = gettext_lazy("Ajouter le compteur")
    message = gettext_lazy("Le compteur est ajouté.")

    def ouvrir(self) -> None:
        rows = Equipement.objects.filter(archive_le__isnull=True)
        self.machine = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_gestion(self.request.user)
        self.titre = _("Nouveau compteur : %(nom)s") % {"nom": self.machine}
        self.retour_texte = str(self.machine)

    def executer(self, valeurs: dict[str, Any]) -> Compteur:
        user = self.request.user
        return services.creer_compteur(par=user, equipement_id=self.machine.pk, **valeurs)

    def get_success_url(self) -> str:
        return reverse("equipements:fiche", args=[self.machine.pk])


class Modifier(_DeLaMachine):
    """Change how a meter counts."""

    form_class = FormulaireCompteur
    permis = services.MODIFIABLES_COMPTEUR
    message = gettext_lazy("Le compteur est à jour.")

    def ouvrir(self) -> None:
        super().ouvrir()
        exiger_gestion(self.request.user)
        self.titre = _("Modifier %(nom)s") % {"nom": self.compteur}

    def executer(self, valeurs: dict[str, Any]) -> Compteur:
        user, pk = self.request.user, self.compteur.pk
        return services.modifier_compteur(par=user, compteur_id=pk, champs=valeurs)


class Retirer(_DeLaMachine):
    """Take a meter out of use."""

    bouton = gettext_lazy("Retirer le compteur")
    message = gettext_lazy("Le compteur est retiré.")
    note = gettext_lazy(
        "Le compteur ne prend plus de relevés ; les siens restent. Un compteur jamais relevé est "
        "supprimé."
    )
    danger = True

    def ouvrir(self) -> None:
        super().ouvrir()
        exiger_gestion(self.request.user)
        self.titre = _("Retirer %(nom)s ?") % {"nom": self.compteur}
        self.machine_id = self.compteur.equipement_id

    def executer(self, valeurs: dict[str, Any]) -> Compteur | None:
        return services.retirer_compteur(par=self.request.user, compteur_id=self.compteur.pk)

    def retour(self) -> str:
        return super().get_success_url()

    def get_success_url(self) -> str:
        return reverse("equipements:fiche", args=[self.machine_id])


class _Releve(_DeLaMachine):
    """What may have to be confirmed: the box is there once the service has asked."""

    def refuser(self, form: Any, error: DomainError) -> HttpResponse:
        if "confirmer" in error.errors:
            form.demander_confirmation()
        return super().refuser(form, error)


class Relever(_Releve):
    """Write down what a meter shows."""

    template_name = "equipements/relever.html"
    form_class = FormulaireReleve
    bouton = gettext_lazy("Enregistrer le relevé")

    def ouvrir(self) -> None:
        super().ouvrir()
        exiger_releve(self.request.user)
        self.titre = _("Relever : %(machine)s · %(nom)s") % {
            "machine": self.compteur.equipement,
            "nom": self.compteur,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"compteur": self.compteur}

    def valeurs(self, form: Any) -> dict[str, Any]:
        return {"lecture": form.lecture()}

    def executer(self, valeurs: dict[str, Any]) -> Releve:
        return services.relever(par=self.request.user, compteur_id=self.compteur.pk, **valeurs)

    def dire(self) -> str:
        said = mesure(self.resultat.valeur, self.compteur.unite)
        return _("Relevé enregistré : %(valeur)s.") % {"valeur": said}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = dernier_releve(self.compteur.pk)
        return super().get_context_data(compteur=self.compteur, dernier=last, **kwargs)


class Corriger(_Releve):
    """Say a wrong reading again."""

    form_class = FormulaireCorrection
    bouton = gettext_lazy("Corriger le relevé")
    message = gettext_lazy("Le relevé est corrigé.")
    note = gettext_lazy("Le relevé d’origine reste dans l’historique, marqué comme corrigé.")

    def ouvrir(self) -> None:
        rows = Releve.objects.select_related("compteur")
        self.faux = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_releve(self.request.user)
        self.compteur = self.faux.compteur
        said = mesure(self.faux.valeur, self.compteur.unite)
        self.titre = _("Corriger le relevé de %(valeur)s") % {"valeur": said}
        self.retour_texte = str(self.compteur)

    def executer(self, valeurs: dict[str, Any]) -> Releve:
        return services.corriger(par=self.request.user, releve_id=self.faux.pk, **valeurs)

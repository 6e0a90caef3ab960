"""Absences from the technician's page: written down, changed, taken back."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formulaires_service import VueService
from core.lignes import trouver
from planning import services
from planning.dates import quand
from planning.forms.absences import FormulaireAbsence
from planning.models import Absence
from planning.permissions import exiger_planification
from techniciens.models import Technicien


class _Absence(VueService):
    """Of one technician, back to whose page it leads; what was planned meanwhile is told."""

    form_class: Any = FormulaireAbsence
    technicien: Technicien
    verbe: Any = ""

    def ouvrir(self) -> None:
        rows = Absence.objects.select_related("technicien__user")
        self.ligne = trouver(rows, self.kwargs["pk"], self.request.user)
        self._de(self.ligne.technicien)

    def _de(self, technicien: Technicien) -> None:
        exiger_planification(self.request.user)
        self.technicien = technicien
        self.titre = f"{self.verbe} · {technicien}"
        self.retour_texte = str(technicien)

    def get_success_url(self) -> str:
        return reverse("techniciens:fiche", args=[self.technicien.pk])

    def annoncer(self) -> None:
        super().annoncer()
        for text in getattr(self.resultat, "avertissements", ()):
            messages.warning(self.request, text)


class Creer(_Absence):
    """A technician will be away, or was."""

    verbe = gettext_lazy("Absence")
    message = gettext_lazy("L’absence est enregistrée.")

    def ouvrir(self) -> None:
        rows = Technicien.objects.filter(archive_le__isnull=True).select_related("user")
        self._de(trouver(rows, self.kwargs["pk"], self.request.user))
        self.note = _("Ce qui est planifié pendant ce temps reste, et vous est signalé.")

    def executer(self, valeurs: dict[str, Any]) -> Absence:
        return services.creer_absence(
            par=self.request.user, technicien_id=self.technicien.pk, **valeurs
        )


class Modifier(_Absence):
    """At another time, or for another reason."""

    verbe = gettext_lazy("Modifier une absence")
    message = gettext_lazy("L’absence est à jour.")

    def executer(self, valeurs: dict[str, Any]) -> Absence:
        return services.modifier_absence(
            par=self.request.user, absence_id=self.ligne.pk, champs=valeurs
        )


class Retirer(_Absence):
    """Not away after all."""

    form_class = VueService.form_class
    verbe = gettext_lazy("Retirer une absence")

    def ouvrir(self) -> None:
        super().ouvrir()
        row = self.ligne
        self.note = _("%(nature)s, %(quand)s. Ces heures redeviennent disponibles.") % {
            "nature": row.get_nature_display(),
            "quand": quand(row.debut, row.fin),
        }

    bouton = gettext_lazy("Retirer")
    message = gettext_lazy("L’absence est retirée.")
    danger = True

    def executer(self, valeurs: dict[str, Any]) -> None:
        services.retirer_absence(par=self.request.user, absence_id=self.ligne.pk)

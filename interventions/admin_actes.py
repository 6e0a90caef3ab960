"""The workflow's acts in the admin, drawn from its table: a button, a form, the service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.champs_formulaire import TexteField
from interventions import services
from interventions.choices import CauseAttente
from interventions.models import Commentaire, Intervention
from interventions.visibility import acteur_de
from interventions.workflow import ACTIONS, Acteur, Action

_TEXTES = {"motif": _("Motif"), "texte": _("Texte")}


def actes_de(page: AdminBase[Intervention]) -> Sequence[Acte]:
    """Every act of the workflow that an administrator may do; editing is the page itself."""
    return [
        ActeDuWorkflow(page, action).en_acte()
        for action in ACTIONS.values()
        if Acteur.ADMIN in action.qui and action.nom != "modifier"
    ]


@dataclass(frozen=True)
class ActeDuWorkflow:
    """One action of the table as an act of `page`."""

    page: AdminBase[Intervention]
    action: Action

    def en_acte(self) -> Acte:
        """The act that the admin's pages understand."""
        return Acte(
            self.action.nom,
            self.action.libelle,
            self.executer,
            champs=self.champs,
            offert=self.offert,
            en_lot=self.action.nom == "archiver",
        )

    def offert(self, request: HttpRequest, ligne: Intervention) -> bool:
        """The table allows it now."""
        return self.action.permise(ligne.statut, acteur_de(request.user, ligne))

    def executer(
        self, request: HttpRequest, ligne: Intervention, valeurs: dict[str, Any]
    ) -> Sequence[str]:
        """The service of that name; its warnings go back to the page."""
        act = getattr(services, self.action.nom)
        done = act(intervention_id=ligne.pk, par=request.user, **valeurs)
        warnings: Sequence[str] = getattr(done, "avertissements", ())
        return warnings

    def champs(self, request: HttpRequest, ligne: Intervention) -> Mapping[str, forms.Field]:
        """What the act asks for, with what is written already; the version seen goes along."""
        names = (*self.action.requis, *self.action.facultatifs)
        fields = {name: self._champ(name, request, ligne) for name in names}
        for name in self.action.requis:
            fields[name].required = True
        if self.action.version:
            fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=ligne.version, min_value=1
            )
        return fields

    def _champ(self, nom: str, request: HttpRequest, ligne: Intervention) -> forms.Field:
        if nom in _TEXTES:
            return TexteField(label=_TEXTES[nom], widget=AdminTextareaWidget)
        if (self.action.nom, nom) == ("suspendre", "cause"):
            choices = [("", "---------"), *CauseAttente.choices]
            return forms.ChoiceField(label=_("Cause"), choices=choices)
        if nom == "technicien_id":
            return self.page.colonne(Intervention, "technicien", request)
        if nom == "visible_client":
            return self.page.colonne(Commentaire, nom, request)
        return self.page.colonne(Intervention, nom, request, initial=getattr(ligne, nom))

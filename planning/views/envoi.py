"""« Qui envoyer ? »: ranked technicians with reasons; a button assigns and plans.

Each button sends the plain form of a slot (`views.creneaux`), filled in: a conflict comes back
there with everything that was proposed, to be changed by hand.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.champs_formulaire import DecimalField, InstantField
from core.errors import Invalide
from core.formulaires_service import porter_erreurs
from core.lignes import trouver
from interventions.models import Intervention
from planning.candidats import Envoi, candidats, preparer
from planning.forms.creneaux import FormulaireCreneau
from planning.permissions import exiger_planification
from planning.raisons import parties
from planning.suggestion import Candidat

MONTRES = 12


class FormulaireEnvoi(forms.Form):
    """When, and for how long; what is left empty is taken from the work."""

    debut = InstantField(label=_("pas avant"), required=False)
    fin = InstantField(label=_("pas après"), required=False)
    duree = DecimalField(
        label=_("durée (h)"),
        required=False,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _proposition(envoi: Envoi, candidat: Candidat) -> dict[str, Any]:
    """A candidate as the page shows it."""
    who = candidat.faits
    return {
        "id": who.technicien_id,
        "nom": who.nom,
        "score": candidat.score,
        "apte": candidat.apte,
        "libre": who.libre,
        "tient": who.technicien_id == envoi.intervention.technicien_id,
        "parties": parties(envoi, candidat),
    }


def _suppose(envoi: Envoi) -> dict[str, Any]:
    """The wishes that nobody has typed yet."""
    want = envoi.demande
    hours = round(want.duree / timedelta(hours=1), 2)
    return {"debut": want.fenetre.debut, "fin": want.fenetre.fin, "duree": f"{hours:g}"}


def _rempli(envoi: Envoi, user: Any) -> FormulaireCreneau:
    """The form of the slot as it is now: what a button sends beside person and time."""
    row = envoi.creneau or envoi.intervention
    return FormulaireCreneau(user=user, ligne=row, auto_id=False)


class QuiEnvoyer(View):
    """GET only: planning itself is done by the forms that it shows."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Intervention.objects.select_related(
            "client", "technicien__user", "equipement__site", "equipement__famille__competence"
        )
        row = trouver(rows, pk, request.user)
        exiger_planification(request.user)
        form = FormulaireEnvoi(request.GET or None)
        context: dict[str, Any] = {"intervention": row, "form": form}
        envoi = self._preparer(row, form)
        if envoi is None:
            return render(request, "planning/qui_envoyer.html", context, status=422)
        if not form.is_bound:
            form.initial = _suppose(envoi)
        found = candidats(envoi, request.user)
        context |= {
            "envoi": envoi,
            "creneau": envoi.creneau,
            "champs": _rempli(envoi, request.user),
            "candidats": [_proposition(envoi, one) for one in found[:MONTRES]],
            "encore": max(0, len(found) - MONTRES),
        }
        return render(request, "planning/qui_envoyer.html", context)

    @staticmethod
    def _preparer(row: Intervention, form: FormulaireEnvoi) -> Envoi | None:
        """What the work asks for; None if the wishes do not hold, which the form then says."""
        if form.is_bound and not form.is_valid():
            return None
        try:
            return preparer(row, **(form.cleaned_data if form.is_bound else {}))
        except Invalide as error:
            if not form.is_bound:
                raise  # of the work itself: nobody has typed it here
            porter_erreurs(form, error)
        return None

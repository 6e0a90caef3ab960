"""Home: each role lands on the screen of its work."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from comptes.choices import Role
from interventions.presentation import fiche
from interventions.presentation.liste import COLONNES, lignes
from pilotage import selectors
from pilotage.tuiles import tuiles

PREMIERES = 8
DERNIERES = 5
CHARGE_MAX = 12


class Accueil(View):
    """The responsable's figures, the technician's day, the client's requests."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if user.role == Role.TECHNICIEN:
            return redirect("pilotage:ma_journee")
        if user.role == Role.CLIENT:
            return self._client(request, user)
        return self._chef(request, user)

    @staticmethod
    def _chef(request: HttpRequest, user: Any) -> HttpResponse:
        rows = selectors.a_affecter(user, PREMIERES).values(*COLONNES)
        context = {
            "tuiles": tuiles(user),
            "a_affecter": lignes(rows),
            "charge": selectors.charge(user)[:CHARGE_MAX],
            "pour_admin": user.role == Role.ADMIN,
        }
        return render(request, "pilotage/responsable.html", context)

    @staticmethod
    def _client(request: HttpRequest, user: Any) -> HttpResponse:
        rows = list(selectors.demandes_en_cours(user, PREMIERES + 1))
        context = {
            "demandes": [(row, fiche.etapes(row, user)) for row in rows[:PREMIERES]],
            "encore": len(rows) > PREMIERES,
            "a_evaluer": selectors.a_evaluer(user, DERNIERES),
            "en_panne": selectors.machines_en_panne(user),
        }
        return render(request, "pilotage/client.html", context)

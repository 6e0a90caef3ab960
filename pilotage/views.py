"""Home: each role lands on the screen of its work."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from comptes import services as comptes
from comptes.choices import Role
from core.envoi_unique import nouveau_jeton
from core.errors import Interdit
from core.messages import avec_annulation
from interventions.presentation import fiche
from interventions.presentation.liste import COLONNES, lignes
from pilotage import selectors
from pilotage.premiers_pas import premiers_pas
from pilotage.tuiles import tuiles

PREMIERES = 8
DERNIERES = 5
CHARGE_MAX = 12
MACHINES_MAX = 60


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
            "charge": selectors.charge(user, CHARGE_MAX),
            "faits": selectors.derniers_faits(user, PREMIERES),
            "guide": premiers_pas(user),
            "pour_admin": user.role == Role.ADMIN,
        }
        return render(request, "pilotage/responsable.html", context)

    @staticmethod
    def _client(request: HttpRequest, user: Any) -> HttpResponse:
        rows = list(selectors.demandes_en_cours(user, PREMIERES + 1))
        machines = selectors.machines_de(user, MACHINES_MAX + 1)
        context = {
            "machines": machines[:PREMIERES],
            # More than a select can hold are looked for on the page of the request.
            "a_signaler": machines if len(machines) <= MACHINES_MAX else [],
            "jeton": nouveau_jeton(),
            "demandes": [(row, fiche.etapes(row, user)) for row in rows[:PREMIERES]],
            "encore": len(rows) > PREMIERES,
            "a_evaluer": selectors.a_evaluer(user, DERNIERES),
            "en_panne": selectors.machines_en_panne(user),
        }
        return render(request, "pilotage/client.html", context)


class PremiersPas(View):
    """Put the first steps away, or bring them back."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if user.role not in (Role.ADMIN, Role.RESPONSABLE):
            raise Interdit(_("Les premiers pas sont ceux d’un responsable."))
        show = request.POST.get("montrer") == "true"
        champs = {"premiers_pas": show}
        comptes.modifier_utilisateur(par=user, utilisateur_id=user.pk, champs=champs)
        if not show:
            back = reverse("pilotage:premiers_pas")
            text = _("Les premiers pas ne seront plus montrés.")
            avec_annulation(request, text, back, champs={"montrer": "true"})
        return redirect("pilotage:accueil")

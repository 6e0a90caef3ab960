"""Beginning and leaving « voir comme le client »."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from clients.forms import FormulaireVueComme
from clients.views.client import Gestion
from clients.vue_comme import Fin, commencer, comptes_de, terminer, vue_de


class VoirComme(Gestion):
    """Choose with whose eyes; a firm without an account is told so, with the way to open one."""

    template_name = "clients/voir_comme.html"
    form_class = FormulaireVueComme
    bouton = gettext_lazy("Voir comme ce compte")
    note = gettext_lazy(
        "Vous verrez le portail exactement comme ce compte, sans rien pouvoir y changer, pendant "
        "30 minutes au plus. Le début et la fin sont enregistrés."
    )

    def ouvrir(self) -> None:
        super().ouvrir()
        self.comptes = comptes_de(self.client)
        self.titre = _("Voir comme %(nom)s") % {"nom": self.client}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "comptes": self.comptes,
            "principal": self.client.user,
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        # No message: the banner says it on every page, and a message would wait for the manager.
        account = form.cleaned_data["compte"]
        commencer(self.request, client_id=self.client.pk, compte_id=account.pk)
        return redirect("racine")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = self.comptes.exists()
        return super().get_context_data(client=self.client, comptes=there, **kwargs)


class QuitterVue(View):
    """Back to oneself, on the firm's page; POST only, as for signing out."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        view = vue_de(request)
        if view is None:
            return redirect("racine")
        terminer(request, view, Fin.QUITTEE)
        messages.success(request, _("Vous êtes de nouveau vous-même."))
        return redirect(reverse("clients:fiche", args=[view.client_id]))

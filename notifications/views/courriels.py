"""Where no mail server is set, an administrator reads what would have left."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from comptes.permissions import gere_les_comptes
from core import courriels_dossier
from core.errors import Interdit, Introuvable

MONTRES = 100


def _exiger_admin(request: HttpRequest) -> None:
    if not gere_les_comptes(request.user):
        raise Interdit(_("Seul un administrateur lit les courriels qui attendent."))


class Courriels(View):
    """The newest."""

    def get(self, request: HttpRequest) -> HttpResponse:
        _exiger_admin(request)
        found = courriels_dossier.derniers(MONTRES)
        return render(request, "notifications/courriels.html", {"courriels": found})


class Courriel(View):
    """One of them, as text."""

    def get(self, request: HttpRequest, nom: str) -> HttpResponse:
        _exiger_admin(request)
        found = courriels_dossier.lire(nom)
        if found is None:
            raise Introuvable(_("Courriel introuvable."))
        return render(request, "notifications/courriels.html", {"courriel": found})

"""The peek: what the list may say of one row, beside the list."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views import View

from core.lignes import trouver
from listes import tableau
from listes.views.communs import DeLaListe
from listes.voisins import suite


class Apercu(DeLaListe, View):
    """A fragment for htmx; the row's page for everybody else."""

    def get(self, request: HttpRequest, cle: str, pk: int) -> HttpResponse:
        self.ouvrir_liste()
        liste = self.liste
        row = trouver(liste.modele._base_manager.filter(pk=pk), pk, request.user)
        link = f"{reverse(liste.route_fiche, args=[pk])}{suite(liste.requete())}"
        answer: HttpResponse
        if getattr(request, "htmx", False):
            context = {"liste": liste, "ligne": row, "url": link, **tableau.apercu(liste, pk)}
            answer = render(request, "listes/_apercu.html", context)
        else:
            answer = HttpResponseRedirect(link)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

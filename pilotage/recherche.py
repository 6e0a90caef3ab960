"""The search over everything: a page, and the same as options of the command palette."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views import View

from core.errors import Invalide
from core.parametres import unique
from core.trouvailles import LONGUEUR_MIN, Groupe, chercher_partout, seule_exacte

PARAMETRE = "q"
# The page itself, also for a text that names one row exactly.
TOUT = "tout"


@dataclass(frozen=True)
class Resultat:
    """A kind with its rows, and the address of the list that shows them all."""

    groupe: Groupe

    @property
    def lien(self) -> str:
        liste = self.groupe.lot.liste
        if liste is None:
            return ""
        return f"{reverse(self.groupe.genre.route)}?{urlencode(liste)}"


class Recherche(View):
    """Whatever the text names, by kind; one exact hit is opened at once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        texte = unique(request.GET, PARAMETRE)
        refus, groupes = "", []
        try:
            groupes = chercher_partout(request.user, texte)
        except Invalide as error:
            refus = error.errors["search"][0]
        htmx = bool(getattr(request, "htmx", False))
        hit = seule_exacte(groupes)
        if hit is not None and not htmx and TOUT not in request.GET:
            return HttpResponseRedirect(hit.url)
        context: dict[str, Any] = {
            "texte": texte,
            "refus": refus,
            "resultats": [Resultat(groupe) for groupe in groupes],
            "trop_court": 0 < len(texte) < LONGUEUR_MIN,
        }
        template = "pilotage/_trouvailles.html" if htmx else "pilotage/recherche.html"
        status = Invalide.statut_http if refus else 200
        answer = render(request, template, context, status=status)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

"""The pages of the planning: the board and its rows, the month, the list, what is to be planned."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from comptes.choices import Role
from core.errors import Invalide
from core.parametres import unique
from core.recherche import PARAMETRE
from listes.definition import PANNEAU
from planning.permissions import exiger_planification, peut_planifier
from planning.tableau import attente, donnees, fenetre, mois, personnes, semaine
from planning.tableau.fenetre import ICONES, TABLE, Fenetre, Vue


class Planning(View):
    """A window of the planning, as the person looks at it.

    Options of filters are read only when they are asked for (`?filtres=1`), and so are the board's
    rows as a table (`?forme=table`), for phone, paper and plain pages; htmx is answered with them
    alone.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        answer = self._page(request)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def _page(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        window = fenetre.lire(request.GET, user)
        plans = peut_planifier(user)
        context = _cadre(window, user) | {"planifie": plans}
        if plans and unique(request.GET, PANNEAU):
            context["options"] = personnes.options(user, window)
            if getattr(request, "htmx", False):
                return render(request, "planning/_filtres.html", context)
        if window.vue == Vue.MOIS:
            context["semaines"] = mois.semaines(user, window)
            return render(request, "planning/mois.html", context)
        if window.vue == Vue.LISTE:
            context["jours"], context["coupee"] = mois.liste(user, window)
            return render(request, "planning/liste.html", context)
        board = semaine.lire(user, window)
        context["tableau"] = board
        if window.forme == TABLE and getattr(request, "htmx", False):
            return render(request, "planning/_semaine.html", context)
        as_table = not plans or window.forme == TABLE
        context["equipe_avant"] = window.adresse(page=window.page - 1)
        context["equipe_apres"] = window.adresse(page=window.page + 1)
        if not as_table:
            body = donnees.ecrire(donnees.valeurs(board))
            context["donnees"] = donnees.dans_la_page(body)
            context["etiquette"] = donnees.etiquette(body)
            context["adresse_table"] = window.adresse(forme=TABLE)
        if plans:
            context |= _attente(request, window)
        return render(request, "planning/tableau.html", context)


class Donnees(View):
    """The rows of the board as JSON; 304 for who has them already."""

    def get(self, request: HttpRequest) -> HttpResponse:
        exiger_planification(request.user)
        window = fenetre.lire(request.GET, request.user)
        if window.vue not in (Vue.JOUR, Vue.SEMAINE):
            text = _("Le tableau montre un jour ou une semaine.")
            raise Invalide(text, {"vue": [text]})
        body = donnees.ecrire(donnees.valeurs(semaine.lire(request.user, window)))
        answer = HttpResponse(body, content_type="application/json")
        answer["Cache-Control"] = "no-store"
        answer["ETag"] = tag = donnees.etiquette(body)
        return get_conditional_response(request, etag=tag, response=answer) or answer


class APlanifier(View):
    """The work without a slot: a page, or more rows of the list beside the board."""

    def get(self, request: HttpRequest) -> HttpResponse:
        exiger_planification(request.user)
        window = fenetre.lire(request.GET, request.user)
        htmx = bool(getattr(request, "htmx", False))
        template = "planning/_attente.html" if htmx else "planning/attente.html"
        context = _attente(request, window, window.page) | {"fenetre": window}
        answer = render(request, template, context)
        patch_vary_headers(answer, ["HX-Request"])
        return answer


def _attente(request: HttpRequest, window: Fenetre, page: int = 1) -> dict[str, Any]:
    """The first page of the list, or the one asked for where the list is the page."""
    text = unique(request.GET, PARAMETRE)
    return {
        "file": attente.lire(request.user, window, text, page=page),
        "texte": text,
        "competences": personnes.competences(request.user),
    }


def _cadre(window: Fenetre, user: Any) -> dict[str, Any]:
    """What every view has around it: the other views, the way through time, the filters."""
    views = [
        (vue, label, ICONES[vue], window.adresse(vue=vue))
        for vue, label in Vue.choices
        if user.role != Role.CLIENT or vue in (Vue.MOIS, Vue.LISTE)
    ]
    return {
        "fenetre": window,
        "filtres": "&" + urlencode(window.filtres) if window.filtres else "",
        "avec_client": user.role != Role.CLIENT,
        "avec_nom": user.role != Role.TECHNICIEN and window.vue in (Vue.MOIS, Vue.LISTE),
        "vues": views,
        "avant": window.adresse(du=window.precedente.isoformat()),
        "apres": window.adresse(du=window.suivante.isoformat()),
        "aujourd_hui": window.adresse(du=timezone.localdate().isoformat()),
        "adresse_filtres": window.adresse(filtres="1") if peut_planifier(user) else "",
        "adresse_donnees": reverse("planning:donnees") + window.adresse(),
    }

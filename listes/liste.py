"""The page of a list: rows, filters as chips, search, sorts, pages, saved views."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.generic import TemplateView

from core.errors import Invalide
from core.pages import paginer
from listes import tableau
from listes.colonnes import choisies
from listes.definition import PANNEAU, Liste
from listes.onglets import Onglet


class VueListe(TemplateView):
    """A page of rows that the person may see; a filter that does not hold answers 422.

    Options of filters are built only when the panel is asked for (`?filtres=1`); htmx is answered
    with the panel alone.
    """

    classe: ClassVar[type[Liste]]
    liste: Liste

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.liste = self.classe(request.user, request.GET)
        self.liste.ouvrir()
        return super().dispatch(request, *args, **kwargs)

    def onglets(self) -> list[Onglet]:
        """For a subclass: the tabs that come with the list."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        liste = self.liste
        errors: dict[str, list[str]] = {}
        page, jeu = None, liste.jeu()
        columns = choisies(liste.colonnes_offertes(), [])
        rows: list[dict[str, Any]] = []
        try:
            page = paginer(liste.retenues(jeu), liste.parametre("page"))
            rows = tableau.lire(liste, page.lignes, columns)
        except Invalide as error:
            errors = error.errors or {"": [error.detail]}
        open_ = bool(errors) or PANNEAU in self.request.GET
        return super().get_context_data(
            liste=liste,
            page=page,
            lignes=rows,
            erreurs=errors,
            entetes=tableau.entetes(liste, columns),
            corps=tableau.corps(liste, columns, rows),
            offres=liste.panneau(jeu) if open_ else None,
            puces=liste.jetons(jeu),
            gardes=liste.gardes(panneau=open_),
            adresse_panneau=f"?{liste.requete(**{PANNEAU: '1'})}",
            adresse_toutes=f"?{urlencode(liste.toutes)}",
            cherchable=bool(liste.colonnes_recherche or liste.colonnes_pliees),
            onglets=[(tab, tab.est_courant(liste.parametres)) for tab in self.onglets()],
            **kwargs,
        )

    def get_template_names(self) -> list[str]:
        """The panel alone for htmx, the page for everybody else."""
        if PANNEAU in self.request.GET and getattr(self.request, "htmx", False):
            return ["listes/_panneau.html"]
        return super().get_template_names()

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context["erreurs"]:
            kwargs.setdefault("status", Invalide.statut_http)
        answer = super().render_to_response(context, **kwargs)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

"""The page of a list: rows, filters as chips, search, sorts, pages, saved views, columns."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.errors import Invalide
from core.pages import paginer
from listes import tableau
from listes.actes import actes_de
from listes.definition import PANNEAU, TOUTES, VUE, Liste
from listes.models import VueEnregistree
from listes.onglets import Onglet, filtres_de
from listes.selectors import Garde, adresse_de, garde, requete_de


class VueListe(TemplateView):
    """A page of rows that the person may see; a filter that does not hold answers 422.

    A bare address opens the view that the person chose for it. Options of filters are built only
    when the panel is asked for (`?filtres=1`); htmx is answered with the panel alone.
    """

    classe: ClassVar[type[Liste]]
    liste: Liste
    garde: Garde
    vue: VueEnregistree | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.liste = self.classe(request.user, request.GET)
        self.liste.ouvrir()
        self.garde = garde(request.user, self.classe.cle)
        opening = self.garde.ouverture
        if opening is not None and not set(request.GET) - {PANNEAU}:
            self.liste = self.classe(request.user, requete_de(opening, self.classe, request.user))
        self.vue = self.garde.trouver(self.liste.parametres.get(VUE, ""))
        return super().dispatch(request, *args, **kwargs)

    def onglets(self) -> list[Onglet]:
        """For a subclass: the tabs that come with the list."""
        return [Onglet(_("Tout"), {TOUTES: "1"})]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        liste, errors = self.liste, dict[str, list[str]]()
        page, rows, jeu = None, list[dict[str, Any]](), liste.jeu()
        offered = liste.colonnes_offertes()
        columns = self.garde.colonnes(offered, self.vue)
        totals: list[tuple[Any, Any]] = []
        try:
            kept = liste.retenues(jeu)
            page = paginer(kept, liste.parametre("page"))
            rows = tableau.lire(liste, page.lignes, columns)
            # Totals only of what was counted to the end: a sum over a million rows is a report.
            totals = tableau.sommes(kept, columns) if page.exact else []
        except Invalide as error:
            errors = error.errors or {"": [error.detail]}
        chips = liste.jetons(jeu)
        if page is not None and not page.total and not liste.lignes().exists():
            chips = []  # there is nothing at all: no filter is to blame
        open_ = bool(errors) or PANNEAU in self.request.GET
        context = {
            "liste": liste,
            "page": page,
            "lignes": rows,
            "erreurs": errors,
            "fautes": [(liste.libelle(jeu, name), texts) for name, texts in errors.items()],
            "sommes": totals,
            "entetes": tableau.entetes(liste, columns),
            "corps": tableau.corps(liste, columns, rows),
            "offres": liste.panneau() if open_ else None,
            "gardes": liste.gardes(panneau=open_),
            "puces": chips,
            "requete": liste.requete(),
            "portes": liste.portes(),
            "adresse_panneau": f"?{liste.requete(**{PANNEAU: '1'})}",
            "adresse_toutes": f"?{urlencode(liste.toutes)}",
            "cherchable": bool(liste.colonnes_recherche or liste.colonnes_pliees),
            "actes": actes_de(liste.cle, self.request.user),
        }
        return super().get_context_data(**(context | self._vues() | kwargs))

    def _vues(self) -> dict[str, Any]:
        """Tabs, the view in force, and whether the address has moved away from it."""
        user, params, vue = self.request.user, self.liste.parametres, self.vue
        tabs = [(tab, vue is None and tab.est_courant(params)) for tab in self.onglets()]
        moved = False
        if vue is not None:
            kept = self.classe(user, requete_de(vue, self.classe, user))
            moved = filtres_de(kept.parametres) != filtres_de(params) or kept.tri != self.liste.tri
        return {
            "onglets": tabs,
            "epingles": [(v, adresse_de(v, self.classe, user), "") for v in self.garde.epinglees],
            "vues": [(v, adresse_de(v, self.classe, user)) for v in self.garde.vues],
            "vue": vue,
            "vue_ici": str(vue.pk) if vue is not None else "",
            "vue_modifiee": moved,
            "vue_mienne": vue is not None and vue.proprietaire_id == user.pk,
        }

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

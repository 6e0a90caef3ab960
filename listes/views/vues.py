"""Saved views: keep one, change it, put them in order, forget one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from core.errors import Introuvable
from core.formulaires_service import VueService
from core.lignes import trouver
from core.messages import avec_annulation
from core.nombres import lire_id
from listes import services
from listes.definition import Jeton, Liste
from listes.forms import FormulaireVue
from listes.models import VueEnregistree
from listes.permissions import peut_partager
from listes.registre import liste_de
from listes.selectors import Garde, adresse_de, garde, nombre_de, requete_de
from listes.views.communs import DeLaListe, filtres_portes


class LigneDeVue:
    """A saved view as the page of views shows it."""

    def __init__(self, vue: VueEnregistree, liste: Liste, garde_: Garde) -> None:
        user = liste.user
        self.vue = vue
        self.adresse = liste.adresse(requete_de(vue, type(liste), user))
        self.mienne = vue.proprietaire_id == user.pk
        self.ouverture = vue == garde_.ouverture
        kept = type(liste)(user, vue.requete)
        self.jetons: list[Jeton] = kept.jetons(kept.jeu())


class Vues(DeLaListe, TemplateView):
    """The views of a list: one's own to arrange, the shared ones to use."""

    template_name = "listes/vues.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.ouvrir_liste()
        kept = garde(self.request.user, self.liste.cle)
        rows = [LigneDeVue(vue, self.liste, kept) for vue in kept.vues]
        return super().get_context_data(
            liste=self.liste,
            miennes=[row for row in rows if row.mienne],
            partagees=[row for row in rows if not row.mienne],
            ouverture=kept.ouverture,
            retour=self.liste.adresse(),
            **kwargs,
        )


class Nombres(DeLaListe, View):
    """The tabs of pinned views with their counts, for htmx; the page of views for the others."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, cle: str) -> HttpResponse:
        self.ouvrir_liste()
        if not getattr(request, "htmx", False):
            return HttpResponseRedirect(reverse("listes:vues", args=[cle]))
        classe, user = liste_de(cle), request.user
        tabs = [
            (vue, adresse_de(vue, classe, user), nombre_de(vue, classe, user))
            for vue in garde(user, cle).epinglees
        ]
        here = self.liste.parametres.get("vue", "")
        context = {"epingles": tabs, "vue_ici": here}
        return TemplateView(
            request=request, template_name="listes/_epingles.html"
        ).render_to_response(context)


class _Formulaire(DeLaListe, VueService):
    """A form about a view of the list."""

    form_class = FormulaireVue
    retour_texte = gettext_lazy("Vues")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partage": peut_partager(self.request.user)}

    def retour(self) -> str:
        return self.vers_liste()

    def get_success_url(self) -> str:
        vue = self.resultat
        return self.liste.adresse(requete_de(vue, type(self.liste), self.request.user))

    def ouvrir_sur(self, vue: VueEnregistree, *, oui: bool) -> None:
        """Open the list on this view from now on, or no more."""
        kept = garde(self.request.user, self.liste.cle)
        if oui != (kept.ouverture == vue):
            services.choisir_ouverture(
                par=self.request.user, liste=self.liste.cle, vue_id=vue.pk if oui else None
            )


class Creer(_Formulaire):
    """Keep the list as it stands, under a name."""

    titre = gettext_lazy("Enregistrer cette vue")
    bouton = gettext_lazy("Enregistrer la vue")
    initial = {"epinglee": True}
    template_name = "listes/vue.html"

    def ouvrir(self) -> None:
        self.ouvrir_liste()
        self.retour_texte = self.liste.titre

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jetons = self.liste.jetons(self.liste.jeu())
        return super().get_context_data(**{"jetons": jetons, "liste": self.liste, **kwargs})

    def executer(self, valeurs: dict[str, Any]) -> VueEnregistree:
        user = self.request.user
        opening = valeurs.pop("ouverture")
        kept = garde(user, self.liste.cle)
        chosen = kept.trouver(self.request.GET.get("vue", ""))
        columns = chosen.colonnes if chosen else []
        if not columns and kept.preference is not None:
            columns = kept.preference.colonnes
        row: VueEnregistree = services.creer_vue(
            par=user,
            liste=self.liste.cle,
            requete=filtres_portes(self.liste.parametres),
            colonnes=columns,
            **valeurs,
        )
        if opening:
            self.ouvrir_sur(row, oui=True)
        return row

    def dire(self) -> str:
        return _("La vue « %(nom)s » est enregistrée.") % {"nom": self.resultat}


class _Mienne(_Formulaire):
    """About a view of one's own."""

    ligne: VueEnregistree

    def ouvrir(self) -> None:
        self.ouvrir_liste()
        user: Any = self.request.user
        mine = VueEnregistree.objects.filter(proprietaire=user, liste=self.liste.cle)
        self.ligne = trouver(mine, self.kwargs["pk"], user)

    def retour(self) -> str:
        return reverse("listes:vues", args=[self.liste.cle])


class Modifier(_Mienne):
    """Rename, pin, share; with filters in the address, these are kept under the name."""

    template_name = "listes/vue.html"

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Modifier la vue « %(nom)s »") % {"nom": self.ligne}

    def get_initial(self) -> dict[str, Any]:
        row = self.ligne
        opening = garde(self.request.user, self.liste.cle).ouverture == row
        names = ("nom", "epinglee", "partagee")
        return {name: getattr(row, name) for name in names} | {"ouverture": opening}

    def _nouvelle_requete(self) -> str:
        return filtres_portes(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = type(self.liste)(self.request.user, self._nouvelle_requete() or self.ligne.requete)
        jetons = kept.jetons(kept.jeu())
        return super().get_context_data(**{"jetons": jetons, "liste": self.liste, **kwargs})

    def executer(self, valeurs: dict[str, Any]) -> VueEnregistree:
        opening = valeurs.pop("ouverture")
        query = self._nouvelle_requete()
        changes = valeurs | ({"requete": query} if query else {})
        row = services.modifier_vue(par=self.request.user, vue_id=self.ligne.pk, champs=changes)
        self.ouvrir_sur(row, oui=opening)
        return row

    def dire(self) -> str:
        return _("La vue « %(nom)s » est à jour.") % {"nom": self.resultat}


class Supprimer(DeLaListe, View):
    """Forget a view; the message brings the way back."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, cle: str, pk: int) -> HttpResponse:
        self.ouvrir_liste()
        row = services.supprimer_vue(par=request.user, vue_id=pk)
        back = reverse("listes:retablir", args=[cle])
        fields = {
            "nom": row.nom,
            "requete": row.requete,
            "colonnes": ",".join(row.colonnes),
            "epinglee": "1" if row.epinglee else "",
            "partagee": "1" if row.partagee else "",
        }
        said = _("La vue « %(nom)s » est supprimée.") % {"nom": row}
        avec_annulation(request, said, back, champs=fields)
        return HttpResponseRedirect(reverse("listes:vues", args=[cle]))


class Retablir(DeLaListe, View):
    """Take a deletion back: the view is made anew from what it was."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, cle: str) -> HttpResponse:
        self.ouvrir_liste()
        row = services.creer_vue(
            par=request.user,
            liste=cle,
            nom=request.POST.get("nom", ""),
            requete=request.POST.get("requete", ""),
            colonnes=[name for name in request.POST.get("colonnes", "").split(",") if name],
            epinglee=bool(request.POST.get("epinglee")),
            partagee=bool(request.POST.get("partagee")),
        )
        messages.success(request, _("La vue « %(nom)s » est revenue.") % {"nom": row})
        return HttpResponseRedirect(reverse("listes:vues", args=[cle]))


class Deplacer(DeLaListe, View):
    """One place up or down."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, cle: str, pk: int) -> HttpResponse:
        self.ouvrir_liste()
        services.deplacer_vue(par=request.user, vue_id=pk, sens=request.POST.get("sens", ""))
        return HttpResponseRedirect(reverse("listes:vues", args=[cle]))


class Ouverture(DeLaListe, View):
    """Open the list on a view (`vue`), or on its own first look again (nothing)."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, cle: str) -> HttpResponse:
        self.ouvrir_liste()
        asked = request.POST.get("vue", "")
        try:
            pk = lire_id(asked) if asked else None
        except ValueError as error:
            raise Introuvable(_("Vue introuvable.")) from error
        services.choisir_ouverture(par=request.user, liste=cle, vue_id=pk)
        said = (
            _("La liste s’ouvrira sur cette vue.") if pk else _("La liste s’ouvrira comme avant.")
        )
        messages.success(request, said)
        return HttpResponseRedirect(reverse("listes:vues", args=[cle]))

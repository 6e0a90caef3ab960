"""The choice of a list's columns."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.formulaires_service import VueService
from listes import services
from listes.forms import FormulaireColonnes
from listes.selectors import garde
from listes.views.communs import DeLaListe


class Colonnes(DeLaListe, VueService):
    """Tick the columns to see; with a view of one's own open, they become the view's."""

    form_class = FormulaireColonnes
    titre = _("Colonnes de la liste")
    bouton = _("Montrer ces colonnes")
    message = _("Les colonnes sont choisies.")
    template_name = "listes/colonnes.html"

    def ouvrir(self) -> None:
        self.ouvrir_liste()
        self.garde = garde(self.request.user, self.liste.cle)
        self.vue = self.garde.trouver(self.request.GET.get("vue", ""))
        self.retour_texte = self.liste.titre

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = self.liste.colonnes_offertes()
        shown = self.garde.colonnes(offered, self.vue)
        return super().get_form_kwargs() | {"offertes": offered, "montrees": shown}

    def retour(self) -> str:
        return self.vers_liste()

    def get_success_url(self) -> str:
        return self.vers_liste()

    def executer(self, valeurs: dict[str, Any]) -> Any:
        user, names = self.request.user, valeurs["colonnes"]
        if "usuelles" in self.request.POST:
            names = []
        if self.vue is not None and self.vue.proprietaire_id == user.pk:
            changes = {"colonnes": names}
            return services.modifier_vue(par=user, vue_id=self.vue.pk, champs=changes)
        return services.choisir_colonnes(par=user, liste=self.liste.cle, colonnes=names)

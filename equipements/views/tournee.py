"""A round: the meters of a client or a site one under the other, each with its field."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from core.errors import Introuvable, Invalide
from core.parametres import unique
from equipements import services
from equipements.filters import FiltresCompteurs
from equipements.forms import FormulaireParc
from equipements.formulaires_compteurs import FormulaireTournee
from equipements.models import Compteur
from equipements.permissions import exiger_releve
from equipements.selectors import derniers_releves

# Beyond this a round is a site's.
COMPTEURS_MAX = 200
OU = ("client_id", "site_id", "equipement_id")


class Tournee(TemplateView):
    """Choose where, then type; what holds is kept, the rest comes back with its reason."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "equipements/tournee.html"

    def _ou(self) -> dict[str, str]:
        """Where: by the address, and by the form, so that what is sent says it itself."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return {name: value for name in OU if (value := unique(sent, name))}

    def _compteurs(self) -> list[Compteur]:
        """In the order in which one walks past them; none before somebody says where."""
        asked = self._ou()
        if not asked:
            return []
        seen = Compteur.objects.visible_to(self.request.user)
        rows = FiltresCompteurs.demandes(asked, seen, request=self.request).valider()
        rows = rows.filter(actif=True, equipement__archive_le__isnull=True)
        ordered = rows.select_related("equipement__site").order_by(
            "equipement__site__nom", "equipement__localisation", "equipement__nom", "nom", "pk"
        )
        return list(ordered[: COMPTEURS_MAX + 1])

    def _formulaire(self, data: Any = None) -> FormulaireTournee:
        self.compteurs = self._compteurs()
        shown = self.compteurs[:COMPTEURS_MAX]
        last = derniers_releves([meter.pk for meter in shown])
        return FormulaireTournee(data, compteurs=[(m, last.get(m.pk)) for m in shown])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exiger_releve(request.user)
        return self.render_to_response(self.get_context_data(form=self._formulaire()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exiger_releve(request.user)
        form = self._formulaire(request.POST)
        if not self.compteurs:
            raise Introuvable(_("Aucun compteur à relever."))
        lectures = form.lectures()
        done = services.relever_tournee(par=request.user, lectures=lectures)
        for (pk, _lecture), what in zip(lectures, done, strict=True):
            form.noter(pk, what)
        written = len(form.ecrits)
        if not form.errors:
            self._dire(written)
            return HttpResponseRedirect(f"{request.path}?{urlencode(self._ou())}")
        context = self.get_context_data(form=form, ecrits=written)
        return self.render_to_response(context, status=Invalide.statut_http)

    def _dire(self, n: int) -> None:
        if not n:
            messages.info(self.request, _("Aucune valeur n’est saisie."))
            return
        said = ngettext("%(n)s relevé enregistré.", "%(n)s relevés enregistrés.", n)
        messages.success(self.request, said % {"n": n})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        where = FormulaireParc(self._ou())
        where.offrir(self.request.user)
        asked = self._ou()
        return super().get_context_data(
            ou=where,
            demande=asked,
            # Where there is no meter at all, no choice helps.
            rien=not asked and not Compteur.objects.visible_to(self.request.user).exists(),
            trop=len(self.compteurs) > COMPTEURS_MAX,
            **kwargs,
        )

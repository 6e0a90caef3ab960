"""The work step by step: each screen saves what it asks for before the next one comes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from core.errors import Conflit, Interdit, Introuvable, Invalide, VersionPerimee
from core.formulaires_service import porter_erreurs
from core.parametres import unique
from interventions import services
from interventions.forms import FormulaireActe, FormulaireEtape, FormulaireTemps
from interventions.models import Intervention
from interventions.presentation import actes, execution
from interventions.presentation.conflit import seul_depuis, vue_a
from interventions.presentation.execution import CLOTURE, PAR_CODE, SECURITE, TEMPS, Etape
from interventions.views.communs import adresse, brouillon, lire, partie
from interventions.views.refus import montrer_conflit, montrer_refus
from interventions.visibility import acteur_de
from interventions.workflow import ENGAGEES, Acteur

ETAT_SAISIE = "etat-saisie"
# The step that has just been saved: its draft is needless now.
FAIT = "fait"


class Execution(View):
    """Where the work goes on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, _acteur = _ouvrir(request, pk)
        if row.statut not in ENGAGEES:
            return _ailleurs(request, row)
        return redirect(execution.adresse(row, execution.premiere(row)))


def _ouvrir(request: HttpRequest, pk: int) -> tuple[Intervention, Acteur]:
    """The row, for whoever does the work or answers for it."""
    row = lire(pk, request.user)
    acteur = acteur_de(request.user, row)
    if acteur is None or acteur == Acteur.CLIENT:
        raise Interdit(_("Ces écrans sont à qui fait le travail."))
    return row, acteur


def _ailleurs(request: HttpRequest, row: Intervention) -> HttpResponse:
    """There is nothing to carry out (any more): the page says where it stands."""
    words = {"numero": row.numero, "statut": row.get_statut_display()}
    messages.info(request, _("%(numero)s est « %(statut)s » : rien à exécuter.") % words)
    return redirect(adresse(row))


class EtapeExecution(View):
    """One step: GET shows it, POST saves and goes on; htmx saves without leaving."""

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        etape = self._etape(code)
        row, acteur = _ouvrir(request, pk)
        if row.statut not in ENGAGEES:
            return _ailleurs(request, row)
        if etape.code == CLOTURE:
            return self._cloture(request, row)
        form = self._formulaire(request, row, acteur=acteur, etape=etape)
        return self._page(request, row, etape=etape, form=form)

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        etape = self._etape(code)
        row, acteur = _ouvrir(request, pk)
        if not etape.colonnes:
            raise Introuvable(_("Cette étape n’enregistre rien."))
        form = self._formulaire(request, row, acteur=acteur, etape=etape, data=request.POST)
        if not form.is_valid():
            return self._corriger(request, row, etape=etape, form=form)
        try:
            done = self._enregistrer(request, row, form)
        except Invalide as error:
            porter_erreurs(form, error)
            return self._corriger(request, row, etape=etape, form=form)
        except (Conflit, Interdit) as error:
            return self._refuser(request, etape, form=form, error=error)
        if partie(request) == ETAT_SAISIE:
            return self._etat(request, done)
        following = execution.voisine(etape.code, 1)
        target = execution.adresse(done, following.code if following else etape.code)
        return redirect(f"{target}?{urlencode({FAIT: etape.code})}")

    @staticmethod
    def _etape(code: str) -> Etape:
        if code not in PAR_CODE:
            raise Introuvable(_("Cette étape n’existe pas."))
        return PAR_CODE[code]

    @staticmethod
    def _formulaire(
        request: HttpRequest, row: Intervention, *, acteur: Acteur, etape: Etape, **options: Any
    ) -> FormulaireEtape:
        return FormulaireEtape(row, request.user, acteur, colonnes=etape.colonnes, **options)

    @staticmethod
    def _enregistrer(
        request: HttpRequest, row: Intervention, form: FormulaireEtape
    ) -> Intervention:
        """What this person changed; its own saving of a moment ago is no other person's."""
        user = request.user
        version, seen = form.cleaned_data["version"], row
        if version != row.version:
            if seul_depuis(row, version, user):
                version = row.version
            else:
                seen = vue_a(row, version, user)
        champs = {name: form.cleaned_data[name] for name in form.changees(seen)}
        if not champs and row.statut in ENGAGEES:
            return row
        return services.modifier(intervention_id=row.pk, par=user, champs=champs, version=version)

    def _corriger(
        self, request: HttpRequest, row: Intervention, *, etape: Etape, form: FormulaireEtape
    ) -> HttpResponse:
        if partie(request) == ETAT_SAISIE:
            return self._etat(request, row, form=form, statut_http=Invalide.statut_http)
        return self._page(request, row, etape=etape, form=form, statut_http=Invalide.statut_http)

    @staticmethod
    def _etat(
        request: HttpRequest,
        row: Intervention,
        *,
        form: FormulaireEtape | None = None,
        perime: bool = False,
        statut_http: int = 200,
    ) -> HttpResponse:
        """The line that says what became of what was typed, and the version to go on from."""
        context = {
            "intervention": row,
            "form": form,
            "perime": perime,
            "heure": timezone.localtime(),
            "enregistre": form is None and not perime,
            "brouillon": brouillon(request.user, row.pk, str(request.resolver_match.kwargs["code"]))
            if request.resolver_match
            else "",
        }
        answer = render(request, "interventions/execution/_etat.html", context, status=statut_http)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def _refuser(
        self,
        request: HttpRequest,
        etape: Etape,
        *,
        form: FormulaireEtape,
        error: Conflit | Interdit,
    ) -> HttpResponse:
        row, acteur = _ouvrir(request, int(self.kwargs["pk"]))
        if partie(request) == ETAT_SAISIE:
            return self._etat(request, row, perime=True, statut_http=Conflit.statut_http)
        if not isinstance(error, VersionPerimee):
            return montrer_refus(request, row, form=form, error=error)
        contexte = {
            "action": request.path,
            "titre": etape.titre,
            "bouton": _("Garder ma saisie et continuer"),
            "brouillon": brouillon(request.user, row.pk, etape.code),
            "refaire": lambda kept: self._formulaire(
                request, row, acteur=acteur, etape=etape, initial=kept
            ),
        }
        return montrer_conflit(request, row, form=form, error=error, contexte=contexte)

    def _cloture(self, request: HttpRequest, row: Intervention) -> HttpResponse:
        """What will be closed; the hours come from the step before, in the address."""
        hours = FormulaireTemps(row, request.GET)
        if not hours.is_valid():
            return self._page(
                request,
                row,
                etape=PAR_CODE[TEMPS],
                form=hours,
                statut_http=Invalide.statut_http,
            )
        initial = {
            "duree_reelle": hours.cleaned_data["duree_reelle"],
            "suite": reverse(settings.LOGIN_REDIRECT_URL),
        }
        form = FormulaireActe("cloturer", row, request.user, initial=initial)
        return self._page(request, row, etape=PAR_CODE[CLOTURE], form=form)

    def _page(
        self,
        request: HttpRequest,
        row: Intervention,
        *,
        etape: Etape,
        form: Any,
        statut_http: int = 200,
    ) -> HttpResponse:
        user = request.user
        before, after = (execution.voisine(etape.code, step) for step in (-1, 1))
        names = actes.possibles(row, user)
        done = unique(request.GET, FAIT)
        context = {
            "intervention": row,
            "etape": etape,
            "pas": execution.pas(row, etape.code),
            "avant": execution.adresse(row, before.code) if before else adresse(row),
            "apres": execution.adresse(row, after.code) if after else "",
            "form": form,
            "brouillon": brouillon(user, row.pk, etape.code),
            "fini": brouillon(user, row.pk, done) if done in PAR_CODE else "",
            "noms": names,
            "reprise": execution.adresse(row, etape.code),
            **self._contenu(row, etape, user),
        }
        if etape.code == TEMPS and not isinstance(form, FormulaireTemps):
            context["form"] = FormulaireTemps(row, initial={"duree_reelle": row.duree_reelle})
        gabarit = f"interventions/execution/{_GABARITS.get(etape.code, 'saisie')}.html"
        return render(request, gabarit, context, status=statut_http)

    @staticmethod
    def _contenu(row: Intervention, etape: Etape, user: Any) -> dict[str, Any]:
        make = _CONTENUS.get(etape.code)
        return make(row, user) if make else {}


_GABARITS = {SECURITE: "securite", TEMPS: "temps", CLOTURE: "cloture"}
_CONTENUS = {
    SECURITE: execution.securite,
    TEMPS: execution.temps,
    CLOTURE: execution.recapitulatif,
}

"""An act on an intervention: the form, the service, and what to say when it is refused."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from core.envoi_unique import une_fois
from core.errors import Conflit, Interdit, Introuvable, Invalide, VersionPerimee
from core.formulaires_service import porter_erreurs
from core.nombres import lire_id
from core.parametres import unique
from core.retours import reussir
from interventions import services
from interventions.forms import FormulaireActe
from interventions.models import Intervention
from interventions.presentation import actes as presentation
from interventions.views.communs import adresse, brouillon, lire, partie, retour
from interventions.views.fiche import ECHANGES, montrer_echanges, montrer_fiche
from interventions.views.refus import montrer_conflit, montrer_refus
from interventions.visibility import acteur_de
from interventions.workflow import ACTIONS


def _impossible(row: Intervention, user: Any, nom: str) -> Conflit | Interdit | None:
    """Why not to ask for corrections: the act is not this person's, or not now."""
    acteur = acteur_de(user, row)
    if ACTIONS[nom].permise(row.statut, acteur):
        return None
    label = {"action": ACTIONS[nom].libelle, "numero": row.numero}
    if acteur is None or acteur not in ACTIONS[nom].qui:
        return Interdit(_("« %(action)s » ne vous est pas permis sur %(numero)s.") % label)
    return Conflit(_("« %(action)s » n’est pas possible maintenant sur %(numero)s.") % label)


def defaire_de(request: HttpRequest, row: Intervention, suite: str) -> str:
    """Where to take back the act that has just been done; empty when it cannot be."""
    if services.retour_de(row, request.user) is None:
        return ""
    query = urlencode({"version": str(row.version), "suite": suite})
    return f"{reverse('interventions:defaire', args=[row.pk])}?{query}"


class Acte(View):
    """POST: do it, then back with a message. GET: the form on the intervention's page."""

    def get(self, request: HttpRequest, pk: int, nom: str) -> HttpResponse:
        target = reverse("interventions:fiche", args=[pk])
        return redirect(f"{target}?{urlencode({'action': nom})}#acte")

    def post(self, request: HttpRequest, pk: int, nom: str) -> HttpResponse:
        row = lire(pk, request.user)
        if nom not in ACTIONS or nom == "modifier":
            raise Introuvable(_("Cet acte n’existe pas."))
        form = FormulaireActe(nom, row, request.user, data=request.POST)
        if not form.is_valid():
            refusal = _impossible(row, request.user, nom)
            if refusal is not None:
                return self._refuser(request, pk, form=form, error=refusal)
            return self._corriger(request, row, form, statut_http=Invalide.statut_http)
        try:
            return self._faire(request, row, form)
        except Invalide as error:
            porter_erreurs(form, error)
            return self._corriger(request, row, form, statut_http=error.statut_http)
        except (Conflit, Interdit) as error:
            return self._refuser(request, pk, form=form, error=error)

    def _faire(self, request: HttpRequest, row: Intervention, form: FormulaireActe) -> HttpResponse:
        user, nom = request.user, form.nom
        if nom == "commenter":
            return self._commenter(request, row, form)
        act = getattr(services, nom)
        done = act(
            intervention_id=row.pk, par=user, version=form.cleaned_data["version"], **form.valeurs()
        )
        target = retour(request, form.cleaned_data["suite"], adresse(row))
        reussir(
            request,
            presentation.dire(nom, done),
            defaire=defaire_de(request, done, target),
            brouillon=brouillon(user, row.pk, nom),
        )
        for warning in getattr(done, "avertissements", []):
            messages.warning(request, warning)
        return redirect(target)

    @staticmethod
    def _commenter(request: HttpRequest, row: Intervention, form: FormulaireActe) -> HttpResponse:
        user = request.user
        _pk, first = une_fois(
            user,
            form.cleaned_data["jeton"],
            lambda: services.commenter(intervention_id=row.pk, par=user, **form.valeurs()).pk,
        )
        said = _("Message ajouté.") if first else _("Message déjà enregistré.")
        if partie(request) == ECHANGES:
            return montrer_echanges(request, row, dit=said)
        reussir(request, said, brouillon=brouillon(user, row.pk, "commenter"))
        target = retour(request, form.cleaned_data["suite"], adresse(row))
        return HttpResponseRedirect(f"{target.split('#')[0]}#echanges")

    @staticmethod
    def _corriger(
        request: HttpRequest, row: Intervention, form: FormulaireActe, *, statut_http: int
    ) -> HttpResponse:
        """The form again with what to correct, on its page or in the part that sent it."""
        if form.nom == "commenter" and partie(request) == ECHANGES:
            return montrer_echanges(request, row, commenter=form, statut_http=statut_http)
        return montrer_fiche(request, row, form, statut_http=statut_http)

    def _refuser(
        self,
        request: HttpRequest,
        pk: int,
        *,
        form: FormulaireActe,
        error: Conflit | Interdit,
    ) -> HttpResponse:
        row = lire(pk, request.user)
        if partie(request) == ECHANGES:
            form.add_error(None, error.detail)
            return montrer_echanges(request, row, commenter=form, statut_http=Conflit.statut_http)
        if not isinstance(error, VersionPerimee):
            return montrer_refus(request, row, form=form, error=error)
        contexte = {
            "action": request.path,
            "titre": presentation.titre_action(form.nom),
            "bouton": presentation.titre_action(form.nom),
            "brouillon": brouillon(request.user, pk, form.nom),
            "refaire": lambda kept: FormulaireActe(form.nom, row, request.user, initial=kept),
        }
        return montrer_conflit(request, row, form=form, error=error, contexte=contexte)


class Defaire(View):
    """POST: take back one's own last act. GET: the page, for whoever comes back to the address."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("interventions:fiche", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = lire(pk, request.user)
        try:
            version = lire_id(unique(request.POST, "version"))
        except ValueError:
            version = 0
        target = retour(request, unique(request.POST, "suite"), adresse(row))
        try:
            done = services.defaire(intervention_id=pk, par=request.user, version=version)
        except Invalide as error:
            # The one who had it before is gone, say: the act stands, the person decides anew.
            messages.error(request, error.detail)
            return redirect(target)
        words = {"numero": done.numero, "statut": done.get_statut_display()}
        reussir(request, _("C’est défait : %(numero)s est « %(statut)s ».") % words)
        return redirect(target)

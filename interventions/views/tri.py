"""The queue of requests: one at a time, accepted or refused, then the next at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from comptes.choices import Role
from core.errors import Conflit, Interdit, Invalide
from core.formulaires_service import porter_erreurs
from core.nombres import lire_id
from core.parametres import unique
from core.retours import reussir
from interventions import services
from interventions.choices import Statut
from interventions.forms import FormulaireActe, FormulaireTri
from interventions.models import Intervention
from interventions.presentation import actes, tri
from interventions.views.actes import defaire_de
from interventions.views.communs import brouillon, id_demande, lire


def _chef(request: HttpRequest) -> Any:
    """The person, if it distributes the work."""
    user: Any = request.user
    if user.role not in (Role.ADMIN, Role.RESPONSABLE):
        raise Interdit(_("La file des demandes est l’écran des responsables."))
    return user


class Compte(View):
    """How many wait, for the menu: a fragment of text, nothing when nothing waits."""

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = tri.combien(_chef(request))
        return HttpResponse(str(waiting) if waiting else "", content_type="text/plain")


class Tri(View):
    """GET: the request in hand (`?id=`, else the first) and the queue beside it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = _chef(request)
        asked = id_demande(request, "id")
        pk = asked if asked is not None else tri.premiere(user)
        if pk is None:
            return render(request, "interventions/tri.html", {"vide": True})
        row = lire(pk, user)
        if row.statut != Statut.OUVERTE:
            return _deja_faite(request, row)
        return montrer(request, row)


def _deja_faite(request: HttpRequest, row: Intervention) -> HttpResponse:
    """Somebody was faster: said, and on to the next."""
    words = {"numero": row.numero, "statut": row.get_statut_display().lower()}
    messages.info(request, _("%(numero)s n’attend plus : elle est %(statut)s.") % words)
    return redirect("interventions:tri")


def montrer(
    request: HttpRequest,
    row: Intervention,
    *,
    form: FormulaireTri | None = None,
    refus: FormulaireActe | None = None,
    statut_http: int = 200,
) -> HttpResponse:
    """The page, with the form that was refused if there is one."""
    user = request.user
    context = tri.contexte(row, user) | {
        "form": form or FormulaireTri(row, user, initial={"priorite": tri.proposee(row)}),
        "refuser": refus or FormulaireActe("annuler", row, user),
        "refus_ouvert": refus is not None,
        "brouillon": brouillon(user, row.pk, "annuler"),
    }
    return render(request, "interventions/tri.html", context, status=statut_http)


class Decision(View):
    """POST: `decision` is accepter or refuser; GET: the request in the queue."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        _chef(request)
        return redirect(f"{reverse('interventions:tri')}?id={pk}")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = lire(pk, _chef(request))
        refuse = unique(request.POST, "decision") == "refuser"
        form: Any = (
            FormulaireActe("annuler", row, request.user, data=request.POST)
            if refuse
            else FormulaireTri(row, request.user, data=request.POST)
        )
        shown = {"refus": form} if refuse else {"form": form}
        if not form.is_valid():
            return montrer(request, row, **shown, statut_http=Invalide.statut_http)
        try:
            done = self._decider(request, row, form, refuse=refuse)
        except Invalide as error:
            porter_erreurs(form, error)
            return montrer(request, row, **shown, statut_http=error.statut_http)
        except Conflit as error:
            return self._trop_tard(request, pk, form=form, error=error)
        return self._suivante(request, done, nom="annuler" if refuse else "affecter")

    @staticmethod
    def _decider(
        request: HttpRequest, row: Intervention, form: Any, *, refuse: bool
    ) -> Intervention:
        sent = {"par": request.user, "version": form.cleaned_data["version"]}
        if refuse:
            return services.annuler(intervention_id=row.pk, **sent, **form.valeurs())
        return services.accepter(
            intervention_id=row.pk,
            priorite=form.cleaned_data["priorite"],
            technicien_id=form.cleaned_data["technicien_id"].pk,
            **sent,
        )

    @staticmethod
    def _trop_tard(request: HttpRequest, pk: int, *, form: Any, error: Conflit) -> HttpResponse:
        """It changed meanwhile: still waiting, it is shown anew with what was chosen."""
        row = lire(pk, request.user)
        if row.statut != Statut.OUVERTE:
            return _deja_faite(request, row)
        kept = {name: form.data.get(name) for name in form.fields if name != "version"}
        anew = (
            {"refus": FormulaireActe("annuler", row, request.user, initial=kept)}
            if isinstance(form, FormulaireActe)
            else {"form": FormulaireTri(row, request.user, initial=kept)}
        )
        messages.warning(request, _("%(detail)s Relisez, puis envoyez.") % {"detail": error.detail})
        return montrer(request, row, **anew, statut_http=error.statut_http)

    @staticmethod
    def _suivante(request: HttpRequest, done: Intervention, *, nom: str) -> HttpResponse:
        target = reverse("interventions:tri")
        reussir(
            request,
            actes.dire(nom, done),
            defaire=defaire_de(request, done, f"{target}?id={done.pk}"),
            brouillon=brouillon(request.user, done.pk, "annuler"),
        )
        for warning in getattr(done, "avertissements", []):
            messages.warning(request, warning)
        try:
            following = lire_id(unique(request.POST, "suivante"))
        except ValueError:
            return redirect(target)
        return redirect(f"{target}?id={following}")

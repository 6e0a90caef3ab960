"""The page of one intervention, with the form of an act when one is asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from comptes.choices import Role
from interventions.forms import FormulaireActe
from interventions.models import Intervention
from interventions.presentation import fiche as presentation
from interventions.presentation.chronologie import chronologie
from interventions.views.communs import adresse, lire, retour

Formulaires = dict[str, FormulaireActe]


def _formulaires(
    request: HttpRequest,
    intervention: Intervention,
    *,
    noms: list[str],
    refuse: FormulaireActe | None,
) -> Formulaires:
    """The forms on the page: comment, rating, and the act asked for or just refused."""
    asked = request.GET.get("action", "")
    suite = retour(request, request.GET.get("suite", ""), "")
    wanted = {n for n in ("commenter",) if n in noms}
    if presentation.peut_evaluer(intervention, noms):
        wanted.add("evaluer")
    if refuse is None and asked in noms and asked not in presentation.A_PART:
        wanted.add(asked)
    forms = {
        name: FormulaireActe(name, intervention, request.user, initial={"suite": suite})
        for name in wanted
    }
    return forms | ({refuse.nom: refuse} if refuse else {})


def _abandon(request: HttpRequest, intervention: Intervention, acte: FormulaireActe | None) -> str:
    """Where « Ne rien faire » leads: to the screen that the person came from."""
    asked = str(acte["suite"].value() or "") if acte is not None else ""
    return retour(request, asked, adresse(intervention))


def contexte(
    request: HttpRequest, intervention: Intervention, refuse: FormulaireActe | None = None
) -> dict[str, Any]:
    """Everything that the page shows, as far as this person may see it."""
    user: Any = request.user
    names = presentation.possibles(intervention, user)
    forms = _formulaires(request, intervention, noms=names, refuse=refuse)
    machine = presentation.machine_visible(intervention, user)
    acte = next((f for n, f in forms.items() if n not in presentation.A_PART), None)
    return {
        "intervention": intervention,
        "objet": intervention,
        "noms": names,
        "boutons": presentation.boutons(intervention.statut, names),
        "acte": acte,
        "abandon": _abandon(request, intervention, acte),
        "impossible": presentation.titre_impossible(request.GET.get("action", ""), names),
        "titre_acte": presentation.titre_action(acte.nom) if acte else "",
        "commenter": forms.get("commenter"),
        "evaluer": forms.get("evaluer"),
        "etapes": presentation.etapes(intervention, user),
        "manques": presentation.manques(intervention, names),
        "textes": presentation.textes(intervention, user),
        "faits": presentation.faits_suivi(intervention, user),
        "machine": machine,
        "faits_machine": presentation.faits_machine(machine, user),
        "faits_lieu": presentation.faits_lieu(machine, user),
        "appels": presentation.appels(intervention, machine, user),
        "temps": presentation.temps(intervention, user),
        "relancer": presentation.peut_relancer(intervention, user),
        "pour_client": user.role == Role.CLIENT,
        "chronologie": chronologie(
            intervention, user, complete=request.GET.get("historique") == "tout"
        ),
    }


def montrer_fiche(
    request: HttpRequest,
    intervention: Intervention,
    refuse: FormulaireActe | None = None,
    *,
    statut_http: int = 200,
) -> HttpResponse:
    """The page, with a refused form in it if there is one."""
    return render(
        request,
        "interventions/fiche.html",
        contexte(request, intervention, refuse),
        status=statut_http,
    )


class Fiche(View):
    """GET: the page; `?action=suspendre` opens that act's form in it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return montrer_fiche(request, lire(pk, request.user))

"""The page of one intervention, with the form of an act when one is asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views import View

from comptes.choices import Role
from core.parametres import unique
from interventions.forms import FormulaireActe
from interventions.models import Intervention
from interventions.presentation import actes, bon, delais, fiche
from interventions.presentation.autour import autour
from interventions.presentation.chronologie import Chronologie, chronologie
from interventions.views.communs import brouillon, garde, ici, id_demande, lire, partie, retour
from interventions.workflow import ENGAGEES
from listes.voisins import voisins

Formulaires = dict[str, FormulaireActe]

# The ids of the parts that the page fetches anew by itself.
ECHANGES, PLUS_ANCIEN = "echanges", "plus-ancien"


def _formulaires(
    request: HttpRequest,
    intervention: Intervention,
    *,
    noms: list[str],
    refuse: FormulaireActe | None,
) -> Formulaires:
    """The forms on the page: comment, rating, and the act asked for or just refused."""
    asked = unique(request.GET, "action")
    suite = _suite(request, intervention)
    wanted = {n for n in ("commenter",) if n in noms}
    if actes.peut_evaluer(intervention, noms):
        wanted.add("evaluer")
    if refuse is None and asked in noms and asked not in actes.A_PART:
        wanted.add(asked)
    forms = {
        name: FormulaireActe(name, intervention, request.user, initial={"suite": suite})
        for name in wanted
    }
    return forms | ({refuse.nom: refuse} if refuse else {})


def _suite(request: HttpRequest, intervention: Intervention) -> str:
    """Where acts lead: the screen that the link named, or this page inside its list."""
    return retour(request, unique(request.GET, "suite"), ici(request, intervention))


def _abandon(request: HttpRequest, intervention: Intervention, acte: FormulaireActe | None) -> str:
    """Where « Ne rien faire » leads: to the screen that the person came from."""
    asked = str(acte["suite"].value() or "") if acte is not None else ""
    return retour(request, asked, ici(request, intervention))


def _fil(request: HttpRequest, intervention: Intervention) -> Chronologie:
    return chronologie(
        intervention,
        request.user,
        fil=unique(request.GET, "fil"),
        avant=id_demande(request, "avant"),
    )


def contexte_echanges(
    request: HttpRequest, intervention: Intervention, commenter: FormulaireActe | None
) -> dict[str, Any]:
    """The timeline and the form of a message."""
    return {
        "intervention": intervention,
        "commenter": commenter,
        "brouillon_message": brouillon(request.user, intervention.pk, "commenter"),
        "chronologie": _fil(request, intervention),
        "garde": garde(request),
    }


def _temps(intervention: Intervention, user: Any) -> dict[str, Any]:
    spans = fiche.temps(intervention, user)
    waits = (t.raison for t in spans if t.segment.fin is None and t.segment.cause)
    return {"temps": spans, "attente": next(waits, "")}


def _sur_la_machine(intervention: Intervention, user: Any) -> dict[str, Any]:
    machine = fiche.machine_visible(intervention, user)
    return {
        "machine": machine,
        "faits_machine": fiche.faits_machine(machine, user),
        "faits_lieu": fiche.faits_lieu(machine, user),
        "consignes": fiche.consignes(intervention, machine, user),
        "appels": fiche.appels(intervention, machine, user),
        "carte": fiche.carte(machine, user),
        "autour": autour(intervention, machine, user),
    }


def _etat(request: HttpRequest, intervention: Intervention, names: list[str]) -> dict[str, Any]:
    user: Any = request.user
    return {
        "etapes": fiche.etapes(intervention, user),
        "delais": delais.delais(intervention, user),
        "anciennete": delais.en_etat_depuis(intervention),
        "manques": actes.manques(intervention, names),
        "relancer": actes.peut_relancer(intervention, user),
        "pas_a_pas": intervention.statut in ENGAGEES and "modifier" in names,
        "pour_client": user.role == Role.CLIENT,
    }


def contexte(
    request: HttpRequest, intervention: Intervention, refuse: FormulaireActe | None = None
) -> dict[str, Any]:
    """Everything that the page shows, as far as this person may see it."""
    user: Any = request.user
    names = actes.possibles(intervention, user)
    forms = _formulaires(request, intervention, noms=names, refuse=refuse)
    acte = next((f for n, f in forms.items() if n not in actes.A_PART), None)
    return {
        "objet": intervention,
        "noms": names,
        "boutons": actes.boutons(intervention.statut, names),
        "suite": _suite(request, intervention),
        "voisins": voisins(request, "interventions", intervention),
        "acte": acte,
        "brouillon_acte": brouillon(user, intervention.pk, acte.nom) if acte else "",
        "abandon": _abandon(request, intervention, acte),
        "impossible": actes.titre_impossible(unique(request.GET, "action"), names),
        "titre_acte": actes.titre_action(acte.nom) if acte else "",
        "sans_retour": actes.SANS_RETOUR.get(acte.nom, "") if acte else "",
        "evaluer": forms.get("evaluer"),
        "textes": fiche.textes(intervention, user),
        "faits": fiche.faits_suivi(intervention, user),
        **_temps(intervention, user),
        **_etat(request, intervention, names),
        **_sur_la_machine(intervention, user),
        **contexte_echanges(request, intervention, forms.get("commenter")),
    }


def montrer_fiche(
    request: HttpRequest,
    intervention: Intervention,
    refuse: FormulaireActe | None = None,
    *,
    statut_http: int = 200,
) -> HttpResponse:
    """The page, with a refused form in it if there is one."""
    answer = render(
        request,
        "interventions/fiche.html",
        contexte(request, intervention, refuse),
        status=statut_http,
    )
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def montrer_echanges(
    request: HttpRequest,
    intervention: Intervention,
    *,
    commenter: FormulaireActe | None = None,
    dit: str = "",
    statut_http: int = 200,
) -> HttpResponse:
    """The part of the page with messages and history; `dit` is spoken to who cannot see it."""
    if commenter is None and "commenter" in actes.possibles(intervention, request.user):
        commenter = FormulaireActe("commenter", intervention, request.user)
    context = contexte_echanges(request, intervention, commenter) | {"dit": dit}
    answer = render(request, "interventions/_echanges.html", context, status=statut_http)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


class Fiche(View):
    """GET: the page; `?action=suspendre` opens that act's form in it.

    Asked by htmx for one of its own parts, it answers that part alone.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = lire(pk, request.user)
        wanted = partie(request)
        if wanted == PLUS_ANCIEN:
            context = contexte_echanges(request, row, None)
            answer = render(request, "interventions/_plus_ancien.html", context)
            patch_vary_headers(answer, ["HX-Request"])
            return answer
        if wanted == ECHANGES:
            return montrer_echanges(request, row)
        return montrer_fiche(request, row)


class Bon(View):
    """The work order as a sheet of A4."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = lire(pk, request.user)
        return render(request, "interventions/bon.html", bon.contexte(row, request.user))

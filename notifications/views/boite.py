"""The inbox: what one was told, by object; reading it, and going to where it leads."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from comptes.choices import Role
from comptes.permissions import gere_les_comptes
from core.errors import Invalide
from core.pages import paginer
from core.parametres import unique
from equipements.models import Equipement
from interventions.models import Intervention
from notifications import selectors, services
from notifications.choices import Sujet
from notifications.models import Notification
from notifications.regles import sujets_de
from techniciens.models import Technicien

NON = "false"


class Boite(View):
    """GET: `lu=false` for the unread ones, `sujet`, `page`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        unread, subject = unique(request.GET, "lu") == NON, unique(request.GET, "sujet")
        rows = selectors.recues(user).select_related("intervention")
        if unread:
            rows = rows.filter(lu=False)
        if subject:
            _exiger_sujet(subject)
            rows = rows.filter(sujet=subject)
        page = paginer(rows, unique(request.GET, "page"))
        context = {
            "page": page,
            "objets": selectors.par_objet(page.lignes),
            "nombre": selectors.combien(user),
            "sujets": [(s.value, s.label) for s in sujets_de(user.role)],
            "sujet": subject,
            "non_lues_seules": unread,
            "filtre": unread or subject,
            "courriels": gere_les_comptes(user) and not settings.EMAIL_HOST,
        }
        return render(request, "notifications/boite.html", context)


def _exiger_sujet(sujet: str) -> None:
    if sujet not in Sujet.values:
        text = _("Sujet inconnu.")
        raise Invalide(text, {"sujet": [text]})


class Compte(View):
    """The bell's number alone, for whoever heard that it has changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(selectors.badge(request.user), content_type="text/plain")


class Apercu(View):
    """The newest messages, under the bell."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.recues(request.user)[: selectors.PEEK]
        return render(request, "notifications/_apercu.html", {"lignes": rows})


class Ouvrir(View):
    """GET: to what the message is about, which is read by that."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = services.ouvrir(par=request.user, notification_id=pk)
        return redirect(_cible(row, request.user))


class Lire(View):
    """POST: read, without going there."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.lire(par=request.user, notification_id=pk)
        back = request.POST.get("suite", "")
        safe = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
        return redirect(back if safe else "notifications:boite")


class ToutLire(View):
    """POST: all of them."""

    def post(self, request: HttpRequest) -> HttpResponse:
        services.tout_lire(par=request.user)
        messages.success(request, _("Tout est marqué comme lu."))
        return redirect("notifications:boite")


def _cible(row: Notification, user: Any) -> str:
    """The page of what it is about, if the person may see it now; else the inbox."""
    wanted = (
        (Intervention, row.intervention_id, "interventions:fiche"),
        (Equipement, row.metadata.get("equipement_id"), "equipements:fiche"),
        (Technicien, row.metadata.get("technicien_id"), "techniciens:fiche"),
    )
    for model, pk, route in wanted:
        if pk is not None and model.objects.visible_to(user).filter(pk=pk).exists():
            return reverse(route, args=[pk])
    # Who helps beside the holder sees the slot, on the week's page.
    helps = row.intervention_id is not None and user.role == Role.TECHNICIEN
    return reverse("pilotage:ma_semaine" if helps else "notifications:boite")

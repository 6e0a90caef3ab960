"""The technician's own screens: the day, and the week around it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from comptes.choices import Role
from core.errors import Interdit, Introuvable
from core.parametres import unique
from core.temps import InstantInvalide, lire_jour
from pilotage.journee import journee, semaine
from pilotage.selectors import termine_par
from techniciens.visibility import technicien_id_de

DERNIERES = 5


def _technicien(request: HttpRequest) -> Any:
    """The person, if these are its screens."""
    user: Any = request.user
    if user.role != Role.TECHNICIEN:
        raise Interdit(_("« Ma journée » est l’écran des techniciens."))
    return user


class MaJournee(View):
    """The technician's work in order, with one-tap acts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = _technicien(request)
        context = {
            "journee": journee(user),
            "terminees": termine_par(user, DERNIERES),
            "sans_profil": technicien_id_de(user) is None,
        }
        return render(request, "pilotage/ma_journee.html", context)


class MaSemaine(View):
    """Seven days by planned date; `?du=` names a day of the week wanted."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = _technicien(request)
        asked = unique(request.GET, "du")
        try:
            day = lire_jour(asked) if asked else timezone.localdate()
        except InstantInvalide as error:
            raise Introuvable(str(error)) from error
        context = {"semaine": semaine(user, day), "profil": technicien_id_de(user)}
        return render(request, "pilotage/ma_semaine.html", context)

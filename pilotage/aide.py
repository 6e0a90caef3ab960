"""Help: how each role does its work, the keys, the version; for administrators the doctor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View

from comptes.choices import Role
from core.errors import Interdit
from core.examens import examiner


class Aide(View):
    """The role's own pages in a few sentences each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        role = user.role
        context = {
            "gabarit_role": f"pilotage/aide/{role}.html",
            "pour_chef": role in (Role.ADMIN, Role.RESPONSABLE),
            "pour_admin": role == Role.ADMIN,
            "version": settings.VERSION,
        }
        return render(request, "pilotage/aide/page.html", context)


class Raccourcis(View):
    """The keys: a page, or the inside of the dialog that « ? » opens."""

    def get(self, request: HttpRequest) -> HttpResponse:
        htmx = bool(getattr(request, "htmx", False))
        template = "pilotage/aide/_raccourcis.html" if htmx else "pilotage/aide/raccourcis.html"
        answer = render(request, template)
        patch_vary_headers(answer, ["HX-Request"])
        return answer


class Etat(View):
    """What `manage.py doctor` finds, for administrators."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if user.role != Role.ADMIN:
            raise Interdit(_("Seul un administrateur voit l’état de l’installation."))
        context = {"examens": list(examiner()), "version": settings.VERSION}
        return render(request, "pilotage/aide/etat.html", context)

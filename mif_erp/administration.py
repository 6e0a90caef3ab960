"""The Django admin's site: administrators only, signed in through the application's own page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.admin_choix import ReponseDeChoix


class Administration(AdminSite):
    """One door for signing in, so that one counter and one rule guard it."""

    site_header = _("ERP MIF Maroc · Administration")
    site_title = _("Administration")
    index_title = _("Tables")
    site_url = "/gestion/"
    # The boundary tries both spellings of a path; a route that takes everything would hide that.
    final_catch_all_view = False

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """To the application's sign-in; whoever is signed in without the right goes home."""
        if request.user.is_authenticated:
            return redirect("pilotage:accueil")
        target = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('comptes:connexion')}?{urlencode({'next': target})}")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Choices by search, homonyms told apart."""
        return ReponseDeChoix.as_view(admin_site=self)(request)

    def password_change(self, request: HttpRequest, extra_context: object = None) -> Any:
        """One page to change one's password, with one rule."""
        return redirect("comptes:mot_de_passe")


class AdministrationConfig(AdminConfig):
    default_site = "mif_erp.administration.Administration"

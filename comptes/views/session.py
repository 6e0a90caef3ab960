"""Signing in and out."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse

from comptes.demo import COMPTES_DEMO, CompteDemo
from comptes.forms import FormulaireConnexion
from comptes.models import Utilisateur
from core.errors import Invalide

TROP = 429


def comptes_a_montrer() -> list[CompteDemo]:
    """Demo accounts that are open; whether their password still stands is not asked (bcrypt)."""
    if settings.PRODUCTION:
        return []
    names = [compte.username for compte in COMPTES_DEMO]
    rows = Utilisateur.objects.filter(username__in=names, is_active=True)
    there = set(rows.values_list("username", flat=True))
    return [compte for compte in COMPTES_DEMO if compte.username in there]


class Connexion(LoginView):
    """Username or e-mail and password; then back to the page that was asked for."""

    http_method_names = ["get", "head", "post", "options"]
    form_class: Any = FormulaireConnexion
    template_name = "comptes/connexion.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        wait = getattr(form, "attente", 0)
        answer = self.render_to_response(
            self.get_context_data(form=form), status=TROP if wait else Invalide.statut_http
        )
        if wait:
            answer.headers["Retry-After"] = str(wait)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"comptes_demo": comptes_a_montrer(), "courriels": settings.COURRIELS}
        return super().get_context_data(**page, **kwargs)


class Deconnexion(LogoutView):
    """Ends the session; POST only, so that no link or picture can sign somebody out."""

    http_method_names = ["post", "options"]

"""A lost password: asking for the link, and choosing a new one behind it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from comptes import oubli, services
from comptes.forms import FormulaireNouveauSecret, FormulaireOubli
from comptes.views.session import TROP
from core.contexte import adresse_de
from core.errors import Introuvable, Invalide
from core.formulaires_service import porter_erreurs
from core.freins import minutes

PARTI = "parti"


class Oubli(FormView[Any]):
    """The same page whatever the address: nobody learns here who has an account."""

    http_method_names = ["get", "head", "post", "options"]
    form_class = FormulaireOubli
    template_name = "comptes/oubli.html"

    def form_valid(self, form: Any) -> HttpResponse:
        wait = oubli.demander(form.cleaned_data["courriel"], adresse_de(self.request))
        if not wait:
            return HttpResponseRedirect(f"{reverse('comptes:oubli')}?{PARTI}=1")
        form.add_error(
            None,
            _("Trop de demandes pour cette adresse. Réessayez dans %(minutes)s min.")
            % {"minutes": minutes(wait)},
        )
        answer = self.render_to_response(self.get_context_data(form=form), status=TROP)
        answer.headers["Retry-After"] = str(wait)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(form=form), status=Invalide.statut_http
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"parti": PARTI in self.request.GET, "courriels": settings.COURRIELS}
        return super().get_context_data(**page, **kwargs)


class NouveauSecret(PasswordResetConfirmView):
    """Behind the link: Django keeps its token out of the address and of what pages send on."""

    http_method_names = ["get", "head", "post", "options"]
    form_class: Any = FormulaireNouveauSecret
    token_generator = oubli.JETONS
    template_name = "comptes/nouveau_secret.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Django looks at the link first: a method that is none gets its answer all the same."""
        if str(request.method).lower() not in self.http_method_names:
            return self.http_method_not_allowed(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_user(self, uidb64: str) -> Any:
        """The account of the link, unless it was shut meanwhile."""
        found: Any = super().get_user(uidb64)
        return found if found is not None and found.is_active else None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        kwargs.pop("user", None)
        return kwargs

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self.validlink:
            kwargs.setdefault("status", Introuvable.statut_http)
        return super().render_to_response(context, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        request: HttpRequest = self.request
        user: Any = self.user
        nouveau = form.cleaned_data["new_password"]
        try:
            services.reinitialiser_mot_de_passe(utilisateur=user, nouveau=nouveau)
        except Invalide as error:
            porter_erreurs(form, error)
            return self.form_invalid(form)
        request.session.flush()
        messages.success(request, _("Mot de passe enregistré : connectez-vous."))
        return HttpResponseRedirect(reverse("comptes:connexion"))

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=Invalide.statut_http)

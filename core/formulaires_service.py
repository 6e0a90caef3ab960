"""The one way to run a service from a page: a form, the service, then a redirect with a message.

What the service refuses comes back on the same page, next to its field, with everything typed
kept: 422 for a value that does not hold, 409 when the row is no longer in a state for the act.
Other refusals (403, 404) go to the middleware that draws error pages.
"""

from collections.abc import Container, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core.errors import Conflit, DomainError, Invalide
from core.formulaires_ligne import FormulaireLigne
from core.texte import insecable


def champ_de(form: forms.BaseForm, nom: str) -> str | None:
    """The form's field for a service's `nom`: services say `site_id`, forms may say `site`."""
    if isinstance(form, FormulaireLigne):
        return next((name for name in form.fields if nom in (name, form.cle(name))), None)
    for name in (nom, nom.removesuffix("_id"), f"{nom}_id"):
        if name in form.fields:
            return name
    return None


def porter_erreurs(form: forms.BaseForm, error: DomainError) -> None:
    """Write a service's refusal into the form: beside the fields to blame, the rest on top."""
    placed = False
    for nom, texts in error.errors.items():
        name = champ_de(form, nom)
        if name is not None:
            form.add_error(name, forms.ValidationError(list(texts)))
            placed = True
    rest = [
        text
        for nom, texts in error.errors.items()
        if champ_de(form, nom) is None
        for text in texts
        if text != error.detail
    ]
    # A sentence that only repeats what stands beside a field helps nobody.
    if not placed or rest:
        top = rest if placed else [error.detail, *rest]
        form.add_error(None, forms.ValidationError(top))


class ActeSimple(forms.Form):
    """A form without a field: the button is the whole question."""


class VueService(FormView[Any]):
    """A form page whose `executer` calls a service.

    GET shows the form, POST runs `executer(valeurs)`; on success `message` is said and the person
    is sent to `get_success_url()`, which may read `self.resultat`.
    """

    http_method_names = ["get", "head", "post", "options"]
    template_name = "core/formulaire.html"
    form_class: Any = ActeSimple
    titre: Any = ""
    bouton: Any = _("Enregistrer")
    retour_texte: Any = _("Retour")
    message: Any = ""
    # A sentence above the form, and whether the button is one to think twice about.
    note: Any = ""
    danger = False
    resultat: Any = None
    conflit: Conflit | None = None
    # For a form over a row: the row to edit (None: a new one), the names that the service takes.
    ligne: Any = None
    permis: Container[str] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.ouvrir()
        return super().dispatch(request, *args, **kwargs)

    def ouvrir(self) -> None:
        """For a subclass: find the row, refuse those who may never do this, set the words."""

    def retour(self) -> str:
        """Where « Annuler » leads."""
        return self.get_success_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if issubclass(self.get_form_class(), FormulaireLigne):
            kwargs |= {"user": self.request.user, "ligne": self.ligne, "permis": self.permis}
        return kwargs

    def valeurs(self, form: Any) -> dict[str, Any]:
        """What the service gets: the form's own `valeurs()` if it has one."""
        own = getattr(form, "valeurs", None)
        values: dict[str, Any] = own() if callable(own) else dict(form.cleaned_data)
        return values

    def executer(self, valeurs: dict[str, Any]) -> Any:
        """Call the service."""
        raise NotImplementedError

    def dire(self) -> str:
        """The message of success."""
        return str(self.message)

    def annoncer(self) -> None:
        """Say so; a subclass may offer the way back (`core.messages.avec_annulation`)."""
        messages.success(self.request, self.dire())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.resultat = self.executer(self.valeurs(form))
        except (Invalide, Conflit) as error:
            return self.refuser(form, error)
        self.annoncer()
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again, with its errors; a form may ask for another status (`statut_http`)."""
        status = getattr(form, "statut_http", Invalide.statut_http)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def refuser(self, form: Any, error: DomainError) -> HttpResponse:
        """The form again, with what the service said."""
        if isinstance(error, Conflit):
            self.conflit = error
        porter_erreurs(form, error)
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=error.statut_http)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what the page says, and `etat`: where the row stands when the service refused."""
        etat: Mapping[str, Any] = self.conflit.etat if self.conflit else {}
        page = {
            "titre": insecable(str(self.titre)),
            "bouton": self.bouton,
            "note": self.note,
            "danger": self.danger,
            "retour": self.retour(),
            "retour_texte": self.retour_texte,
            "conflit": self.conflit,
            "etat": etat,
        }
        return super().get_context_data(**{**page, **kwargs})

"""An act that was refused: what happened meanwhile, what can be done now, nothing typed lost."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import DomainError, VersionPerimee
from interventions.forms import FormulaireActe, FormulaireVersionne
from interventions.models import Intervention
from interventions.presentation import actes as presentation
from interventions.presentation.conflit import comparer
from interventions.services.passage import depuis


def montrer_conflit(
    request: HttpRequest,
    intervention: Intervention,
    *,
    form: Any,
    error: VersionPerimee,
    contexte: dict[str, Any],
) -> HttpResponse:
    """409: what happened since, both versions side by side, and a form that keeps what was typed.

    `contexte["refaire"]` makes the form to send again from the values to keep.
    """
    conflit = comparer(form, intervention, version=error.etat["version_lue"], user=request.user)
    kept = conflit.valeurs | {"version": intervention.version}
    context = {
        "intervention": intervention,
        "erreur": error,
        "depuis": error.etat["depuis"],
        "conflit": conflit,
        **contexte,
        "form": contexte["refaire"](kept),
    }
    return render(request, "interventions/conflit.html", context, status=error.statut_http)


def montrer_refus(
    request: HttpRequest,
    intervention: Intervention,
    *,
    form: FormulaireVersionne,
    error: DomainError,
) -> HttpResponse:
    """409 or 403: what happened, what can be done now, and the text that was typed."""
    user = request.user
    names = presentation.possibles(intervention, user)
    version = form.cleaned_data.get("version") or 0
    context = {
        "intervention": intervention,
        "erreur": error,
        "depuis": depuis(intervention, version, user),
        "boutons": presentation.boutons(intervention.statut, names),
        "saisie": _saisie(form),
        "commenter": _en_commentaire(form, intervention, user) if "commenter" in names else None,
    }
    return render(request, "interventions/refus.html", context, status=error.statut_http)


def _saisie(form: forms.Form) -> list[tuple[Any, str]]:
    """(label, what was typed), of the fields that were filled in."""
    typed = []
    for field in form.visible_fields():
        value = field.value()
        choices = {str(k): v for k, v in getattr(field.field, "choices", ())}
        if value not in (None, "", False):
            typed.append((field.label, str(choices.get(str(value), value))))
    return typed


def _en_commentaire(
    form: forms.Form, intervention: Intervention, user: Any
) -> FormulaireActe | None:
    """The texts that were typed, offered as a comment, which every state but the last accepts."""
    areas = [f for f in form.visible_fields() if isinstance(f.field.widget, forms.Textarea)]
    texts = [str(f.value()).strip() for f in areas if f.value()]
    if not texts:
        return None
    return FormulaireActe("commenter", intervention, user, initial={"texte": "\n\n".join(texts)})

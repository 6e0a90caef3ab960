"""`{% panneaux page objet %}`: what higher apps show on a lower app's page."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.panneaux import panneaux_de

register = template.Library()


@register.simple_tag(takes_context=True)
def panneaux(context: Context, page: str, objet: Any) -> SafeString:
    """The panels registered for `page`, each rendered by its own template."""
    request = context["request"]
    parts = []
    for panneau in panneaux_de(page):
        contenu = panneau.contenu(request, objet)
        if contenu is not None:
            parts.append(
                render_to_string(panneau.gabarit, {"objet": objet, **contenu}, request=request)
            )
    return mark_safe("".join(parts))  # noqa: S308  each part is a rendered, escaped template

"""The bell of the shell, and what an inbox says of a message."""

from typing import Any

from django import template
from django.template.context import Context

from notifications import selectors

register = template.Library()
MONTREES = 99


@register.simple_tag(takes_context=True)
def non_lues(context: Context) -> str:
    """How many unread messages the person has, in words for a badge; empty for none."""
    user: Any = context.get("user")
    if user is None or not user.is_authenticated:
        return ""
    return compte(selectors.combien(user))


def compte(nombre: int) -> str:
    """A badge has place for two figures."""
    if not nombre:
        return ""
    return str(nombre) if nombre <= MONTREES else f"{MONTREES}+"


_ICONES = {
    "demande": "inbox",
    "affectation": "user-check",
    "statut": "refresh",
    "commentaire": "message",
    "document": "file-text",
    "planning": "calendar-event",
    "rappel": "clock",
    "echeance": "calendar-time",
    "equipement": "alert-triangle",
    "certification": "certificate",
}


@register.filter
def icone_de(sujet: str) -> str:
    """The icon of a subject; a message written by hand has none of its own."""
    return _ICONES.get(sujet, "message")

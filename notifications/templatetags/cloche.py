"""The bell of the shell, and what an inbox says of a message."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from notifications import selectors

register = template.Library()


@register.simple_tag(takes_context=True)
def non_lues(context: Context) -> str:
    """How many unread messages the person has, in words for a badge; empty for none."""
    user: Any = context.get("user")
    if user is None or not user.is_authenticated:
        return ""
    return selectors.badge(user)


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


@register.simple_tag
def style_de_courriel() -> SafeString:
    """The sheet of mails, written into them: a mail program loads none."""
    return _style()


@lru_cache(maxsize=1)
def _style() -> SafeString:
    sheet = (settings.BASE_DIR / "static" / "courriel.css").read_text(encoding="utf-8")
    return format_html("<style>{}</style>", SafeString(sheet))


@register.filter
def icone_de(sujet: str) -> str:
    """The icon of a subject; a message written by hand has none of its own."""
    return _ICONES.get(sujet, "message")

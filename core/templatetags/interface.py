"""The interface's small parts: icons, status chips, the menu, links that keep the filters."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.navigation import compte_de, creations, menu
from core.retours import Suites, suites_de

register = template.Library()

# On a phone the bottom bar holds this many entries; the others are under « Plus ».
BARRE_MAX = 4


@register.simple_tag
def icone(nom: str, classe: str = "") -> SafeString:
    """An icon of the sprite, for the eye only: the words beside it say the same."""
    return _icone(str(nom), str(classe), static("icones.svg"))


@lru_cache(maxsize=512)
def _icone(nom: str, classe: str, planche: str) -> SafeString:
    """A page shows some forty of them, most of them again and again."""
    return format_html(
        '<svg class="icone{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {classe}" if classe else "",
        planche,
        nom,
    )


@register.simple_tag
def puce(code: str, libelle: Any = "", classe: str = "") -> SafeString:
    """The one way to show a state: a chip whose colour follows the code, whose words say it."""
    if not code:
        return SafeString("")
    return format_html(
        '<span class="puce puce-{}{}">{}</span>',
        code,
        f" {classe}" if classe else "",
        libelle or code,
    )


def _courante(entries: list[dict[str, Any]], path: str) -> None:
    """Mark the entry that the page belongs to: the longest address that begins the page's.

    The home page's address begins every other, so it counts for itself alone.
    """
    found = [
        e
        for e in entries
        if path == e["url"]
        or (path.startswith(e["url"]) and e["route"] != settings.LOGIN_REDIRECT_URL)
    ]
    if found:
        best = max(found, key=lambda e: len(e["url"]))
        best["courante"] = "page" if best["url"] == path else "true"


@register.simple_tag(takes_context=True)
def menu_principal(context: Context) -> Mapping[str, Any]:
    """The entries that the person sees: all, those of a phone's bottom bar, and the rest."""
    request: HttpRequest | None = context.get("request")
    entries: list[dict[str, Any]] = [
        {
            "libelle": e.libelle,
            "url": reverse(e.route),
            "icone": e.icone,
            "route": e.route,
            "touche": e.touche,
            "compte": compte_de(e.route),
        }
        for e in menu(getattr(request, "user", None))
    ]
    _courante(entries, request.path if request is not None else "")
    return {"toutes": entries, "barre": entries[:BARRE_MAX], "reste": entries[BARRE_MAX:]}


@register.simple_tag(takes_context=True)
def menu_creer(context: Context) -> list[Mapping[str, Any]]:
    """What the person may create."""
    request: HttpRequest | None = context.get("request")
    return [
        {"libelle": e.libelle, "url": reverse(e.route), "icone": e.icone}
        for e in creations(getattr(request, "user", None))
    ]


@register.simple_tag(takes_context=True)
def adresse_avec(context: Context, **changements: Any) -> str:
    """This page's address with some parameters changed; an empty value removes one.

    The page number is forgotten unless it is what changes.
    """
    params: QueryDict = context["request"].GET.copy()
    params.pop("page", None)
    for name, value in changements.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    encoded = params.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.filter
def initiales(nom: Any) -> str:
    """« Karim El Idrissi » -> KI."""
    words = str(nom).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def suites(message: Any) -> Suites:
    """How to take back what the message tells, and the draft that it makes needless."""
    return suites_de(message)

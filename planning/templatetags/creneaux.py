"""A slot as a line of the printed week, the month and the list; the options of a filter.

Written in Python: a week of 50 technicians has two thousand slots and as many firms, which a
template takes a quarter of a second to write.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from planning.tableau.barres import Barre

register = template.Library()

_REPERE = 987654321  # stands for the row's id in an address


@cache
def _adresse(route: str) -> str:
    return reverse(route, args=[_REPERE])


def _lien(barre: Barre, *, planifie: bool) -> str:
    """To the form of the slot for who may move it, else to the work."""
    if planifie and barre.ouverte:
        path = _adresse("planning:modifier").replace(str(_REPERE), str(barre.creneau))
        return f"{path}?depuis=tableau"
    return _adresse("interventions:fiche").replace(str(_REPERE), str(barre.intervention))


def _classes(barre: Barre, client: int | None) -> str:
    found = ["barre", f"barre-{barre.statut}"]
    if barre.urgente:
        found.append("barre-urgente")
    if barre.confirme:
        found.append("barre-confirmee")
    if client and barre.client != client:
        found.append("barre-autre")
    return " ".join(found)


@register.simple_tag(takes_context=True)
def creneau(context: Context, barre: Barre) -> SafeString:
    """Hours and title; the firm for staff, the machine for a client; where asked, who goes."""
    window = context["fenetre"]
    place: tuple[str, ...] = (barre.machine,)
    if context["avec_client"]:
        place = (barre.entreprise, barre.ville) if barre.ville else (barre.entreprise,)
    who = SafeString("")
    if context["avec_nom"]:
        name = barre.nom or _("Sans technicien")
        who = format_html(' <span class="barre-qui"><bdi>{}</bdi></span>', name)
    urgent = SafeString("")
    if barre.urgente:
        urgent = format_html('<span class="barre-urgence">{}</span> ', _("Urgent"))
    start, end = barre.heures
    return format_html(
        '<li class="{}"><a href="{}"><span class="barre-heure">{}<span class="barre-fin">–{}</span>'
        '</span> <span class="barre-tete">{}<bdi class="barre-titre">{}</bdi></span> '
        '<span class="barre-sous"><bdi>{}</bdi></span>{} '
        '<span class="visuellement-cache barre-etat">{}</span></a></li>',
        _classes(barre, window.client),
        _lien(barre, planifie=context["planifie"]),
        start,
        end,
        urgent,
        barre.titre,
        " · ".join(place),
        who,
        barre.etat,
    )


@register.simple_tag
def options(valeurs: Iterable[tuple[Any, str]], choisie: Any) -> SafeString:
    """An option for each value and its label."""
    selected = SafeString(" selected")
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, selected if value == choisie else "", label) for value, label in valeurs),
    )

"""Reaching up on a page: a lower app's page renders the panels that higher apps registered.

`{% load panneaux %}{% panneaux "clients.fiche" client %}` in the lower page;
`core.panneaux.enregistrer("clients.fiche", panneau_interventions)` in the higher app's `ready`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Contenu = Callable[[HttpRequest, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panneau:
    """A template and the function (request, object) that gives its context, or None for nothing."""

    gabarit: str
    contenu: Contenu
    ordre: int = 100


_panneaux: dict[str, list[Panneau]] = defaultdict(list)


def enregistrer(page: str, gabarit: str, contenu: Contenu, *, ordre: int = 100) -> None:
    """Add a panel to `page` ("<app>.<page>"), lower `ordre` first."""
    panneau = Panneau(gabarit, contenu, ordre)
    if panneau not in _panneaux[page]:
        _panneaux[page].append(panneau)
        _panneaux[page].sort(key=lambda p: p.ordre)


def panneaux_de(page: str) -> list[Panneau]:
    """The panels of `page`, in order."""
    return list(_panneaux[page])

"""Reading query parameters: one value per name, or 400."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError


class ParametreDouble(DomainError):
    """The same parameter twice: guessing which one counts would hide a mistake or an attack."""

    statut_http = 400


def unique(parametres: Any, nom: str) -> str:
    """The one value of `nom` without outer spaces; empty when absent."""
    values = parametres.getlist(nom)
    if len(values) > 1:
        message = _("Ce paramètre figure plusieurs fois.")
        raise ParametreDouble(f"{nom} : {message}", {nom: [message]})
    # No other white space: a form feed is no character of a text, at its end neither.
    return values[0].strip(" \t\n") if values else ""

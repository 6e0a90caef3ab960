"""Guessing is slowed down: wrong passwords are counted by name and address, whatever the door.

The count is the same for names that exist and for those that do not, and somebody else's guesses
from elsewhere never shut a person out.
"""

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest

from core.contexte import adresse_de
from core.freins import Frein

ESSAIS = Frein("connexion", fois=5, secondes=15 * 60)


class TropDEssais(Exception):
    """Too many wrong passwords: `attente` seconds until the next try."""

    def __init__(self, attente: int) -> None:
        super().__init__(attente)
        self.attente = attente


def identifier(request: HttpRequest, identifiant: str, mot_de_passe: str) -> Any:
    """The account, or None; raises `TropDEssais` without looking at the password."""
    who = (identifiant.strip().casefold(), adresse_de(request))
    if wait := ESSAIS.attente(*who):
        raise TropDEssais(wait)
    user = authenticate(request, username=identifiant, password=mot_de_passe)
    if user is None:
        ESSAIS.compter(*who)
    else:
        ESSAIS.oublier(*who)
    return user

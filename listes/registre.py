"""The lists by key, as addresses and saved views name them; each app’s `liste.py` adds its own."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.errors import DomainError, Introuvable
from listes.definition import Liste

_listes: dict[str, type[Liste]] = {}


def enregistrer(classe: type[Liste]) -> type[Liste]:
    """Make a list known by its key."""
    if _listes.setdefault(classe.cle, classe) is not classe:
        raise ImproperlyConfigured(f"two lists are called {classe.cle}")
    return classe


def liste_de(cle: str) -> type[Liste]:
    """The list of that key; `Introuvable` for none."""
    if cle not in _listes:
        raise Introuvable(_("Cette liste n’existe pas."))
    return _listes[cle]


def ouvrir(cle: str, user: Any, parametres: QueryDict | str) -> Liste:
    """The list of that key as this person may open it."""
    found = liste_de(cle)(user, parametres)
    found.ouvrir()
    return found


def valide(liste: Liste) -> bool:
    """Tell whether the list's address holds."""
    try:
        liste.retenues()
    except DomainError:
        return False
    return True

"""Whether a JSON value has the form that the contract's table gives it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from core.temps import InstantInvalide, lire_instant, lire_jour
from tests.contrat.objets import EN_PLUS, OBJETS, OUVERTS

CASABLANCA = ZoneInfo("Africa/Casablanca")


def _lisible(lire: Callable[[str], Any], valeur: Any) -> bool:
    try:
        return isinstance(valeur, str) and lire(valeur) is not None
    except InstantInvalide:
        return False


def a_casablanca(texte: Any) -> bool:
    """Whether it is an instant as Casablanca's clock writes it: at `Z` in Ramadan, else +01:00."""
    if not _lisible(lire_instant, texte):
        return False
    local = lire_instant(texte).astimezone(CASABLANCA).isoformat()
    return bool(texte == local.replace("+00:00", "Z"))


def _entier(valeur: Any) -> bool:
    return type(valeur) is int


def _texte(valeur: Any) -> bool:
    return isinstance(valeur, str)


FORMES: Mapping[str, Callable[[Any], bool]] = {
    "texte": _texte,
    "code": lambda valeur: _texte(valeur) and valeur != "",
    "entier": _entier,
    "nombre": lambda valeur: _entier(valeur) or isinstance(valeur, float),
    "booléen": lambda valeur: isinstance(valeur, bool),
    "instant": a_casablanca,
    "heure": lambda valeur: _texte(valeur) and valeur[2:3] == ":" and len(valeur) == 5,
    "jour": lambda valeur: _lisible(lire_jour, valeur),
    "objet": lambda valeur: isinstance(valeur, dict),
}


def ecarts(valeur: Any, forme: str, *, partiel: bool = False, ou: str = "") -> Iterator[str]:
    """What is not as the table says; with `partiel` only the keys marked `!` must be there."""
    kind = forme.removeprefix("!")
    if kind.endswith("?"):
        if valeur is None:
            return
        kind = kind[:-1]
    if kind.startswith("["):
        if not isinstance(valeur, list):
            yield f"{ou}: not a list"
            return
        for rank, item in enumerate(valeur):
            yield from ecarts(item, kind[1:-1], partiel=partiel, ou=f"{ou}[{rank}]")
    elif kind.startswith("@"):
        yield from _ecarts_objet(valeur, kind[1:], partiel=partiel, ou=ou)
    elif not FORMES[kind](valeur):
        yield f"{ou}: {valeur!r} is no {kind}"


def _ecarts_objet(valeur: Any, nom: str, *, partiel: bool, ou: str) -> Iterator[str]:
    if not isinstance(valeur, dict):
        yield f"{ou}: not an object"
        return
    keys = OBJETS[nom]
    for key, form in keys.items():
        if key in valeur:
            yield from ecarts(valeur[key], form, partiel=partiel, ou=f"{ou}.{key}")
        elif form.startswith("!") or not (partiel or nom in OUVERTS):
            yield f"{ou}.{key}: missing"
    if nom not in OUVERTS:
        more = valeur.keys() - keys.keys() - EN_PLUS.get(nom, {}).keys()
        yield from (f"{ou}.{key}: not in the contract" for key in more)

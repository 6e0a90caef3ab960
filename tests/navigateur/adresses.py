"""Addresses of pages, from the permission matrix and the rows that each demo account sees."""

from typing import Any, NamedTuple

from django.urls import reverse

from tests.decor import ACTEURS
from tests.donnees.matrice import ARGUMENTS, Ligne
from tests.donnees.matrice_pages import FORMULAIRES, PAGES
from tests.navigateur.serveur import Serveur


class Visite(NamedTuple):
    """A page as one account opens it; `acteur` is None for who has not signed in."""

    acteur: str | None
    route: str
    requete: str = ""
    arguments: tuple[tuple[str, Any], ...] = ()

    @property
    def nom(self) -> str:
        given = "".join(f"-{value}" for _, value in self.arguments)
        return f"{self.acteur or 'anonyme'}-{self.route}{given}{self.requete}"


def toutes() -> list[Visite]:
    """Every page that the matrix lets each role open on its own rows."""
    return [
        Visite(acteur, ligne.route, arguments=tuple(ligne.arguments.items()))
        for acteur in ACTEURS
        for ligne in PAGES
        if ligne.methode == "GET" and _reponse(ligne, acteur) == "200"
    ]


def _reponse(ligne: Ligne, acteur: str) -> str:
    return ligne.reponses.split()[ACTEURS.index(acteur)].split("/")[0]


def adresse(visite: Visite, site: Serveur) -> str:
    """Where the page is on this server; a kind of row that the demo lacks is told."""
    rows = site.lignes[visite.acteur or "admin"]
    given: dict[str, Any] = {}
    for name, kind in ARGUMENTS.get(visite.route, {}).items():
        given[name] = kind[1:] if kind.startswith("=") else rows.get(kind)
    given |= dict(visite.arguments)
    missing = sorted(name for name, value in given.items() if value is None)
    assert not missing, f"the demo has no row for {missing} of {visite.route}"
    query = visite.requete or FORMULAIRES.get(visite.route, "")
    return reverse(visite.route, kwargs=given) + query.format(**rows)

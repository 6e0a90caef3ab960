"""What the pages around a list share: the list of the address, and the way back to it."""

from typing import Any

from django.http import HttpRequest, QueryDict

from listes.definition import COLONNES, HORS_FILTRES, PANNEAU, VUE, Liste
from listes.registre import ouvrir


class DeLaListe:
    """For a view whose route names a list: opened for this person, or refused."""

    request: HttpRequest
    kwargs: dict[str, Any]
    liste: Liste

    def ouvrir_liste(self) -> None:
        """The list of this address, with its filters."""
        self.liste = ouvrir(self.kwargs["cle"], self.request.user, self.request.GET)

    def requete(self) -> str:
        """The list's query string as the address carries it."""
        return requete_portee(self.request.GET)

    def vers_liste(self) -> str:
        """Back to the list as it was."""
        return self.liste.adresse(self.requete())


def requete_portee(parametres: QueryDict) -> str:
    """The part of an address that belongs to the list."""
    kept = parametres.copy()
    for name in (PANNEAU, COLONNES):
        kept.pop(name, None)
    return kept.urlencode()


def filtres_portes(parametres: QueryDict) -> str:
    """The same without the place in the list nor the view that it came from."""
    kept = parametres.copy()
    for name in HORS_FILTRES:
        kept.pop(name, None)
    return kept.urlencode()


__all__ = ["VUE", "DeLaListe", "filtres_portes", "requete_portee"]

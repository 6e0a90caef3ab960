"""The tree page; each branch is a page of its own, and a fragment of the page above it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views import View

from clients.models import Client, Site
from clients.visibility import ids_clients_de
from comptes.choices import Role
from core.errors import Invalide
from core.lignes import trouver
from core.nombres import lire_id
from core.parametres import unique
from equipements import arbre
from equipements.arbre import Niveau
from equipements.models import PROFONDEUR_MAX, Equipement

_ANCETRES = "__".join(["parent"] * (PROFONDEUR_MAX - 1))
GENRES = ("machine", "site", "client")


@dataclass(frozen=True)
class Marche:
    """A step of the way down to the level shown."""

    nom: str
    branche: str


def _marche(genre: str, ligne: Any) -> Marche:
    return Marche(str(ligne), f"?{genre}={ligne.pk}")


def _lire(request: HttpRequest) -> tuple[str, int | None]:
    """(kind of line, its id) that the address opens; ("", None) for the top."""
    for genre in GENRES:
        text = unique(request.GET, genre)
        if text:
            try:
                return genre, lire_id(text)
            except ValueError as error:
                raise Invalide(str(error), {genre: [str(error)]}) from error
    return "", None


class Arbre(View):
    """Firm, site, machine, part: one level, with the way down to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        genre, pk = _lire(request)
        page = unique(request.GET, "page")
        level, way = self._ouvrir(request.user, genre, pk=pk, page=page)
        fragment = bool(getattr(request, "htmx", False))
        context = {"niveau": level, "chemin": way[:-1], "ici": way[-1] if way else None}
        template = "equipements/arbre.html"
        if fragment:
            template = "equipements/_noeuds.html" if page else "equipements/_branche.html"
        answer = render(request, template, context)
        patch_vary_headers(answer, ["HX-Request"])
        return answer

    def _ouvrir(
        self, user: Any, genre: str, *, pk: int | None, page: str
    ) -> tuple[Niveau, list[Marche]]:
        if genre == "machine":
            return self._machine(user, pk, page)
        if genre == "site":
            site = trouver(Site.objects.select_related("client"), pk, user)
            way = [_marche("client", site.client), _marche("site", site)]
            return arbre.machines_du_site(user, site, page), way
        if genre == "client":
            client = trouver(Client.objects.all(), pk, user)
            return arbre.sites(user, client, page), [_marche("client", client)]
        return self._racine(user, page)

    @staticmethod
    def _racine(user: Any, page: str) -> tuple[Niveau, list[Marche]]:
        """Whoever has one firm begins at its sites."""
        ids = ids_clients_de(user) if user.role == Role.CLIENT else frozenset[int]()
        if len(ids) == 1:
            client = trouver(Client.objects.all(), next(iter(ids)), user)
            return arbre.sites(user, client, page), [_marche("client", client)]
        return arbre.clients(user, page), []

    @staticmethod
    def _machine(user: Any, pk: int | None, page: str) -> tuple[Niveau, list[Marche]]:
        rows = Equipement.objects.select_related("client", "site", _ANCETRES)
        machine = trouver(rows, pk, user)
        way = [_marche("machine", machine)]
        above, levels = machine.parent, 0
        while above is not None and levels < PROFONDEUR_MAX:
            way.insert(0, _marche("machine", above))
            above, levels = above.parent, levels + 1
        way[:0] = [_marche("client", machine.client), _marche("site", machine.site)]
        return arbre.parties(user, machine, page), way

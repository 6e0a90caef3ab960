"""The rows before and after one row in the list that the person came from.

Links from a list carry its query string: `?liste=statut%3Douverte`. It is only ever read through
the list's own filters, so it shows nothing that the list would not; one that does not hold counts
as none. Two short queries, whatever the list's length: a search has counted before.
"""

from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import Exists, Model, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from core.errors import DomainError
from core.pages import COMPTE_MAX, TAILLE, Compte, compter, ordre
from listes.definition import Liste
from listes.registre import ouvrir

PARAMETRE = "liste"
_LONGUEUR_MAX = 2000


@dataclass(frozen=True)
class Voisins:
    """Ids before and after, the row's rank (None: it left the list, or lies too far), addresses."""

    precedent: int | None
    suivant: int | None
    rang: int | None
    requete: str
    route_fiche: str
    liste: str

    def _adresse(self, pk: int | None) -> str:
        if pk is None:
            return ""
        return f"{reverse(self.route_fiche, args=[pk])}{suite(self.requete)}"

    @property
    def url_precedent(self) -> str:
        return self._adresse(self.precedent)

    @property
    def url_suivant(self) -> str:
        return self._adresse(self.suivant)

    @property
    def url_liste(self) -> str:
        """Back to the page of the list that shows the row."""
        page = -(-self.rang // TAILLE) if self.rang else 1
        parts = [part for part in (self.requete, f"page={page}" if page > 1 else "") if part]
        return f"{self.liste}?{'&'.join(parts)}" if parts else self.liste


def suite(requete: str) -> str:
    """What a link to a row carries."""
    return f"?{urlencode({PARAMETRE: requete})}"


def requete_de(request: HttpRequest) -> str | None:
    """The list that the person came from; None when the address does not say."""
    given = request.GET.get(PARAMETRE)
    if given is None or len(given) > _LONGUEUR_MAX:
        return None
    return given.strip().removeprefix("?")


def voisins(request: HttpRequest, cle: str, ligne: Model) -> Voisins | None:
    """The neighbours of a row in the list `cle` of this address; None without such a list."""
    query = requete_de(request)
    if query is None:
        return None
    try:
        liste = ouvrir(cle, request.user, query)
        rows = liste.retenues()
    except DomainError:
        return None
    return _autour(liste, rows, ligne)


def _autour(liste: Liste, rows: QuerySet[Any], ligne: Model) -> Voisins | None:
    terms = [str(term) for term in rows.query.order_by]
    here = [attrgetter(term.removeprefix("-").replace("__", "."))(ligne) for term in terms]
    # Nulls are kept out of sorted lists: a row without the value has no place among the others.
    if None in here:
        return None
    after = rows.filter(_au_dela(terms, here, avant=False))
    before = rows.filter(_au_dela(terms, here, avant=True))
    few = compter(rows) <= COMPTE_MAX
    stands = liste.lignes().filter(pk=ligne.pk).order_by()
    found = stands.values_list(
        _premiere(before, [_inverse(term) for term in terms], peu=few),
        _premiere(after, terms, peu=few),
        _borne(before, COMPTE_MAX),
        Exists(rows.order_by().filter(pk=ligne.pk)),
    ).first()
    if found is None:
        return None
    previous, following, rank, inside = found
    return Voisins(
        precedent=previous,
        suivant=following,
        rang=rank + 1 if inside and rank < COMPTE_MAX else None,
        requete=liste.requete(),
        route_fiche=liste.route_fiche,
        liste=liste.adresse(),
    )


def _premiere(rows: QuerySet[Any], terms: list[str], *, peu: bool) -> Subquery:
    return Subquery(rows.order_by(*ordre(terms, peu=peu)).values("pk")[:1])


def _borne(rows: QuerySet[Any], maximum: int) -> Compte:
    return Compte(rows.order_by().values("pk")[:maximum])


def _inverse(term: str) -> str:
    return term.removeprefix("-") if term.startswith("-") else f"-{term}"


def _au_dela(terms: list[str], here: list[Any], *, avant: bool) -> Q:
    """Rows strictly before or after the place that `here` has in the order."""
    parts, equal = [], Q()
    for term, value in zip(terms, here, strict=True):
        path = term.removeprefix("-")
        lower = term.startswith("-") != avant
        parts.append(equal & Q(**{f"{path}__{'lt' if lower else 'gt'}": value}))
        equal &= Q(**{path: value})
    # The same once more as a bound of the first column: that much an index can serve.
    first = terms[0].removeprefix("-")
    bound = "lte" if terms[0].startswith("-") != avant else "gte"
    return Q(**{f"{first}__{bound}": here[0]}) & reduce(or_, parts)

"""DRF's filter backends over the filters, search and sorting that pages use too."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from core import recherche, tri
from core.filtres import FiltresStricts
from core.parametres import unique


class Filtres(BaseFilterBackend):
    """`view.filtres`: a `FiltresStricts` class, or None."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        filters: type[FiltresStricts] | None = view.filtres
        if filters is None:
            return queryset
        return filters.demandes(request.query_params, queryset, request=request).valider()


class Recherche(BaseFilterBackend):
    """`search=` over `view.recherche_colonnes` (as typed) and `view.recherche_pliees` (folded)."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        text = unique(request.query_params, recherche.PARAMETRE)
        if not text or not (view.recherche_colonnes or view.recherche_pliees):
            return queryset
        return recherche.rechercher(
            queryset,
            text,
            user=request.user,
            colonnes=view.recherche_colonnes,
            pliees=view.recherche_pliees,
        )


class Tri(BaseFilterBackend):
    """`ordering=` by the names in `view.tris`; without it `view.tri_defaut`, newest first."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> Any:
        asked = unique(request.query_params, tri.PARAMETRE)
        if not asked:
            return tri.ordonner(queryset, list(view.tri_defaut))
        terms = tri.criteres(asked, tris=view.tris, modele=queryset.model, user=request.user)
        return tri.ordonner(queryset, terms)

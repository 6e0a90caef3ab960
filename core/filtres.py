"""Typed filter sets, one per list, shared by its page and its API route.

A wrong value is an error next to its name (422), an empty one is no filter, an unknown name is
ignored, a name given twice is 400. Filters over columns hidden from the caller do not exist for
them.
"""

from collections.abc import Container, Mapping
from copy import deepcopy
from typing import Any

import django_filters
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.champs_formulaire import (
    BooleenField,
    DecimalField,
    EntierIdField,
    InstantField,
    JourField,
    TexteField,
)
from core.chemins import chemin_visible
from core.errors import Invalide
from core.parametres import unique

VALEUR_MAX = 200


class FiltreId(django_filters.Filter):
    """Equal to a row id."""

    field_class = EntierIdField


class FiltreTexte(django_filters.CharFilter):
    """Text, at most 200 characters."""

    field_class = TexteField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", VALEUR_MAX)
        super().__init__(*args, **kwargs)


class FiltreInstant(django_filters.DateTimeFilter):
    """A moment."""

    field_class = InstantField


class FiltreJour(django_filters.DateFilter):
    """A day."""

    field_class = JourField


class FiltreDecimal(django_filters.Filter):
    """A decimal."""

    field_class = DecimalField


class FiltreBooleen(django_filters.Filter):
    """true or false."""

    field_class = BooleenField


class FiltrePlusieurs(django_filters.MultipleChoiceFilter):
    """One of several codes: the name may be given more than once."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


_PAR_COLONNE: dict[type[Any], dict[str, Any]] = deepcopy(
    django_filters.filterset.FILTER_FOR_DBFIELD_DEFAULTS
) | {
    models.AutoField: {"filter_class": FiltreId},
    models.BigAutoField: {"filter_class": FiltreId},
    models.ForeignKey: {"filter_class": FiltreId},
    models.OneToOneField: {"filter_class": FiltreId},
    models.CharField: {"filter_class": FiltreTexte},
    models.TextField: {"filter_class": FiltreTexte},
    models.EmailField: {"filter_class": FiltreTexte},
    models.DateTimeField: {"filter_class": FiltreInstant},
    models.DateField: {"filter_class": FiltreJour},
    models.DecimalField: {"filter_class": FiltreDecimal},
    models.IntegerField: {"filter_class": FiltreId},
    models.BooleanField: {"filter_class": FiltreBooleen},
}


class FiltresStricts(django_filters.FilterSet):
    """The base of every filter set of the project."""

    FILTER_DEFAULTS = _PAR_COLONNE

    @classmethod
    def demandes(
        cls, donnees: Mapping[str, Any], queryset: QuerySet[Any], *, request: Any
    ) -> "FiltresStricts":
        """The set with only the filters that `donnees` names: each filter built costs 0.1 ms."""
        return cls(donnees, queryset, request=request, noms=donnees.keys())

    def __init__(self, *args: Any, noms: Container[str] | None = None, **kwargs: Any) -> None:
        if noms is not None:
            # An instance's own attribute: what the base class copies and builds.
            offered: dict[str, Any] = type(self).base_filters  # type: ignore[misc, has-type]
            self.base_filters = {n: f for n, f in offered.items() if n in noms}
        super().__init__(*args, **kwargs)
        user = getattr(self.request, "user", None)
        for name, filter_ in list(self.filters.items()):
            path = filter_.field_name
            if path and not chemin_visible(self.queryset.model, path, user):
                del self.filters[name]

    def _refuser_doubles(self) -> None:
        for name, filter_ in self.filters.items():
            several = isinstance(filter_, django_filters.MultipleChoiceFilter)
            if not several and hasattr(self.data, "getlist"):
                unique(self.data, name)

    def valider(self) -> QuerySet[Any]:
        """The filtered rows; raises `Invalide` with one list of sentences per wrong name."""
        self._refuser_doubles()
        if self.is_bound and not self.form.is_valid():
            errors = {name: [str(m) for m in msgs] for name, msgs in self.form.errors.items()}
            names = ", ".join(errors)
            raise Invalide(_("Filtres à corriger : %(noms)s.") % {"noms": names}, errors)
        rows: QuerySet[Any] = self.qs
        return rows

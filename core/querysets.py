"""The QuerySet that every business model uses."""

from typing import Any, Self, TypeVar

from django.db.models import Model, QuerySet

from core.visibility import lignes_visibles

M_co = TypeVar("M_co", bound=Model, covariant=True)


class VisibleQuerySet(QuerySet[M_co]):
    """A QuerySet that knows the one rule of who sees which row."""

    # How many rows there are, if a search found it out; `core.pages.compter` need not ask again.
    compte_connu: int | None = None

    def visible_to(self, user: Any) -> Self:
        """Only the rows that `user` may see; nothing for strangers."""
        return lignes_visibles(self, user)

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.compte_connu = self.compte_connu
        return clone

    def _filter_or_exclude(self, *args: Any, **kwargs: Any) -> Self:
        narrower: Self = super()._filter_or_exclude(*args, **kwargs)  # type: ignore[misc]
        narrower.compte_connu = None
        return narrower

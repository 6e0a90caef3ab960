"""The QuerySet that every business model uses."""

from collections.abc import Sequence
from typing import Any, Self, TypeVar

from django.db.models import Model, QuerySet

from core.visibility import lignes_visibles

M_co = TypeVar("M_co", bound=Model, covariant=True)


class VisibleQuerySet(QuerySet[M_co]):
    """A QuerySet that knows the one rule of who sees which row."""

    # How many rows there are, if a search found it out; `core.pages.compter` need not ask again.
    compte_connu: int | None = None
    # Their ids, if it found them too: `core.pages.tranche` need not sort what it has.
    ids_connus: Sequence[int] | None = None
    # What chose these rows by their ids, in a slice: `core.api.lecture` asks that alone.
    choisies: QuerySet[Any, Any] | None = None

    def visible_to(self, user: Any) -> Self:
        """Only the rows that `user` may see; nothing for strangers."""
        return lignes_visibles(self, user)

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.compte_connu, clone.ids_connus = self.compte_connu, self.ids_connus
        return clone

    def _filter_or_exclude(self, *args: Any, **kwargs: Any) -> Self:
        narrower: Self = super()._filter_or_exclude(*args, **kwargs)  # type: ignore[misc]
        narrower.compte_connu = narrower.ids_connus = None
        return narrower

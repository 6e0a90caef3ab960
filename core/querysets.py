"""The QuerySet that every business model uses."""

from typing import Any, Self, TypeVar

from django.db.models import Model, QuerySet

from core.visibility import lignes_visibles

M_co = TypeVar("M_co", bound=Model, covariant=True)


class VisibleQuerySet(QuerySet[M_co]):
    """A QuerySet that knows the one rule of who sees which row."""

    def visible_to(self, user: Any) -> Self:
        """Only the rows that `user` may see; nothing for strangers."""
        return lignes_visibles(self, user)

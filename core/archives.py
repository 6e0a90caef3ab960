"""Lists leave out what is put away, unless `archives=true` asks for all."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filtres import FiltreBooleen, FiltresStricts


class FiltresArchivables(FiltresStricts):
    """The base of filter sets over models with `archive_le`; who may not see it gets no choice."""

    archives = FiltreBooleen(field_name="archive_le", label=_("Avec les archives"), method="tous")

    def tous(self, rows: QuerySet[Any], nom: str, valeur: bool) -> QuerySet[Any]:  # noqa: FBT001  django-filter's signature
        """Nothing to add: `filter_queryset` decides."""
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("archives"):
            return rows
        return rows.filter(archive_le__isnull=True)

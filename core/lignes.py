"""The row that a page is about: found among those that the person may see, or 404."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.errors import Introuvable
from core.visibility import lignes_visibles

M = TypeVar("M", bound=Model)


def trouver(rows: QuerySet[M, Any], pk: Any, user: Any) -> M:
    """Row `pk` of `rows`; somebody else's row and one that never was are the same answer."""
    row: M | None = lignes_visibles(rows.filter(pk=pk), user).first()
    if row is None:
        what = str(rows.model._meta.verbose_name)
        raise Introuvable(_("%(quoi)s introuvable.") % {"quoi": what[:1].upper() + what[1:]})
    return row

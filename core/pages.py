"""Pages of a list: counted exactly to 10,000, then only said to be more."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.errors import Introuvable

M = TypeVar("M", bound=Model)

TAILLE = 50
COMPTE_MAX = 10_000
_CHIFFRES = 9


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page (a queryset, not yet read), and where it stands."""

    lignes: QuerySet[M, Any]
    numero: int
    total: int
    exact: bool
    taille: int

    @property
    def precedente(self) -> int | None:
        return self.numero - 1 if self.numero > 1 else None

    @property
    def suivante(self) -> int | None:
        """None on the last page that is offered: further on, filters serve better than pages."""
        return self.numero + 1 if self.numero * self.taille < self.total else None

    @property
    def derniere(self) -> int | None:
        """The last page's number, when the count is exact."""
        return max(1, -(-self.total // self.taille)) if self.exact else None


def _numero(demande: str, taille: int) -> int:
    plain = demande.isascii() and demande.isdecimal()
    number = int(demande[:_CHIFFRES]) if plain else 0
    if not 1 <= number <= COMPTE_MAX // taille:
        raise Introuvable(_("Cette page de la liste n’existe pas."))
    return number


def compter(rows: QuerySet[Any, Any]) -> int:
    """How many rows, to one more than `COMPTE_MAX`, without the joins of what is shown of them."""
    known: int | None = getattr(rows, "compte_connu", None)
    return rows.order_by().values("pk")[: COMPTE_MAX + 1].count() if known is None else known


def paginer(rows: QuerySet[M, Any], demande: str, *, taille: int = TAILLE) -> Page[M]:
    """Page `demande` ("" is the first); one past the end is `Introuvable`."""
    number = _numero(demande or "1", taille)
    counted = compter(rows)
    exact = counted <= COMPTE_MAX
    start = (number - 1) * taille
    if exact and number > 1 and start >= counted:
        raise Introuvable(_("Cette page de la liste n’existe pas."))
    return Page(rows[start : start + taille], number, min(counted, COMPTE_MAX), exact, taille)

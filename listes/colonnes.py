"""A column that a list offers: what it reads, how a cell looks, what the export says of it.

Cells are safe HTML made by plain functions of the row's values: one template node per cell costs
four times as much (see `docs/adr/0019-listes.md`). A cell escapes each value it shows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import Model

from core.chemins import chemin_visible

Valeurs: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Moment:
    """What all the cells of an answer share: the time, and what links to a row carry."""

    maintenant: datetime
    suite: str = ""
    _mots: dict[tuple[Any, Any], str] = field(default_factory=dict, repr=False, compare=False)

    def mot(self, choix: Any, code: Any) -> str:
        """The label of a code of `choix`, looked up and translated once for all rows."""
        key = (choix, code)
        found = self._mots.get(key)
        if found is None:
            found = self._mots[key] = str(choix(code).label)
        return found


@dataclass(frozen=True)
class Champ:
    """A field of the export: its heading and its value in a row."""

    libelle: Any
    valeur: Callable[[Valeurs], Any]


@dataclass(frozen=True)
class Colonne:
    """`chemins` are read in the one query of the page; `regle` (else they) must all be visible.

    Only naming a row by its own name is covered by the column that points at it: an intervention
    names its machine to a technician who may no longer open it.
    """

    nom: str
    libelle: Any
    chemins: Sequence[str]
    cellule: Callable[[Valeurs, Moment], str]
    export: Sequence[Champ]
    regle: Sequence[str] | None = None
    roles: frozenset[Any] | None = None
    tri: str = ""
    classe: str = ""
    # The heading of the cell when rows are cards on a phone; none for cells that speak alone.
    carte: bool = True
    defaut: bool = True
    # Added up in the list's foot.
    somme: bool = False
    annotations: Mapping[str, Any] = field(default_factory=dict)
    # Values that no join gives without doubling rows: one more query for the whole page.
    lot: Callable[[Any, Sequence[int]], Mapping[int, Any]] | None = None
    # For the column that leads to the row: what stands beside the link.
    complement: Callable[[Valeurs], str] | None = None

    def visible(self, modele: type[Model], user: Any) -> bool:
        """Offered to `user`."""
        if self.roles is not None and user.role not in self.roles:
            return False
        paths = self.chemins if self.regle is None else self.regle
        return all(chemin_visible(modele, path, user) for path in paths)


def visibles(colonnes: Iterable[Colonne], modele: type[Model], user: Any) -> list[Colonne]:
    """The columns that `user` may choose among."""
    return [column for column in colonnes if column.visible(modele, user)]


def choisies(offertes: Sequence[Colonne], noms: Sequence[str]) -> list[Colonne]:
    """The first column, which leads to the row, then those named, in that order; else the usual."""
    by_name = {column.nom: column for column in offertes}
    wanted = [by_name[name] for name in dict.fromkeys(noms) if name in by_name]
    if not wanted:
        return [column for column in offertes if column.defaut or column is offertes[0]]
    return [offertes[0], *(column for column in wanted if column is not offertes[0])]

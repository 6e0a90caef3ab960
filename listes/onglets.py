"""Tabs over a list: those that come with it, then the saved views that are pinned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from core.tri import PARAMETRE as TRI
from listes.definition import HORS_FILTRES, TOUTES


@dataclass(frozen=True)
class Onglet:
    """A way to look at the list that people use daily: its filters."""

    libelle: Any
    filtres: Mapping[str, str | Sequence[str]]

    @property
    def adresse(self) -> str:
        return f"?{urlencode(self.filtres, doseq=True)}"

    def est_courant(self, parametres: QueryDict) -> bool:
        """Its filters are exactly those in force."""
        mine = QueryDict(urlencode(self.filtres, doseq=True))
        return filtres_de(mine) == filtres_de(parametres)


_AUTRES = HORS_FILTRES | {TRI, TOUTES}


def filtres_de(parametres: QueryDict) -> dict[str, list[str]]:
    """What narrows the list, without sort and place."""
    return {
        name: sorted(kept)
        for name, values in parametres.lists()
        if name not in _AUTRES and (kept := [v for v in values if v])
    }

"""Search over everything: each app says from its `AppConfig.ready` how its rows are found.

A kind of row is looked for in one bounded query where that can be done: the first rows are shown,
the rest is counted as far as `PLAFOND`. What the text names exactly (a number, a serial, a
telephone) comes first; then the newest.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from core.recherche import termes

MONTREES = 6
PLAFOND = 50
LONGUEUR_MIN = 2


@dataclass(frozen=True)
class Trouvaille:
    """A row that was found: what it is called, where its page is, its state."""

    titre: str
    url: str
    repere: str = ""
    details: tuple[str, ...] = ()
    etat: str = ""
    etat_libelle: Any = ""
    exacte: bool = False


@dataclass(frozen=True)
class Lot:
    """What one kind answers: the first rows, how many there are at least, whether that is all.

    `liste` is the query of the list that shows the same rows; None when none does.
    """

    trouvailles: list[Trouvaille] = field(default_factory=list)
    nombre: int = 0
    complet: bool = True
    liste: dict[str, str] | None = None


Chercheur = Callable[[Any, str], Lot]


@dataclass(frozen=True)
class Genre:
    """A kind of row: its name, icon, list, who looks for it, and how."""

    nom: str
    libelle: Any
    icone: str
    route: str
    roles: Collection[Any]
    chercher: Chercheur
    ordre: int


@dataclass(frozen=True)
class Groupe:
    """What was found of one kind."""

    genre: Genre
    lot: Lot


_genres: list[Genre] = []


def enregistrer(genre: Genre) -> None:
    """Have the rows of that kind found."""
    if all(known.nom != genre.nom for known in _genres):
        _genres.append(genre)
        _genres.sort(key=lambda one: one.ordre)


def lot(rows: Iterable[Trouvaille], *, liste: dict[str, str] | None) -> Lot:
    """The answer of a kind from its first `PLAFOND + 1` rows, what is exact in front."""
    found = list(rows)
    ordered = sorted(found, key=lambda one: not one.exacte)
    counted = min(len(found), PLAFOND)
    return Lot(ordered[:MONTREES], counted, len(found) <= PLAFOND, liste)


def chercher_partout(user: Any, texte: str) -> list[Groupe]:
    """What `user` may find, by kind; kinds with nothing are left out, exact ones come first.

    Raises `Invalide` for a text that no list would take either.
    """
    if len(texte) < LONGUEUR_MIN or not termes(texte):
        return []
    role = getattr(user, "role", None)
    groups = [
        Groupe(genre, genre.chercher(user, texte)) for genre in _genres if role in genre.roles
    ]
    filled = [group for group in groups if group.lot.trouvailles]
    return sorted(filled, key=lambda group: not group.lot.trouvailles[0].exacte)


def seule_exacte(groupes: Iterable[Groupe]) -> Trouvaille | None:
    """The one row that the text names exactly, when it names one alone."""
    exact = [one for groupe in groupes for one in groupe.lot.trouvailles if one.exacte]
    return exact[0] if len(exact) == 1 else None

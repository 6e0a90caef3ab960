"""One table of the source: its columns, and what its rows become."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils import timezone

from comptes.models import Utilisateur
from core.errors import DomainError
from core.models import Horodate
from reprise.ligne import Ligne, Refus
from reprise.registre import Registre
from reprise.source import Rangee, Source


@dataclass(frozen=True)
class Options:
    """What the person who runs the takeover chose."""

    nom: str = "ancien"
    par: Utilisateur | None = None
    fuseau: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    role_max: str = "admin"
    fichiers: Path | None = None
    essai: bool = False


@dataclass
class Contexte:
    """One run: its source, its options, its moment and what it knows."""

    source: Source
    options: Options
    registre: Registre
    maintenant: datetime
    # Keys of source machines that stand still, noted whenever their rows are read.
    pannes: set[str] = field(default_factory=set)


class Etape(ABC):
    """Takes over one table. `alias` are other names of a column in older versions."""

    table: ClassVar[str]
    autres_noms: ClassVar[tuple[str, ...]] = ()
    modele: ClassVar[type[Model]]
    colonnes: ClassVar[frozenset[str]]
    en_plus: ClassVar[frozenset[str]] = frozenset()  # columns that only other versions have
    requises: ClassVar[frozenset[str]] = frozenset({"id"})
    alias: ClassVar[Mapping[str, str]] = {}
    ordre: ClassVar[tuple[str, ...]] = ("id",)
    lot: ClassVar[int] = 200

    def __init__(self, contexte: Contexte, presentes: frozenset[str]) -> None:
        self.c = contexte
        self.registre = contexte.registre
        self.annexes: list[Ligne] = []  # rows of another table that the last batch wrote
        # Actual name -> seed name; the seed's own name wins over an older one.
        self.noms = {
            nom: (seed if (seed := self.alias.get(nom, nom)) not in presentes else nom)
            for nom in presentes
        }

    @property
    def inconnues(self) -> list[str]:
        """Columns of the source that are not taken over."""
        return sorted(set(self.noms.values()) - self.colonnes - self.en_plus)

    @property
    def absentes(self) -> list[str]:
        """Columns that this version of the source lacks."""
        return sorted(self.colonnes - set(self.noms.values()))

    @property
    def manquantes(self) -> list[str]:
        """Columns without which no row can be taken over."""
        return sorted(self.requises - set(self.noms.values()))

    @property
    def tri(self) -> list[str]:
        """The source's names of the columns that sort its rows."""
        actual = {seed: nom for nom, seed in self.noms.items()}
        return [actual[nom] for nom in self.ordre if nom in actual]

    def ligne(self, rangee: Rangee) -> Ligne:
        """A row of the source under the seeds' names; what is not taken over is not looked at."""
        taken = self.colonnes | self.en_plus
        named = ((self.noms[nom], value) for nom, value in rangee.items())
        values = {nom: value for nom, value in named if nom in taken}
        return Ligne(self.table, self.cle(values), values, self.c.options.fuseau)

    def cle(self, valeurs: Mapping[str, Any]) -> str:
        """What names the row in the source, for good."""
        return str(valeurs["id"])

    def vue(self, ligne: Ligne) -> None:  # noqa: B027  few need it
        """Called for each row that is read, new or not."""

    @abstractmethod
    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        """Write new rows: `objet` is set on each line, or `refus`. Inside the transaction."""

    def defaire(self) -> None:
        """The batch was rolled back: undo what lies outside the database."""
        self.annexes = []

    def terminer(self) -> Sequence[Ligne]:
        """After all tables: rows whose facts had to wait, with remarks to report."""
        return ()

    # --- For those that write -------------------------------------------------------------------
    def nos(self, table: str, lignes: Sequence[Ligne], colonne: str) -> dict[str, int]:
        """Source key -> our id, for what `colonne` of these rows points to."""
        return self.registre.nos(table, (ligne.valeurs.get(colonne) for ligne in lignes))


def lire_chacune(lignes: Sequence[Ligne], lire: Callable[[Ligne], Any]) -> list[Any]:
    """What `lire` makes of each row, without those that it refuses."""
    found = []
    for ligne in lignes:
        try:
            found.append(lire(ligne))
        except Refus as refus:
            ligne.refus = str(refus)
        except DomainError as refus:
            ligne.refus = refus.detail
    return found


def exiger(ligne: Ligne, carte: Mapping[str, int], colonne: str) -> int:
    """Our id of what the row cannot be without."""
    key = ligne.valeurs.get(colonne)
    if key is None:
        raise Refus(f"{colonne} est vide.")
    if str(key) not in carte:
        raise Refus(f"{colonne} {key} : cette ligne n’a pas été reprise ou n’existe pas.")
    return carte[str(key)]


def chercher(ligne: Ligne, carte: Mapping[str, int], colonne: str) -> int | None:
    """Our id of what the row can be without; an orphan is noted."""
    key = ligne.valeurs.get(colonne)
    if key is None:
        return None
    if str(key) not in carte:
        ligne.noter(colonne, "Cette ligne n’a pas été reprise ou n’existe pas : laissé vide.")
    return carte.get(str(key))


def inserer(lignes: Sequence[Ligne]) -> None:
    """Insert the new objects of these rows, which share one model, keeping their `created_at`."""
    fresh = [ligne for ligne in lignes if not ligne.reconnue and ligne.objet is not None]
    if not fresh:
        return
    manager = type(fresh[0].objet)._base_manager
    manager.bulk_create([ligne.objet for ligne in fresh], batch_size=100)
    dated = []
    for ligne in fresh:
        moment = ligne.instant("created_at") if isinstance(ligne.objet, Horodate) else None
        if moment is not None:
            ligne.objet.created_at = min(moment, timezone.now())
            dated.append(ligne.objet)
    if dated:
        manager.bulk_update(dated, ["created_at"], batch_size=100)

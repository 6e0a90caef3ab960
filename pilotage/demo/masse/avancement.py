"""Says how far a long load has come: a bar on a terminal, a few plain lines elsewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

LARGEUR = 30
PAS_ECRAN, PAS_LIGNE = 0.2, 0.1  # seconds between two bars, share between two lines


class Sortie(Protocol):
    """What a management command writes to."""

    def write(self, msg: str, *, ending: str = "\n") -> object: ...
    def flush(self) -> object: ...
    def isatty(self) -> bool: ...


def duree(secondes: float) -> str:
    """As a person says it: "42 s", "3 min 05 s"."""
    minutes, seconds = divmod(round(secondes), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def _nombre(valeur: float) -> str:
    return f"{valeur:,.0f}".replace(",", " ")


@dataclass
class Avancement:
    """Told how many are done; `sortie` None says nothing."""

    sortie: Sortie | None
    total: int
    horloge: Callable[[], float] = time.monotonic
    _dit: float = field(default=0.0)
    _barre: bool = field(default=False)

    def __post_init__(self) -> None:
        self._debut = self.horloge()
        self._ecran = self.sortie is not None and self.sortie.isatty()

    def etape(self, texte: str) -> None:
        """Another stage, on a line of its own."""
        if self.sortie is not None:
            self.finir()
            self._debut = self.horloge()
            self.sortie.write(f"  {texte}…")
            self.sortie.flush()

    def avancer(self, faits: int) -> None:
        """So many of `total` are written."""
        if self.sortie is None:
            return
        elapsed = self.horloge() - self._debut
        due = elapsed - self._dit >= PAS_ECRAN if self._ecran else faits / self.total >= self._dit
        if not due and faits < self.total:
            return
        rate = faits / elapsed if elapsed else 0.0
        left = f"reste {duree((self.total - faits) / rate)}" if rate else "…"
        words = f"{_nombre(faits)} sur {_nombre(self.total)}, {_nombre(rate)} par s, {left}"
        self._ecrire(words, faits / self.total)
        self._dit = elapsed if self._ecran else faits / self.total + PAS_LIGNE

    def _ecrire(self, texte: str, part: float) -> None:
        if self.sortie is None:
            return
        if self._ecran:
            full = round(part * LARGEUR)
            # \\x1b[K clears what a longer line left behind.
            bar = "█" * full + "░" * (LARGEUR - full)
            self.sortie.write(f"\r  {bar} {texte}\x1b[K", ending="")
            self._barre = True
        else:
            self.sortie.write(f"  {part:4.0%}  {texte}")
        self.sortie.flush()

    def finir(self) -> None:
        """Leave the bar's line, so that what follows stands on its own."""
        if self._barre and self.sortie is not None:
            self.sortie.write("")
            self._barre = False

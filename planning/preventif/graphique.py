"""The forecast as bars: hours a month, with a mark at the hours that there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from planning.preventif.previsions import Mois

# In units of the drawing.
HAUTEUR, LARGEUR, PAS, BASE = 120, 34, 50, 24


@dataclass(frozen=True)
class Barre:
    """One month: where its bar stands, how high it is, and where its capacity is marked."""

    mois: Mois
    x: int
    y: int
    hauteur: int
    repere: int | None
    plein: bool  # more than there is

    @property
    def milieu(self) -> int:
        return self.x + LARGEUR // 2

    @property
    def fin(self) -> int:
        return self.x + LARGEUR


@dataclass(frozen=True)
class Graphique:
    """All bars on one scale."""

    barres: list[Barre]
    largeur: int
    hauteur: int = HAUTEUR + BASE
    base: int = HAUTEUR
    texte: int = HAUTEUR + 16
    largeur_barre: int = LARGEUR


def dessiner(mois: Sequence[Mois]) -> Graphique:
    """The highest of bars and marks fills the height."""
    top = max((max(m.heures, m.capacite) for m in mois), default=Decimal(0)) or Decimal(1)
    bars = []
    for rank, month in enumerate(mois):
        height = int(HAUTEUR * month.heures / top)
        mark = HAUTEUR - int(HAUTEUR * month.capacite / top) if month.capacite else None
        bars.append(
            Barre(
                month,
                rank * PAS + (PAS - LARGEUR) // 2,
                HAUTEUR - height,
                height,
                mark,
                plein=month.heures > month.capacite,
            )
        )
    return Graphique(bars, PAS * len(mois))

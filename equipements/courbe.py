"""The small curve of a meter: what was counted in all, over time, for an SVG beside its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from equipements.models import Releve

LARGEUR, HAUTEUR, MARGE = 240, 64, 4


@dataclass(frozen=True)
class Courbe:
    """`points` of the line, as SVG writes them, and the last of them."""

    points: str
    x: str
    y: str
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR


def courbe(releves: Sequence[Releve]) -> Courbe | None:
    """Of readings in force, in any order; None of fewer than two."""
    rows = sorted(releves, key=lambda r: r.date)
    if len(rows) < 2:  # noqa: PLR2004  a line has two ends
        return None
    times = [row.date.timestamp() for row in rows]
    values = [float(row.cumul) for row in rows]
    places = list(
        zip(
            _echelle(times, MARGE, LARGEUR - MARGE),
            _echelle(values, HAUTEUR - MARGE, MARGE),
            strict=True,
        )
    )
    x, y = places[-1]
    return Courbe(" ".join(f"{a},{b}" for a, b in places), x, y)


def _echelle(valeurs: Sequence[float], debut: float, fin: float) -> list[str]:
    """The values between the two ends; on the first of them if they are all the same."""
    low, span = min(valeurs), (max(valeurs) - min(valeurs)) or 1
    return [f"{debut + (value - low) / span * (fin - debut):.1f}" for value in valeurs]

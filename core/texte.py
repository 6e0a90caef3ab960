"""Folding of text for search and comparison, and the alphabet of short codes."""

import secrets
import unicodedata
from collections.abc import Callable

# No 0/O, 1/I/L, U/V: a person reads a label aloud over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def plier(*parties: str | None) -> str:
    """Join the parts in lower case, without accents: "Été  À Fès" gives "ete a fes"."""
    joined = " ".join(p for p in parties if p)
    decomposed = unicodedata.normalize("NFKD", joined)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def code_court(longueur: int = 8, choisir: Callable[[str], str] = secrets.choice) -> str:
    """A random code for labels: 29**8 is 5e11, so a code cannot be guessed by trying.

    Only demo data, the same for the same seed, brings a `choisir` of its own.
    """
    return "".join(choisir(_ALPHABET) for _ in range(longueur))

"""Folding of text for search and comparison, and the alphabet of short codes."""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence

# No 0/O, 1/I/L, U/V: a person reads a label aloud over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"


def plier(*parties: str | None) -> str:
    """Join the parts in lower case, without accents: "Été  À Fès" gives "ete a fes"."""
    joined = " ".join(p for p in parties if p)
    decomposed = unicodedata.normalize("NFKD", joined)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


_AVANT, _APRES = re.compile(" (?=[?!:;»])"), re.compile("« ")


def insecable(texte: str) -> str:
    """French punctuation on the line of its word: "Archiver ?" with a space that does not break."""
    return _APRES.sub("«\u00a0", _AVANT.sub("\u00a0", texte))


_MOT = re.compile(r"[^\W_]+")
# A longer word is compared by its beginning: no index key may be without bound.
MOT_MAX = 60


def mots(*parties: str | None) -> list[str]:
    """The folded words: runs of letters and digits. "Fuite d’huile, N°7" gives fuite d huile n 7.

    >>> mots("INT-2026-000042")
    ['int', '2026', '000042']
    """
    return [word[:MOT_MAX] for word in _MOT.findall(plier(*parties))]


def indexer(*parties: str | None, codes: Sequence[str | None] = ()) -> str:
    """The text that a search looks in: each word once, one space between two.

    A number is also found without its leading zeros; each of `codes` (a serial) also in one piece.
    """
    words = mots(*parties, *codes)
    bare = [word.lstrip("0") for word in words if word.isdecimal()]
    whole = ["".join(mots(code))[:MOT_MAX] for code in codes]
    return " ".join(dict.fromkeys(word for word in (*words, *bare, *whole) if word))


def code_court(longueur: int = 8, choisir: Callable[[str], str] = secrets.choice) -> str:
    """A random code for labels: 29**8 is 5e11, so a code cannot be guessed by trying.

    Only demo data, the same for the same seed, brings a `choisir` of its own.
    """
    return "".join(choisir(_ALPHABET) for _ in range(longueur))

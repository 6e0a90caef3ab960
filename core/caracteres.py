"""Which characters a text may hold, and which bytes are well-formed.

A NUL is refused by PostgreSQL, a lone surrogate by every encoder: one stored poisons all later
listings. Bidirectional marks are allowed, because Arabic text needs them.
"""

import re
from urllib.parse import unquote_to_bytes

REMPLACEMENT = "\ufffd"
_TOXIQUES = re.compile("[\x00\ud800-\udfff]")
_INTERDITS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def toxique(texte: str) -> bool:
    """A NUL or a lone surrogate is in it: no database or encoder takes it."""
    return _TOXIQUES.search(texte) is not None


def interdit(texte: str) -> bool:
    """A control character other than line feed and tab is in it, or it is toxic."""
    return _INTERDITS.search(texte) is not None


def assainir(texte: str) -> str:
    """The text with toxic characters replaced, safe to write into an answer or a log."""
    return _TOXIQUES.sub(REMPLACEMENT, texte)


def normaliser(texte: str) -> str:
    """Line ends as line feeds: forms send CRLF."""
    return texte.replace("\r\n", "\n").replace("\r", "\n") if "\r" in texte else texte


def octets_valides(brut: bytes) -> bool:
    """Percent-encoded bytes (query string, form body) that are UTF-8 without NUL once decoded."""
    decoded = unquote_to_bytes(brut) if b"%" in brut else brut
    if b"\x00" in decoded:
        return False
    try:
        decoded.decode()
    except UnicodeDecodeError:
        return False
    return True

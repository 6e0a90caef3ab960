"""Stamp files: a step is skipped while what it depends on has not changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def empreinte(elements: Iterable[Path | str]) -> str:
    """One hash of files (their bytes) and texts, in the order given."""
    somme = hashlib.sha256()
    for element in elements:
        octets = element.read_bytes() if isinstance(element, Path) else element.encode()
        somme.update(len(octets).to_bytes(8, "big"))
        somme.update(octets)
    return somme.hexdigest()


def a_jour(marque: Path, valeur: str) -> bool:
    """Whether the stamp bears this value."""
    return marque.is_file() and marque.read_text(encoding="ascii") == valeur


def marquer(marque: Path, valeur: str) -> None:
    """Write the stamp, once the step has succeeded."""
    marque.parent.mkdir(parents=True, exist_ok=True)
    marque.write_text(valeur, encoding="ascii")

"""A list as CSV for a French spreadsheet: streamed, so that a million rows take no more memory.

`;` between fields, a byte-order mark, decimal commas, ISO dates in local time. A text that a
spreadsheet would run as a formula gets an apostrophe in front.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from listes.colonnes import Colonne
from listes.definition import Liste
from listes.tableau import completer, valeurs

_FORMULES = ("=", "+", "-", "@", "\t", "\r")
_LOT = 1000
_MARQUE = "\ufeff"


def champ(valeur: Any) -> str:
    """A value as the file holds it."""
    if valeur is None:
        return ""
    if isinstance(valeur, datetime):
        return timezone.localtime(valeur).strftime("%Y-%m-%d %H:%M")
    if isinstance(valeur, (Decimal, float)):
        return str(valeur).replace(".", ",")
    # A day is written as ISO 8601 says.
    text = str(valeur)
    formula = not isinstance(valeur, (int, date)) and text.startswith(_FORMULES)
    return f"'{text}" if formula else text


class _Echo:
    """What `csv.writer` writes comes back from its call."""

    def write(self, texte: str) -> str:
        return texte


def ecrire(liste: Liste, rows: QuerySet[Any], colonnes: Sequence[Colonne]) -> Iterator[bytes]:
    """The file, piece by piece; rows are read from a cursor of the server, by the thousand."""
    writer: Any = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    fields = [field for column in colonnes for field in column.export]
    yield (_MARQUE + writer.writerow([champ(field.libelle) for field in fields])).encode()
    cursor = valeurs(liste, rows, colonnes).iterator(chunk_size=_LOT)
    while some := list(islice(cursor, _LOT)):
        completer(some, colonnes, liste.user)
        lines = [writer.writerow([champ(f.valeur(row)) for f in fields]) for row in some]
        yield "".join(lines).encode()

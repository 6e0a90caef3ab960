"""Sheets of labels: which formats there are, and how labels fill their pages."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")

# More than a morning's gluing; beyond it a page of the browser becomes slow.
ETIQUETTES_MAX = 500


class Format(TextChoices):
    """What goes into the printer. The measures are in `static/etiquettes.css`, one class each."""

    A4_24 = "a4-24", _("A4, 24 de 63,5 × 33,9 mm")
    A4_14 = "a4-14", _("A4, 14 de 99,1 × 38,1 mm")
    ROULEAU = "rouleau-62", _("Rouleau, 62 × 35 mm")


PAR_PAGE = {Format.A4_24: 24, Format.A4_14: 14, Format.ROULEAU: 1}
PLACES_MAX = max(PAR_PAGE.values())


class Mention(TextChoices):
    """What a label may say beside its QR code; the code itself is always printed."""

    NOM = "nom", _("Nom de la machine")
    CLIENT = "client", _("Client")
    SITE = "site", _("Site et lieu")
    SERIE = "serie", _("Numéro de série")


def planches(
    etiquettes: Sequence[T], format_: Format, *, debut: int = 1
) -> Iterator[list[T | None]]:
    """The sheets, each a list of labels; `debut` is the first free place of the first sheet."""
    size = PAR_PAGE[format_]
    blank = (debut - 1) % size
    places: list[T | None] = [*([None] * blank), *etiquettes]
    for start in range(0, len(places), size):
        yield places[start : start + size]

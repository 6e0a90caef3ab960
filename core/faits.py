"""Facts of a row for a page: declared columns, without those that the person may not see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, TextField
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.visibility import montrer


@dataclass(frozen=True)
class Fait:
    """A label and a value; `texte` for several lines, `lien` when the value opens a page."""

    libelle: Any
    valeur: Any
    lien: str = ""
    texte: bool = False

    @property
    def large(self) -> bool:
        return self.texte


def en_clair(valeur: Any) -> Any:
    """A value as people read it: local time, decimal comma, oui or non."""
    if isinstance(valeur, bool):
        return _("oui") if valeur else _("non")
    if isinstance(valeur, datetime):
        return date_format(timezone.localtime(valeur), "j F Y H:i")
    if isinstance(valeur, date):
        return date_format(valeur, "j F Y")
    if isinstance(valeur, Decimal):
        return number_format(valeur, use_l10n=True, force_grouping=True)
    return valeur


def valeur_de(ligne: Model, nom: str) -> Any:
    """The column's value as people read it: the label of a choice, a related row's own name."""
    display = getattr(ligne, f"get_{nom}_display", None)
    return en_clair(display() if callable(display) else getattr(ligne, nom))


def faits(
    ligne: Model,
    noms: Iterable[str],
    user: Any,
    *,
    liens: Mapping[str, str] | None = None,
    libelles: Mapping[str, Any] | None = None,
) -> list[Fait]:
    """One fact per visible, filled column of `noms`, in order; links and labels by column name."""
    meta, links, labels = ligne._meta, liens or {}, libelles or {}
    found = []
    for nom in montrer(type(ligne), noms, user, ligne=ligne):
        if getattr(ligne, nom) in (None, ""):
            continue
        column = meta.get_field(nom)
        label = labels.get(nom, getattr(column, "verbose_name", nom))
        long = isinstance(column, TextField)
        found.append(Fait(label, valeur_de(ligne, nom), links.get(nom, ""), texte=long))
    return found

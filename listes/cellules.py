"""Columns of the usual kinds: a text, a code as a chip, a day, an amount."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from listes.colonnes import Champ, Colonne, Moment, Valeurs

Cellule = Callable[[Valeurs, Moment], str]


def bdi(valeur: Any) -> str:
    """A user's text, kept apart from the direction of the text around it."""
    return f"<bdi>{escape(str(valeur))}</bdi>" if valeur not in (None, "") else ""


def sous(html: str) -> str:
    """A second line under the first; `html` is safe."""
    return f' <span class="sous">{html}</span>' if html else ""


@lru_cache(maxsize=512)
def puce(code: str, libelle: str) -> str:
    """The same chip as `{% puce %}`; codes are few, so each is made once."""
    return f'<span class="puce puce-{escape(code)}">{escape(libelle)}</span>' if code else ""


def jour_court(valeur: datetime | date | None) -> str:
    """A day in local time, as figures."""
    if valeur is None:
        return ""
    day = timezone.localtime(valeur) if isinstance(valeur, datetime) else valeur
    return str(date_format(day, "SHORT_DATE_FORMAT"))


def instant_court(valeur: datetime | None) -> str:
    """A moment in local time, as figures."""
    if valeur is None:
        return ""
    return str(date_format(timezone.localtime(valeur), "SHORT_DATETIME_FORMAT"))


def lu(chemin: str) -> Callable[[Valeurs], Any]:
    """The value at a path, as it is."""
    return lambda row: row[chemin]


def libelle_de(choix: Any, chemin: str) -> Callable[[Valeurs], str]:
    """The label of the code at a path; empty for none."""
    return lambda row: _libelle(choix, row[chemin])


def _libelle(choix: Any, code: Any) -> str:
    return str(choix(code).label) if code not in (None, "") else ""


def texte(nom: str, libelle: Any, chemin: str = "", **options: Any) -> Colonne:
    """A user's text."""
    path = chemin or nom
    field = Champ(libelle, lu(path))
    return Colonne(nom, libelle, (path,), lambda row, _m: bdi(row[path]), (field,), **options)


def choix(nom: str, libelle: Any, codes: Any, *, pastille: bool = True, **options: Any) -> Colonne:
    """A code of a closed list, as a chip or as its words."""
    word = libelle_de(codes, nom)

    def chip(row: Valeurs, moment: Moment) -> str:
        code = row[nom]
        return puce(code, moment.mot(codes, code)) if code else ""

    def words(row: Valeurs, moment: Moment) -> str:
        code = row[nom]
        return escape(moment.mot(codes, code)) if code else ""

    cell = chip if pastille else words
    return Colonne(nom, libelle, (nom,), cell, (Champ(libelle, word),), **options)


def jour(nom: str, libelle: Any, **options: Any) -> Colonne:
    """A day, or the day of a moment."""
    return _date(nom, libelle, dire=jour_court, **options)


def instant(nom: str, libelle: Any, **options: Any) -> Colonne:
    """A moment, to the minute."""
    return _date(nom, libelle, dire=instant_court, **options)


def _date(nom: str, libelle: Any, *, dire: Callable[[Any], str], **options: Any) -> Colonne:
    options.setdefault("classe", "nombre")
    return Colonne(
        nom,
        libelle,
        (nom,),
        lambda row, _m: escape(dire(row[nom])),
        (Champ(libelle, lu(nom)),),
        **options,
    )


def nombre(nom: str, libelle: Any, **options: Any) -> Colonne:
    """A number, at the line's end."""
    options.setdefault("classe", "fin nombre")
    return Colonne(
        nom,
        libelle,
        (nom,),
        lambda row, _m: _chiffres(row[nom]),
        (Champ(libelle, lu(nom)),),
        **options,
    )


def _chiffres(valeur: Any) -> str:
    if valeur is None:
        return ""
    return escape(str(number_format(valeur, use_l10n=True, force_grouping=True)))


def oui_non(valeur: Any) -> str:
    """A yes or no of the export."""
    return _("oui") if valeur else _("non")


def archivee(ligne: Valeurs, mot: str) -> str:
    """The mark of a row that was put away, for those who may know."""
    return f" {puce('archivee', mot)}" if ligne.get("archive_le") else ""


def appel(nom: str, libelle: Any, **options: Any) -> Colonne:
    """A telephone number."""
    field = Champ(libelle, lu(nom))
    return Colonne(nom, libelle, (nom,), lambda row, _m: telephone(row[nom]), (field,), **options)


def telephone(numero: str) -> str:
    """A number to call."""
    digits = "".join(c for c in numero if c in "+0123456789")
    if not digits:
        return bdi(numero)
    return f'<a href="tel:{digits}">{bdi(numero)}</a>'

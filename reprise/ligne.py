"""A row of the source and the reading of its values: what does not fit is put right and noted.

Each reader has one rule; `docs/reprise.md` states them for people.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cached_property
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.caracteres import interdit, normaliser
from core.temps import ANNEE_MAX, ANNEE_MIN
from reprise.enumerations import Enumeration

Valeurs = Mapping[str, Any]
JSON_PROFONDEUR = 20
_VRAI, _FAUX = {"t", "true", "1", "oui", "yes"}, {"f", "false", "0", "non", "no"}
_PREMIER, _DERNIER = datetime(ANNEE_MIN, 1, 2), datetime(ANNEE_MAX, 12, 31)  # noqa: DTZ001  any clock
_ENTIER = re.compile(r"[+-]?[0-9]{1,18}")


class Refus(Exception):
    """The row cannot be taken over; the message says why, in French."""


@dataclass(frozen=True)
class Remarque:
    """What was found in a column and what was done about it."""

    colonne: str
    ancienne: Any
    message: str


@dataclass
class Ligne:
    """One row under its columns' seed names; columns that this version lacks are not there."""

    table: str
    cle: str
    valeurs: Valeurs
    fuseau: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    remarques: list[Remarque] = field(default_factory=list)
    refus: str = ""
    objet: Any = None  # our row, saved
    reconnue: bool = False  # our row was there before

    def noter(self, colonne: str, message: str, *, ancienne: Any = None) -> None:
        """Something in `colonne` was put right; the old value is the column's unless told."""
        old = self.valeurs.get(colonne) if ancienne is None else ancienne
        self.remarques.append(Remarque(colonne, old, message))

    @cached_property
    def empreinte(self) -> str:
        """Of the row as the source has it, whatever the order of its columns."""
        text = json.dumps(dict(self.valeurs), sort_keys=True, default=str)
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    # --- Texts ----------------------------------------------------------------------------------
    def lu(self, nom: str) -> str:
        """The text as `texte` gives it, uncut, with nothing noted: to look rows up by."""
        raw = self.valeurs.get(nom)
        return "" if raw is None else sans_interdits(normaliser(en_texte(raw))).strip()

    def texte(self, nom: str, maximum: int | None = None) -> str:
        """Text without control characters, cut to `maximum`; empty for NULL."""
        raw = self.valeurs.get(nom)
        if raw is None:
            return ""
        if interdit(normaliser(en_texte(raw))):
            self.noter(nom, "Caractères de contrôle retirés.")
        clean = self.lu(nom)
        if maximum is not None and len(clean) > maximum:
            self.noter(nom, f"Coupé à {maximum} caractères.")
            clean = clean[:maximum].rstrip()
        return clean

    def courriel(self, nom: str, maximum: int = 255) -> str:
        """An address that could be written to, or the empty text."""
        text = self.texte(nom, maximum)
        try:
            validate_email(text)
        except ValidationError:
            if text:
                self.noter(nom, "Ce n’est pas une adresse de courriel : laissée vide.")
            return ""
        return text

    def choix(self, nom: str, enum: Enumeration) -> str:
        """Our value of an enum; an unknown one takes the enum's default, or refuses the row."""
        raw = self.valeurs.get(nom)
        if raw is None or not str(raw).strip():
            return enum.absente
        found = enum.lire(raw)
        if found is not None:
            return found
        if enum.inconnue is None:
            raise Refus(f"{nom} : valeur inconnue « {raw} ».")
        said = enum.inconnue or "sans valeur"
        self.noter(nom, f"Valeur inconnue, devenue « {said} ».")
        return enum.inconnue

    # --- Moments --------------------------------------------------------------------------------
    def instant(self, nom: str) -> datetime | None:
        """A moment in UTC; without offset it is read on the source's clock."""
        raw = self.valeurs.get(nom)
        if raw is None:
            return None
        moment = _instant(raw)
        if moment is None:
            self.noter(nom, f"Date illisible ou hors de {ANNEE_MIN}-{ANNEE_MAX} : laissée vide.")
            return None
        return self._sur_l_horloge(nom, moment)

    def _sur_l_horloge(self, nom: str, naive: datetime) -> datetime:
        if naive.tzinfo:
            return naive.astimezone(UTC)
        first, second = (naive.replace(tzinfo=self.fuseau, fold=f) for f in (0, 1))
        in_utc = first.astimezone(UTC)
        if first.utcoffset() != second.utcoffset():
            if in_utc.astimezone(self.fuseau).replace(tzinfo=None) != naive:
                self.noter(nom, "Heure sautée par l’horloge ce jour-là : lue une heure plus tard.")
            else:
                self.noter(nom, "Heure qui existe deux fois ce jour-là : la première est retenue.")
        return in_utc

    def jour(self, nom: str) -> date | None:
        """A day; of a moment, the day on the source's clock."""
        raw = self.valeurs.get(nom)
        if raw is None:
            return None
        moment = _instant(raw)
        if moment is None:
            self.noter(nom, f"Jour illisible ou hors de {ANNEE_MIN}-{ANNEE_MAX} : laissé vide.")
            return None
        return (moment.astimezone(self.fuseau) if moment.tzinfo else moment).date()

    # --- Numbers --------------------------------------------------------------------------------
    def decimal(self, nom: str, chiffres: int) -> Decimal | None:
        """A number with two decimals and `chiffres` digits in all, not negative."""
        raw = self.valeurs.get(nom)
        if raw is None:
            return None
        try:
            exact = Decimal(str(raw).replace(",", "."))
            value = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        except InvalidOperation:
            exact = value = Decimal("NaN")
        if not (value.is_finite() and 0 <= value < 10 ** (chiffres - 2)):
            self.noter(nom, "Nombre négatif, trop grand ou illisible : laissé vide.")
            return None
        if value != exact:
            self.noter(nom, f"Arrondi à {value}.")
        return value

    def entier(self, nom: str) -> int | None:
        """A whole number, or None."""
        raw = self.valeurs.get(nom)
        text = str(raw).strip()
        if raw is None or isinstance(raw, bool) or not _ENTIER.fullmatch(text):
            if raw is not None:
                self.noter(nom, "Ce n’est pas un nombre entier : laissé vide.")
            return None
        return int(text)

    def booleen(self, nom: str, *, absent: bool) -> bool:
        """True or false; NULL and what is neither are `absent`."""
        raw = self.valeurs.get(nom)
        word = str(raw).strip().casefold()
        if raw is None or word not in _VRAI | _FAUX:
            if raw is not None:
                self.noter(nom, f"Ni vrai ni faux : lu « {'oui' if absent else 'non'} ».")
            return absent
        return word in _VRAI

    def objet_json(self, nom: str) -> dict[str, Any]:
        """A JSON object without control characters; another value stands under `valeur`."""
        raw = self.valeurs.get(nom)
        if isinstance(raw, str):
            with suppress(ValueError):  # a text is a value too
                raw = json.loads(raw)
        if raw is None:
            return {}
        clean = propre(raw)
        return clean if isinstance(clean, dict) else {"valeur": clean}


def en_texte(brut: Any) -> str:
    """Bytes of a database without encoding are UTF-8, or else Latin-1, which reads anything."""
    if not isinstance(brut, bytes):
        return str(brut)
    try:
        return brut.decode()
    except UnicodeDecodeError:
        return brut.decode("latin-1")


def sans_interdits(texte: str) -> str:
    """Without NUL, lone surrogates and control characters other than line feed and tab."""
    return "".join(c for c in texte if not interdit(c)) if interdit(texte) else texte


def propre(valeur: Any, profondeur: int = 0) -> Any:
    """A JSON value whose texts any database takes; numbers stay, what is too deep is text."""
    if isinstance(valeur, str):
        return sans_interdits(normaliser(valeur))
    if valeur is None or isinstance(valeur, bool | int):
        return valeur
    if isinstance(valeur, dict | list) and profondeur < JSON_PROFONDEUR:
        if isinstance(valeur, dict):
            deeper = profondeur + 1
            return {sans_interdits(str(k)): propre(v, deeper) for k, v in valeur.items()}
        return [propre(v, profondeur + 1) for v in valeur]
    # A float may be NaN or infinite, which JSON has not.
    return sans_interdits(str(valeur))


def _instant(brut: Any) -> datetime | None:
    """A moment within the years that we take; None if it is none."""
    if isinstance(brut, datetime):
        moment = brut
    elif isinstance(brut, date):
        moment = datetime(brut.year, brut.month, brut.day)  # noqa: DTZ001  the source's clock
    else:
        try:
            moment = datetime.fromisoformat(str(brut).strip())
        except ValueError:  # "infinity", a year BC or of five digits among them
            return None
    # A day less on either side: in UTC it must not fall into another year.
    days = moment.replace(tzinfo=None)
    return moment if _PREMIER < days < _DERNIER else None

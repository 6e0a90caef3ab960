"""Parsers of request bodies: bounded in size, depth and alphabet before any field is looked at."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser

from core.caracteres import octets_valides, toxique

PROFONDEUR_MAX = 30


def _objet(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose names are all different."""
    found = dict(paires)
    if len(found) != len(paires):
        raise ParseError(_("Le même nom figure deux fois dans un objet JSON."))
    return found


def _une_fois(noms: Iterable[str]) -> None:
    """As in JSON and in addresses, a name of a form stands once."""
    seen = list(noms)
    if len(seen) != len(set(seen)):
        raise ParseError(_("Le même nom figure deux fois dans le formulaire."))


def _constante(nom: str) -> float:
    raise ParseError(_("NaN et Infinity ne sont pas des nombres JSON."))


def _flottant(texte: str) -> float:
    number = float(texte)
    if not math.isfinite(number):
        raise ParseError(_("Un nombre est trop grand."))
    return number


def _enfants(noeud: Any) -> Iterable[Any]:
    return noeud.values() if isinstance(noeud, dict) else noeud


def _textes(noeud: Any) -> Iterable[str]:
    if isinstance(noeud, str):
        yield noeud
    elif isinstance(noeud, dict):
        yield from noeud


def _verifier(racine: Any) -> None:
    """Depth and alphabet, level by level, so that no nesting can exhaust the stack."""
    level, depth = [racine], 0
    while level:
        if any(toxique(text) for node in level for text in _textes(node)):
            raise ParseError(_("Un texte contient des caractères interdits."))
        level = [c for n in level if isinstance(n, dict | list) for c in _enfants(n)]
        depth += bool(level)
        if depth > PROFONDEUR_MAX:
            raise ParseError(_("Le JSON est trop imbriqué (30 niveaux au plus)."))


def lire_json(brut: bytes) -> Any:
    """Strict JSON of one object; raises `ParseError` with a sentence."""
    try:
        read = json.loads(
            brut.decode(),
            object_pairs_hook=_objet,
            parse_constant=_constante,
            parse_float=_flottant,
        )
    except UnicodeDecodeError as error:
        raise ParseError(_("Le corps de la demande n’est pas du texte UTF-8.")) from error
    except (ValueError, RecursionError) as error:
        raise ParseError(_("Le corps de la demande n’est pas du JSON valide.")) from error
    # Only an escape can bring a NUL or a surrogate in; few brackets cannot nest deep.
    if b"\\u" in brut or brut.count(b"[") + brut.count(b"{") > PROFONDEUR_MAX:
        _verifier(read)
    if not isinstance(read, dict):
        raise ParseError(_("Un objet JSON est attendu."))
    return read


class AnalyseurJson(JSONParser):
    """`application/json`; DRF has read the body through Django's size limit."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return lire_json(stream.read())


class AnalyseurFormulaire(FormParser):
    """`application/x-www-form-urlencoded`, where the boundary has not been before."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        raw = stream.read()
        if not octets_valides(raw):
            raise ParseError(_("Le formulaire contient des caractères interdits."))
        read = QueryDict(raw, encoding="utf-8")
        _une_fois(name for name, values in read.lists() for _value in values)
        return read


class AnalyseurMultipart(MultiPartParser):
    """`multipart/form-data`."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            read = super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise ParseError(_("Le formulaire multipart est mal formé.")) from error
        parts = [(n, v) for part in (read.data, read.files) for n, vs in part.lists() for v in vs]
        names = [name for name, _value in parts]
        values = [value for _name, value in parts if isinstance(value, str)]
        if any(toxique(text) for text in (*names, *values)):
            raise ParseError(_("Le formulaire contient des caractères interdits."))
        _une_fois(names)
        return read

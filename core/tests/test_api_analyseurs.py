"""Parsers: strict JSON, bounded forms."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from core.api.analyseurs import AnalyseurFormulaire, AnalyseurJson, AnalyseurMultipart, lire_json
from tests.donnees.demandes_hostiles import CORPS_REFUSES
from tests.donnees.entrees_hostiles import TEXTES_ETRANGES


@pytest.mark.parametrize("corps", CORPS_REFUSES)
def test_json_refuse(corps: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        AnalyseurJson().parse(BytesIO(corps))
    str(caught.value.detail).encode()


@pytest.mark.parametrize(
    ("corps", "attendu"),
    [
        (b"{}", {}),
        (b' {"a": 1} ', {"a": 1}),
        ('{"é": "à\\u00e9\\ud83d\\ude00"}'.encode(), {"é": "àé😀"}),
        (b'{"a": 1.5, "b": 1e10, "c": -0.0}', {"a": 1.5, "b": 1e10, "c": 0.0}),
        (b'{"a": 123456789012345678901234567890}', {"a": 123456789012345678901234567890}),
        (b'{"a": [{"b": 1}, {"b": 2}]}', {"a": [{"b": 1}, {"b": 2}]}),
        (b'{"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}', {"a": "[" * 34}),
    ],
)
def test_json_admis(corps: bytes, attendu: dict[str, Any]) -> None:
    assert lire_json(corps) == attendu


def test_profondeur_exacte() -> None:
    def nest(depth: int) -> bytes:
        return b'{"a":' * depth + b"1" + b"}" * depth

    assert lire_json(nest(30))
    with pytest.raises(ParseError, match="imbriqué"):
        lire_json(nest(31))


def test_large_et_plat_admis() -> None:
    body = b'{"a": [' + b",".join(b"{}" for _n in range(50_000)) + b"]}"
    assert len(lire_json(body)["a"]) == 50_000


def demande(corps: bytes, type_contenu: str, *analyseurs: BaseParser) -> Request:
    request = RequestFactory().post("/", corps, content_type=type_contenu)
    return Request(request, parsers=analyseurs)


FORMULAIRE, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"


def partie(nom: str, valeur: bytes, suffixe: str = "") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{nom}"{suffixe}\r\n\r\n'
    return head.encode() + valeur + b"\r\n"


def test_formulaire() -> None:
    data: Any = demande("a=é&b=".encode(), FORMULAIRE, AnalyseurFormulaire()).data
    assert data.dict() == {"a": "é", "b": ""}


@pytest.mark.parametrize("corps", [b"a=1&a=1", b"a=1&b=2&a=", b"&a&a"])
def test_formulaire_qui_se_repete(corps: bytes) -> None:
    with pytest.raises(ParseError, match="deux fois"):
        _ = demande(corps, FORMULAIRE, AnalyseurFormulaire()).data


FICHIER = '; filename="n.txt"'


@pytest.mark.parametrize("suffixes", [("", ""), ("", FICHIER), (FICHIER, FICHIER)])
def test_multipart_qui_se_repete(suffixes: tuple[str, str]) -> None:
    body = b"".join(partie("a", b"x", suffix) for suffix in suffixes) + b"--b--\r\n"
    with pytest.raises(ParseError, match="deux fois"):
        _ = demande(body, MULTIPART, AnalyseurMultipart()).data


@pytest.mark.parametrize("corps", [b"a=%00", b"a=\x00", b"%00=1", b"a=%ff", b"a=\xff"])
def test_formulaire_refuse(corps: bytes) -> None:
    with pytest.raises(ParseError, match="interdits"):
        _ = demande(corps, FORMULAIRE, AnalyseurFormulaire()).data


def test_multipart() -> None:
    body = partie("a", "é".encode()) + partie("f", b"x", '; filename="n.txt"') + b"--b--\r\n"
    request = demande(body, MULTIPART, AnalyseurMultipart())
    data: Any = request.data
    assert data["a"] == "é"
    assert request.FILES["f"].read() == b"x"


@pytest.mark.parametrize(
    "corps",
    [
        partie("a", b"x\x00y") + b"--b--\r\n",
        partie("a\x00", b"x") + b"--b--\r\n",
        partie("f\x00", b"x", '; filename="n.txt"') + b"--b--\r\n",
    ],
)
def test_multipart_refuse(corps: bytes) -> None:
    with pytest.raises(ParseError, match="interdits"):
        _ = demande(corps, MULTIPART, AnalyseurMultipart()).data


@pytest.mark.parametrize("type_contenu", ["multipart/form-data", "multipart/form-data; boundary="])
def test_multipart_sans_limite(type_contenu: str) -> None:
    with pytest.raises(ParseError, match="mal formé"):
        _ = demande(b"abc", type_contenu, AnalyseurMultipart()).data


@pytest.mark.parametrize("texte", [t for t in TEXTES_ETRANGES if len(t) < 1000])
def test_textes_etranges_traversent_json(texte: str) -> None:
    assert lire_json(json.dumps({"a": texte}).encode())["a"] == texte

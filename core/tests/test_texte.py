"""Folding for search, and codes that are read aloud."""

import re

import pytest

from core.texte import MOT_MAX, code_court, indexer, insecable, mots, plier


@pytest.mark.parametrize(
    ("parties", "attendu"),
    [
        (("Été  À Fès",), "ete a fes"),
        (("Été", None, "", "FÈS"), "ete fes"),
        (("  Œuvre\n\tnoire ",), "œuvre noire"),
        (("Straße",), "strasse"),
        (("ﬁltre №",), "filtre no"),
        (("e\u0301te\u0301",), "ete"),
        (("صيانة",), "صيانة"),
        ((), ""),
        ((None,), ""),
    ],
)
def test_plier(parties: tuple[str | None, ...], attendu: str) -> None:
    assert plier(*parties) == attendu


def test_plier_deux_fois_ne_change_rien() -> None:
    assert plier(plier("Ça  coûte Été")) == plier("Ça  coûte Été")


def test_le_code_court() -> None:
    codes = {code_court() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[23456789A-HJKMNP-TW-Z]{8}", code) for code in codes)
    assert len(code_court(12)) == 12


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Fuite d’huile, N°7", ["fuite", "d", "huile", "n", "7"]),
        ("INT-2026-000042", ["int", "2026", "000042"]),
        ("a_b  c\u0301", ["a", "b", "c"]),
        ("صيانة المضخة", ["صيانة", "المضخة"]),
        ("…!", []),
        ("x" * 200, ["x" * MOT_MAX]),
    ],
)
def test_mots(texte: str, attendu: list[str]) -> None:
    assert mots(texte) == attendu


def test_indexer() -> None:
    words = indexer("Pompe pompe n° 007", None, codes=["SN-04 B", None, ""]).split(" ")
    assert words == ["pompe", "n", "007", "sn", "04", "b", "7", "4", "sn04b"]
    assert indexer() == indexer("", codes=[None]) == ""


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Archiver Riad ?", "Archiver Riad\u00a0?"),
        ("Sauter du plan « Été »", "Sauter du plan «\u00a0Été\u00a0»"),
        ("8:30 : ouvert", "8:30\u00a0: ouvert"),
        ("Rien à tenir", "Rien à tenir"),
    ],
)
def test_la_ponctuation_reste_avec_son_mot(texte: str, attendu: str) -> None:
    assert insecable(texte) == insecable(insecable(texte)) == attendu

"""Folding for search, and codes that are read aloud."""

import re

import pytest

from core.texte import code_court, plier


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

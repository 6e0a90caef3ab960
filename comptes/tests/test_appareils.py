"""Browsers name all those that they resemble; what is shown is what they are."""

import pytest

from comptes.appareils import nommer
from comptes.models import Session

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "attendu"),
    [
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/142.0 Safari/537.36",
            "Chrome sur Linux",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {_WEBKIT} Chrome/142.0 Safari/5 Edg/142.0",
            "Edge sur Windows",
        ),
        (
            "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
            "Firefox sur Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Version/19 Safari/604",
            "Safari sur iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Version/19 Safari/605", "Safari sur Mac"),
        ("okhttp/5.0", "Android"),
        ("curl/8.7.1", "curl"),
        ("Lecteur de cartes 3", ""),
        ("", ""),
    ],
)
def test_un_navigateur_en_quelques_mots(user_agent: str, attendu: str) -> None:
    said = f"Mozilla/5.0 {user_agent}"
    assert nommer(said) == attendu
    assert Session(user_agent=said).appareil == (attendu or said)

"""Instants from PostgreSQL read as Django reads them, only sooner."""

from datetime import UTC

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import BaseTzLoader

from core.instants import LecteurInstant

TEXTES = (
    b"2026-11-25 22:15:19.145958+00",
    b"2026-11-25 22:15:19.1+00",
    b"2026-11-25 22:15:19+00",
    b"2026-02-29 22:15:19+00",
    b"1900-01-01 00:00:00+00",
    b"2026-11-25 22:15:19+05:30",
    b"2026-11-25 22:15:19-01",
    b"infinity",
    b"-infinity",
    b"0044-03-15 00:00:00+00 BC",
    b"12026-11-25 22:15:19+00",
)


class Origine(BaseTzLoader):
    timezone = UTC


def _lire(classe: type[BaseTzLoader], texte: bytes) -> str:
    try:
        return repr(classe(0).load(texte))
    except Exception as error:  # noqa: BLE001  which one is what is compared
        return repr(error)


def test_every_text_is_read_as_by_djangos_own() -> None:
    read = {text: _lire(LecteurInstant, text) for text in TEXTES}
    assert read == {text: _lire(Origine, text) for text in TEXTES}


@pytest.mark.django_db
@pytest.mark.postgres
def test_connections_use_it_and_keep_their_settings() -> None:
    with connection.cursor() as cursor:
        loader = cursor.connection.adapters.get_loader(1184, 0)
        assert loader is not None
        assert issubclass(loader, LecteurInstant)
        cursor.execute("SHOW join_collapse_limit")
        assert cursor.fetchone() == ("3",)

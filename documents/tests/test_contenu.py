"""What is taken is told by its bytes; of pictures only the pixels stay."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from core.errors import Invalide, TropGros
from documents.contenu import controler
from documents.tests.factories import fichier, image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def _bombe(cote: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that says to be so many points wide and high."""
    head = b"\x89PNG\r\n\x1a\n"

    def morceau(genre: bytes, data: bytes) -> bytes:
        body = genre + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    size = cote.to_bytes(4, "big") * 2
    rows = zlib.compress(b"\x00" * 100_000)
    return head + morceau(b"IHDR", size + b"\x08\x02\x00\x00\x00") + morceau(b"IDAT", rows)


@pytest.mark.parametrize(
    ("octets", "nom", "mime"),
    [
        (image("PNG"), "a.png", "image/png"),
        (image("JPEG"), "a.jpg", "image/jpeg"),
        (image("WEBP"), "a.webp", "image/webp"),
        (image("PNG"), "menteur.pdf", "image/png"),
        (b"%PDF-1.7\n%...", "a.pdf", "application/pdf"),
        ("Relevé à 12 °C\r\n\tfin".encode(), "a.txt", "text/plain; charset=utf-8"),
        # Text that looks like a page or a drawing is served as text, never run.
        (SVG, "a.svg", "text/plain; charset=utf-8"),
        (HTML, "a.html", "text/plain; charset=utf-8"),
        (HTML, "photo.jpg", "text/plain; charset=utf-8"),
    ],
)
def test_ce_qui_est_pris(octets: bytes, nom: str, mime: str) -> None:
    assert controler(fichier(octets, nom)).mime == mime


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\x00\x01\x02",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01\x01\x00",
        b"PK\x03\x04" + b"\x00" * 30,
        b"GIF89a" + b"\x00" * 20,
        "h\u00e9".encode("latin-1"),
        "abc".encode("utf-16"),
        b"texte \x1b[2J",
        image("PNG")[:40],
        image("JPEG")[:200],
        image("BMP"),
        image("TIFF"),
        _bombe(),
        _bombe(4_001) + b"!",
    ],
    ids=lambda octets: f"{len(octets)}-{octets[:4].hex()}",
)
def test_ce_qui_est_refuse(octets: bytes) -> None:
    with pytest.raises(Invalide) as refusal:
        controler(fichier(octets))
    assert set(refusal.value.errors) == {"file"}


@pytest.mark.parametrize("valeur", [None, "texte", b"octets", 5, []])
def test_pas_un_fichier(valeur: Any) -> None:
    with pytest.raises(Invalide):
        controler(valeur)


def test_trop_gros(settings: Any) -> None:
    settings.DOCUMENT_OCTETS_MAX = 1024 * 1024
    with pytest.raises(TropGros):
        controler(fichier(b"a" * (1024 * 1024 + 1)))


def test_d_une_image_il_ne_reste_que_les_points() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret-lieu"
    exif[0x0112] = 6  # on its side
    octets = image("JPEG", (30, 10), exif=exif) + b"<?php secret-suite ?>"
    kept = controler(fichier(octets)).octets
    assert b"secret" not in kept
    with Image.open(BytesIO(kept)) as drawn:
        assert drawn.size == (10, 30)
        assert not drawn.getexif()


def test_une_tres_grande_image_est_reduite_d_abord(monkeypatch: pytest.MonkeyPatch) -> None:
    """Halved before it is turned or copied, so that only one whole picture is ever held."""
    monkeypatch.setattr("documents.contenu.PIXELS_GRANDS", 1000)
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = controler(fichier(image("JPEG", (100, 40), exif=exif)))
    with Image.open(BytesIO(kept.octets)) as drawn:
        assert drawn.size == (20, 50)
        assert not drawn.getexif()


def test_une_grande_image_est_reduite() -> None:
    kept = controler(fichier(image("PNG", (5000, 100))))
    with Image.open(BytesIO(kept.octets)) as drawn:
        assert drawn.size == (4096, 82)
    assert len(kept.empreinte) == 64

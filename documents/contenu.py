"""What may be deposited: told by its bytes, never by its name or by what the sender says.

Pictures are drawn anew, so that nothing but the pixels is kept: no position, no script, no second
file behind the first. Everything else is on a short list.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.caracteres import interdit
from core.errors import Invalide, TropGros

CHAMP = "file"
# Drawing anew costs 4 bytes a point for each copy: a few kilobytes must not fill the memory.
# Cameras write JPEG; the decoders of the others hold several copies.
PIXELS_MAX = {"JPEG": 40_000_000, "PNG": 16_000_000, "WEBP": 8_000_000}
PIXELS_GRANDS = 20_000_000
COTE_MAX = 4096
_PDF = b"%PDF-"
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_ILLISIBLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class Contenu:
    """The bytes to keep, and what they are."""

    octets: bytes
    mime: str

    @property
    def empreinte(self) -> str:
        return sha256(self.octets).hexdigest()


def _refus(texte: str) -> Invalide:
    return Invalide(texte, {CHAMP: [texte]})


def _image(octets: bytes) -> Contenu | None:
    """The picture drawn anew in its own format; None if it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(octets), formats=tuple(_FORMATS)) as picture:
                kind = str(picture.format)
                points = picture.width * picture.height
                if points > PIXELS_MAX[kind]:
                    raise _refus(_("Cette image a trop de points : réduisez-la."))
                mode = "RGB" if kind == "JPEG" or picture.mode in ("RGB", "L") else "RGBA"
                small = picture.reduce(2) if points > PIXELS_GRANDS else picture
                small.thumbnail((COTE_MAX, COTE_MAX))
                ImageOps.exif_transpose(small, in_place=True)
                drawn = small if small.mode == mode else small.convert(mode)
    except UnidentifiedImageError:
        return None
    except _ILLISIBLE as error:
        raise _refus(_("Cette image est illisible.")) from error
    drawn.info.clear()  # comments, profiles and positions would be written again
    out = BytesIO()
    drawn.save(out, kind, quality=85) if kind != "PNG" else drawn.save(out, kind)
    return Contenu(out.getvalue(), _FORMATS[kind])


def _pdf(octets: bytes) -> Contenu | None:
    return Contenu(octets, "application/pdf") if octets.startswith(_PDF) else None


def _texte(octets: bytes) -> Contenu | None:
    """UTF-8 without control characters; served as plain text, whatever it looks like."""
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    bare = text.replace("\r", "").replace("\t", " ").replace("\f", " ")
    return None if interdit(bare) else Contenu(octets, "text/plain; charset=utf-8")


_LECTEURS: tuple[Callable[[bytes], Contenu | None], ...] = (_image, _pdf, _texte)


def controler(fichier: Any) -> Contenu:
    """The content to keep of an uploaded file, or `Invalide`, `TropGros`."""
    if fichier is None or not hasattr(fichier, "chunks"):
        raise _refus(_("Un fichier est attendu."))
    if fichier.size > settings.DOCUMENT_OCTETS_MAX:
        size = settings.DOCUMENT_OCTETS_MAX // (1024 * 1024)
        raise TropGros(_("Ce fichier dépasse %(n)s Mo.") % {"n": size})
    octets = fichier.read()
    if not octets:
        raise _refus(_("Ce fichier est vide."))
    for reader in _LECTEURS:
        found = reader(octets)
        if found is not None:
            return found
    raise _refus(_("Formats acceptés : images JPEG, PNG et WebP, PDF, texte."))

"""Uploaded pictures: nothing of what was sent is kept but the pixels, drawn anew as a PNG."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import Invalide

OCTETS_MAX = 512 * 1024
COTE_MAX = 512
# A file of a few kilobytes may unfold into gigabytes: the header is asked before any pixel.
PIXELS_MAX = 16_000_000
_ILLISIBLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def png_de(octets: bytes, champ: str) -> bytes:
    """A PNG of at most 512 px a side from a PNG or JPEG of at most 512 kB, else `Invalide`."""
    if len(octets) > OCTETS_MAX:
        raise _refus(champ, _("Cette image dépasse 512 ko."))
    try:
        with Image.open(BytesIO(octets), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise _refus(champ, _("Cette image a trop de points : réduisez-la."))
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except _ILLISIBLE as error:
        raise _refus(champ, _("Ce fichier n’est pas une image PNG ou JPEG lisible.")) from error
    drawn.thumbnail((COTE_MAX, COTE_MAX))
    out = BytesIO()
    # A new image without what came along (text, position, profile).
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()


def _refus(champ: str, texte: str) -> Invalide:
    return Invalide(texte, {champ: [texte]})

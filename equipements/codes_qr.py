"""The QR code of a label: the address that opens the machine, for any telephone's camera."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

# A scratched or oily label is read with up to 15 % of it missing.
CORRECTION = "m"
# The blank frame that scanners need, in modules.
MARGE = 4


def adresse_imprimee(code: str) -> str:
    """What the QR code says: it must work outside the house, so it is never relative."""
    site: str = settings.SITE_URL
    return site.rstrip("/") + reverse("etiquette", args=[code])


def qr(code: str) -> segno.QRCode:
    """The code's modules."""
    return segno.make_qr(adresse_imprimee(code), error=CORRECTION)


def qr_svg(code: str) -> SafeString:
    """The QR code as an inline SVG, without any style of its own; its frame names it."""
    drawn = qr(code).svg_inline(omitsize=True, svgclass="qr-dessin", lineclass=None, border=MARGE)
    return mark_safe(drawn)  # noqa: S308  segno draws paths only; no text of ours is in them

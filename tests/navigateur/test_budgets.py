"""What a first visit costs, measured on the wire: bytes, requests, scripts, and how still it is.

The server compresses its files as production does; its pages go uncompressed, as behind a proxy
that does not compress either.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from scripts.processus import RACINE
from tests.navigateur.adresses import Visite, adresse
from tests.navigateur.serveur import Serveur
from tests.navigateur.visiteur import Visiteur

OCTETS_MAX, REQUETES_MAX, SCRIPTS_MAX = 220_000, 20, 60_000
DECALAGE_MAX = 0.05
PAGES = (
    Visite("responsable", "interventions:liste"),
    Visite("responsable", "interventions:fiche"),
    Visite("responsable", "pilotage:accueil"),
    Visite("responsable", "equipements:fiche"),
    Visite("responsable", "planning:tableau"),
    Visite("client", "pilotage:accueil"),
    Visite("technicien", "pilotage:ma_journee"),
)
_DECALAGE = """() => new Promise((resolve) => {
  let total = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) total += shift.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(total), 300);
})"""


Noter = Callable[[str, object], None]


@pytest.fixture
def noter(record_property: Noter) -> Noter:
    """Figures go to the report in var/tests, for docs/navigateur.md."""
    return record_property


@dataclass
class Poids:
    """What the browser received over the network for one page."""

    octets: int = 0
    requetes: int = 0


def _mesurer(page: Page, chemin: str) -> Poids:
    seen = Poids()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")

    def recu(fin: dict[str, float]) -> None:
        seen.octets += int(fin["encodedDataLength"])
        seen.requetes += fin["encodedDataLength"] > 0  # not what the page holds or has already

    cdp.on("Network.loadingFinished", recu)
    page.goto(chemin, wait_until="networkidle")
    return seen


@pytest.mark.parametrize("visite", PAGES, ids=lambda visite: visite.nom)
def test_une_premiere_visite_reste_legere_et_stable(
    *, visite: Visite, visiteur: Visiteur, site: Serveur, noter: Noter
) -> None:
    page = visiteur.ouvrir(visite.acteur, largeur=390)
    weight = _mesurer(page, adresse(visite, site))
    shift = float(page.evaluate(_DECALAGE))
    noter(f"{visite.nom}: octets, requetes, decalage", (weight.octets, weight.requetes, shift))
    assert 20_000 < weight.octets <= OCTETS_MAX
    assert weight.requetes <= REQUETES_MAX
    assert shift <= DECALAGE_MAX


def test_une_seconde_visite_ne_reprend_que_la_page(visiteur: Visiteur, site: Serveur) -> None:
    chemin = adresse(PAGES[0], site)
    page = visiteur.ouvrir(PAGES[0].acteur)
    first = _mesurer(page, chemin)
    again = page.context.new_page()
    second = _mesurer(again, chemin)
    assert second.octets < first.octets / 2


def test_nos_scripts_restent_petits(noter: Noter) -> None:
    scripts = sorted((RACINE / "static" / "js").rglob("*.js"))
    assert scripts
    total = sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts)
    noter("scripts, octets gz", (len(scripts), total))
    assert total <= SCRIPTS_MAX

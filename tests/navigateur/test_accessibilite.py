"""The main pages on a desk and on a phone, light and dark: axe finds nothing, nothing overflows.

All pages on all screens: `test_toutes_les_pages.py`, in `make proof`.
"""

import pytest

from tests.navigateur.adresses import Visite, adresse
from tests.navigateur.axe import examiner
from tests.navigateur.gestes import cibles_petites
from tests.navigateur.serveur import Serveur
from tests.navigateur.visiteur import Ouvrir

PRINCIPALES = (
    Visite(None, "comptes:connexion"),
    Visite("responsable", "pilotage:accueil"),
    Visite("responsable", "interventions:liste"),
    Visite("responsable", "interventions:liste", "?search=introuvable-nulle-part"),
    Visite("responsable", "interventions:fiche"),
    Visite("responsable", "interventions:modifier"),
    Visite("responsable", "equipements:liste"),
    Visite("responsable", "equipements:fiche"),
    Visite("responsable", "clients:fiche"),
    Visite("admin", "comptes:utilisateurs"),
    Visite("technicien", "pilotage:ma_journee"),
    Visite("technicien", "interventions:fiche"),
    Visite("technicien", "interventions:etape"),
    Visite("responsable", "pilotage:recherche", "?q=pompe"),
    Visite("client", "pilotage:accueil"),
    Visite("client", "interventions:creer"),
)


@pytest.mark.parametrize("visite", PRINCIPALES, ids=lambda visite: visite.nom)
def test_une_page_principale_est_sans_constat(
    visite: Visite, ouvrir: Ouvrir, site: Serveur
) -> None:
    page = ouvrir(visite.acteur)
    answer = page.goto(adresse(visite, site))
    assert answer is not None
    assert answer.status == 200
    faults = examiner(page, (1360, False), (390, True))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "visite",
    [v for v in PRINCIPALES if v.acteur == "technicien"]
    + [
        Visite("technicien", "interventions:liste"),
        Visite("technicien", "interventions:fiche", "?action=cloturer"),
    ],
    ids=lambda visite: visite.nom,
)
def test_un_doigt_touche_ce_quun_technicien_vise(
    visite: Visite, ouvrir: Ouvrir, site: Serveur
) -> None:
    page = ouvrir(visite.acteur, largeur=390)
    page.goto(adresse(visite, site))
    assert not cibles_petites(page, 44), "\n".join(cibles_petites(page, 44))


@pytest.mark.parametrize("app", ["interventions", "equipements", "clients", "techniciens"])
def test_une_liste_tient_sur_un_bureau(app: str, ouvrir: Ouvrir, site: Serveur) -> None:
    """Its usual columns are all seen at 1360 px, without scrolling inside their frame."""
    page = ouvrir("responsable")
    page.goto(adresse(Visite("responsable", f"{app}:liste"), site))
    frame = page.locator(".tableau-cadre").first
    assert frame.evaluate("e => e.scrollWidth - e.clientWidth") <= 0

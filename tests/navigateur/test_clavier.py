"""Without a mouse: the way past the menu, a focus that is seen, and an act from end to end."""

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.adresses import Visite, adresse
from tests.navigateur.gestes import foyer
from tests.navigateur.serveur import Serveur
from tests.navigateur.visiteur import Ouvrir

PAS_MAX = 250


def _tabuler_jusqua(page: Page, selecteur: str) -> None:
    """Press Tab until what is sought has the focus, as a person without a mouse does."""
    for _ in range(PAS_MAX):
        page.keyboard.press("Tab")
        if page.locator(f":focus:is({selecteur})").count():
            return
    pytest.fail(f"{PAS_MAX} times Tab never reached {selecteur}")


@pytest.mark.parametrize("js", [True, False], ids=["js", "sans-js"])
def test_le_lien_devitement_mene_au_contenu(ouvrir: Ouvrir, *, js: bool) -> None:
    page = ouvrir("responsable", js=js)
    page.goto("/gestion/interventions/")
    page.keyboard.press("Tab")
    link = page.locator("a:focus")
    expect(link).to_have_text("Aller au contenu")
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize(
    ("visite", "largeur"),
    [
        (Visite("responsable", "interventions:liste"), 1360),
        (Visite("responsable", "interventions:fiche"), 1360),
        (Visite("responsable", "interventions:fiche"), 390),
        (Visite("technicien", "pilotage:ma_journee"), 390),
        (Visite("client", "interventions:creer"), 390),
    ],
    ids=lambda valeur: valeur.nom if isinstance(valeur, Visite) else str(valeur),
)
def test_le_foyer_se_voit_partout(
    *, visite: Visite, largeur: int, ouvrir: Ouvrir, site: Serveur
) -> None:
    """From the first link to the last, forwards: marked, on the screen, under nothing."""
    page = ouvrir(visite.acteur, largeur=largeur)
    page.goto(adresse(visite, site))
    faults, steps = [], 0
    for _ in range(PAS_MAX):
        page.keyboard.press("Tab")
        said = foyer(page)
        if said is None:
            break
        steps += 1
        if said:
            faults.append(said)
    assert steps > 10
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_affecter_au_clavier_seul(ouvrir: Ouvrir, site: Serveur) -> None:
    """From the list to the page to the act and its success, with Tab, arrows and Enter."""
    page = ouvrir("responsable")
    page.goto("/gestion/interventions/?statut=ouverte")
    _tabuler_jusqua(page, "main tbody th a, main tbody td a[href*='/interventions/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interventions/*/**")
    _tabuler_jusqua(page, "main a[href*='action=affecter']")
    page.keyboard.press("Enter")
    page.wait_for_url("**action=affecter**")
    _tabuler_jusqua(page, "#formulaire-affecter select")
    page.keyboard.press("ArrowDown")
    _tabuler_jusqua(page, "#formulaire-affecter button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Affectée")

"""Every page of the permission matrix, as each role, on a desk and a phone, light and dark.

Nothing for axe to say, nothing that scrolls sideways down to 320 px, nothing in the console. The
pages come from the table of routes: one that is added is walked without a word here.
"""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from interventions.presentation.execution import ETAPES
from tests.navigateur.adresses import Visite, adresse, toutes
from tests.navigateur.axe import examiner
from tests.navigateur.serveur import Serveur
from tests.navigateur.visiteur import Ouvrir

pytestmark = pytest.mark.preuve

ECRANS = ((1360, False), (1360, True), (390, False), (390, True))
STATUTS = ("ouverte", "affectee", "en_cours", "en_attente", "cloturee", "annulee", "archivee")
ROLES = ("admin", "responsable", "technicien", "client")
# Whoever has not signed in; and addresses that lead nowhere, or where one may not go.
AUTRES = (
    Visite(None, "comptes:connexion"),
    Visite(None, "comptes:connexion", "?next=/gestion/interventions/"),
    Visite("responsable", "interventions:liste", "?search=introuvable-nulle-part"),
    Visite("responsable", "interventions:liste", "?statut=inconnu&date_min=hier"),
    Visite("client", "interventions:liste", "?search=introuvable-nulle-part"),
    Visite("responsable", "equipements:liste", "?search=introuvable-nulle-part"),
    Visite("responsable", "clients:liste", "?search=introuvable-nulle-part"),
    Visite("responsable", "techniciens:liste", "?search=introuvable-nulle-part"),
    Visite("client", "comptes:utilisateurs"),
    Visite("technicien", "clients:creer"),
    *(
        Visite("technicien", "interventions:etape", arguments=(("code", etape.code),))
        for etape in ETAPES
    ),
)


def _ouvrir_page(page: Page, chemin: str) -> bool:
    """Whether a page is there: not a file, not a fragment, which belong to other pages."""
    answer = page.request.get(chemin, max_redirects=0)
    html = answer.headers.get("content-type", "").startswith("text/html")
    assert answer.status < 500, f"{answer.status} for {chemin}"
    if not html or "<html" not in answer.text():
        return False
    page.goto(chemin)
    return True


@pytest.mark.parametrize("visite", [*toutes(), *AUTRES], ids=lambda visite: visite.nom)
def test_chaque_page_sur_chaque_ecran(visite: Visite, ouvrir: Ouvrir, site: Serveur) -> None:
    page = ouvrir(visite.acteur)
    if not _ouvrir_page(page, adresse(visite, site)):
        return
    faults = examiner(page, *ECRANS)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("statut", STATUTS)
@pytest.mark.parametrize("acteur", ROLES)
def test_chaque_acte_dune_intervention(
    *, acteur: str, statut: str, ouvrir: Ouvrir, site: Serveur
) -> None:
    """The page in each state, and with the form of each act that it offers."""
    pk = site.lignes[acteur]["statuts"].get(statut)
    if pk is None:
        assert acteur in ("client", "technicien"), f"the demo has nothing {statut}"
        return
    page = ouvrir(acteur)
    start = adresse(Visite(acteur, "interventions:fiche"), site)
    fiche = re.sub(r"/\d+/", f"/{pk}/", start)
    page.goto(fiche)
    faults = examiner(page, *ECRANS)
    links = page.locator("main a[href*='action=']").all()
    forms = dict.fromkeys(urljoin(page.url, link.get_attribute("href") or "") for link in links)
    for form in forms:
        page.set_viewport_size({"width": 1360, "height": 900})
        page.goto(form)
        faults += [f"{form} {fault}" for fault in examiner(page, (1360, False), (390, True))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "visite",
    [v for v in toutes() if v.acteur == "admin" and re.search(r"creer|modifier|profil", v.route)],
    ids=lambda visite: visite.nom,
)
def test_chaque_formulaire_refuse(visite: Visite, ouvrir: Ouvrir, site: Serveur) -> None:
    """What is required is left out: the page of errors, which keeps what was typed."""
    page = ouvrir(visite.acteur)
    page.goto(adresse(visite, site))
    form = page.locator("main form[method=post]").filter(has=page.locator("[required]")).first
    if not form.count():
        return
    for field in form.locator("input[required]:not([type=radio]), textarea[required]").all():
        field.fill("")
    for select in form.locator("select[required]").all():
        select.evaluate("e => { e.value = ''; }")
    form.evaluate("e => { e.noValidate = true; }")
    with page.expect_navigation() as waited:
        form.locator("button[type=submit]").first.click()
    assert waited.value.status == 422
    faults = examiner(page, *ECRANS)
    assert not faults, "\n".join(faults)

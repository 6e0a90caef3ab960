"""What scripts add to pages that work without: commands by keys, parts fetched, drafts kept."""

import re

from playwright.sync_api import Page, expect

from tests.navigateur.adresses import Visite, adresse
from tests.navigateur.axe import examiner
from tests.navigateur.gestes import foyer
from tests.navigateur.serveur import Serveur
from tests.navigateur.visiteur import Ouvrir, Visiteur, connecter

FICHE = Visite("responsable", "interventions:fiche")
MESSAGE = "Le client rappelle : bruit au redémarrage"


def _numero(page: Page) -> str:
    """The number that stands before the title."""
    found = re.search(r"[A-Z]+-\d{4}-\d+", page.locator("h1").inner_text())
    assert found
    return found[0]


def test_la_palette_mene_a_un_numero(ouvrir: Ouvrir, site: Serveur) -> None:
    page = ouvrir("responsable")
    page.goto(adresse(FICHE, site))
    number, there = _numero(page), page.url
    page.goto("/gestion/")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Commandes")
    expect(palette.get_by_role("combobox")).to_be_focused()
    assert examiner(page, (1360, False), (390, True)) == []
    page.keyboard.type(number)
    expect(palette.get_by_role("option", name=re.compile(number)).first).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(number)
    assert page.url.split("?")[0] == there


def test_la_palette_se_ferme_et_rend_le_foyer(ouvrir: Ouvrir) -> None:
    page = ouvrir("responsable")
    page.goto("/gestion/interventions/")
    page.locator("main input[type=search]").first.focus()
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("main input[type=search]").first).to_be_focused()


def test_les_touches_seules(ouvrir: Ouvrir) -> None:
    """`/` goes to the search, `?` shows the keys; while one types they are letters."""
    page = ouvrir("responsable")
    page.goto("/gestion/interventions/")
    page.keyboard.press("/")
    search = page.locator("main input[type=search]").first
    expect(search).to_be_focused()
    page.keyboard.type("a?/c")
    expect(search).to_have_value("a?/c")
    expect(page.get_by_role("dialog")).to_have_count(0)
    search.evaluate("e => e.blur()")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_contain_text("Ctrl")
    assert examiner(page, (1360, True), (390, False)) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_un_message_sajoute_sans_quitter_la_page(ouvrir: Ouvrir, site: Serveur) -> None:
    page = ouvrir("responsable")
    page.goto(adresse(FICHE, site))
    page.evaluate("window.memePage = true")
    form = page.locator("#formulaire-commenter")
    form.locator("textarea").fill(MESSAGE)
    send = form.get_by_role("button", name="Ajouter le message")
    send.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#echanges .chrono")).to_contain_text(MESSAGE)
    expect(form.locator("textarea")).to_have_value("")
    assert page.evaluate("window.memePage") is True
    assert foyer(page) == "", "the focus is lost over the swap"


def test_ce_qui_est_tape_survit_a_une_session_expiree(visiteur: Visiteur, site: Serveur) -> None:
    page = visiteur.ouvrir("technicien", largeur=390)
    fiche = adresse(Visite("technicien", "interventions:fiche"), site)
    page.goto(fiche)
    page.locator("#formulaire-commenter textarea").fill(MESSAGE)
    page.context.clear_cookies(name="sessionid")
    page.locator("#formulaire-commenter button[type=submit]").click()
    page.wait_for_url(re.compile("/connexion/"))
    page.locator("[name=username]").fill("technicien")
    page.locator("[name=password]").fill("technicien123")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/connexion/" not in url)
    page.goto(fiche)
    expect(page.locator("#formulaire-commenter textarea")).to_have_value(MESSAGE)


def test_sans_reseau_une_page_le_dit_et_ramene(visiteur: Visiteur) -> None:
    context = visiteur.contexte(compte=None, largeur=390, service_workers="allow")
    page = context.new_page()
    connecter(page, "technicien")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    context.set_offline(True)
    expect(page.locator("#hors-ligne")).to_be_visible()
    page.goto("/gestion/interventions/")
    expect(page.locator("main")).to_contain_text("Pas de réseau")
    assert examiner(page, (390, False), (390, True)) == []
    context.set_offline(False)
    page.goto("/gestion/interventions/")
    expect(page.locator("h1")).to_have_text("Interventions")

"""Two browsers on `make run`'s server: what one does lights up in the other, and loses nothing."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navigateur.axe import examiner
from tests.navigateur.serveur import Serveur, serveur
from tests.navigateur.visiteur import Ouvrir, Visiteur

UNE_SECONDE = 1_000
LISTE = "/gestion/interventions/"
ASGI = ("-k", "asgi", "--threads", "1", "mif_erp.asgi:application")  # as scripts/amorcer.py


@pytest.fixture(scope="module")
def en_direct() -> Iterator[Serveur]:
    with serveur(arguments=ASGI, TEMPS_REEL="1", RELAIS="1") as lance:
        yield lance


@pytest.fixture
def ouvrir(browser: Browser, en_direct: Serveur) -> Iterator[Ouvrir]:
    visiteur, already = Visiteur(browser, en_direct), len(en_direct.pannes())
    yield visiteur.ouvrir
    faults = visiteur.fermer() + en_direct.pannes()[already:]
    assert not faults, "\n".join(faults)


def _en_direct(page: Page, adresse: str) -> None:
    page.goto(adresse)
    expect(page.locator("[data-direct]")).to_have_attribute("data-etat", "direct")


def _nombre(page: Page) -> int:
    return int(page.locator(".cloche-nombre").inner_text() or 0)


def _fiche(site: Serveur, compte: str, statut: str) -> str:
    pk = site.lignes[compte]["statuts"][statut]
    return f"{LISTE}{pk}/"


def _commenter(page: Page, texte: str) -> None:
    page.locator("#formulaire-commenter textarea").fill(texte)
    page.locator("#formulaire-commenter button[type=submit]").click()
    expect(page.locator("#echanges .chrono")).to_contain_text(texte)


def test_qui_est_affecte_voit_sa_cloche(ouvrir: Ouvrir, en_direct: Serveur) -> None:
    chef, technicien = ouvrir("responsable"), ouvrir("technicien", largeur=390)
    _en_direct(technicien, LISTE)
    before = _nombre(technicien)
    fiche = _fiche(en_direct, "responsable", "ouverte")
    chef.goto(f"{fiche}?action=affecter")
    form = chef.locator("form#formulaire-affecter")
    mine = str(en_direct.lignes["technicien"]["technicien_du_compte"])
    form.locator("select[name^=technicien]").select_option(mine)
    form.locator("button[type=submit]").first.click()
    expect(chef.locator("h1")).to_be_visible()
    start = time.monotonic()
    bell = technicien.locator(".cloche-nombre")
    expect(bell).to_have_text(str(before + 1), timeout=UNE_SECONDE)
    assert time.monotonic() - start < 1
    # Rows stay where they are: the list says that there is more.
    avis = technicien.locator("[data-direct-liste]")
    expect(avis).to_contain_text("1 intervention nouvelle ou modifiée")
    assert examiner(technicien, (390, False), (1360, True)) == []
    avis.get_by_role("link", name="Actualiser").click()
    expect(technicien.locator("[data-direct-liste] a")).to_have_count(0)


def test_une_fiche_ouverte_suit_et_ne_perd_rien(ouvrir: Ouvrir, en_direct: Serveur) -> None:
    fiche = _fiche(en_direct, "technicien", "en_cours")
    chef, technicien = ouvrir("responsable"), ouvrir("technicien")
    chef.goto(fiche)
    _en_direct(technicien, fiche)
    technicien.evaluate("window.memePage = true")
    _commenter(chef, "La pièce arrive demain")
    expect(technicien.locator("#echanges .chrono")).to_contain_text("La pièce arrive demain")
    # Something is being typed now.
    champ = technicien.locator("#formulaire-commenter textarea")
    champ.fill("Je passe à quinze heures")
    _commenter(chef, "Ou plutôt ce soir")
    avis = technicien.locator("#direct-fiche")
    expect(avis).to_contain_text(re.compile("Modifiée par .+ Recharger"))
    expect(champ).to_have_value("Je passe à quinze heures")
    assert technicien.evaluate("window.memePage") is True
    assert examiner(technicien, (390, True), (1360, False)) == []
    avis.get_by_role("link", name="Recharger").click()
    expect(technicien.locator("#echanges .chrono")).to_contain_text("Ou plutôt ce soir")
    expect(champ).to_have_value("Je passe à quinze heures")


def test_un_etranger_n_entend_rien(ouvrir: Ouvrir, en_direct: Serveur) -> None:
    """Frames of a client's socket while the staff works on what is another firm's."""
    client, chef = ouvrir("client"), ouvrir("responsable")
    states = en_direct.lignes["responsable"]["statuts"]
    open_ones = [states[statut] for statut in ("affectee", "en_cours") if statut in states]
    hidden = [pk for pk in open_ones if client.request.get(f"{LISTE}{pk}/").status == 404]
    frames: list[str] = []

    def entendre(trame: Any) -> None:  # Playwright wants a function of Python's own
        frames.append(str(trame))

    client.on("websocket", lambda prise: prise.on("framereceived", entendre))
    _en_direct(client, LISTE)
    _en_direct(chef, f"{LISTE}{hidden[0]}/")
    chef.evaluate(
        """pk => { window.entendu = new Promise(oui => document.body.addEventListener(
            "live:intervention", ({ detail }) => { if (detail.id === pk) oui(detail.id); })); }""",
        hidden[0],
    )
    _commenter(chef, "Une pièce de plus")
    heard = chef.evaluate("window.entendu")
    chef.wait_for_timeout(300)
    assert heard == hidden[0]
    assert frames, "the socket said nothing at all"
    assert not [frame for frame in frames if f'"id": {hidden[0]},' in frame]


def test_une_session_terminee_ne_reste_pas_en_direct(ouvrir: Ouvrir, en_direct: Serveur) -> None:
    page = ouvrir("client")
    _en_direct(page, "/gestion/")
    page.evaluate(
        """() => fetch(document.querySelector("form[action*=deconnexion]").action, {
            method: "POST", redirect: "manual",
            body: new FormData(document.querySelector("form[action*=deconnexion]"))})"""
    )
    # The socket is cut and the page says so, or a part fetched meanwhile led to the sign-in page.
    expect(page.locator("[data-direct][data-etat=direct]")).to_have_count(0, timeout=15_000)
    there = page.locator("[data-direct][data-etat=fini], [name=password]")
    expect(there.first).to_be_attached()

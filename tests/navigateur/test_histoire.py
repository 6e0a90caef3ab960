"""The main job as four people live it: reported, assigned, done on a phone, read and rated.

Client and technicien have a phone whose browser runs no script; responsable and admin have a desk.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.navigateur.visiteur import Ouvrir

PANNE = "Compresseur qui ne démarre plus"
DIAGNOSTIC = "Joint usé jusqu’à la corde"
SOLUTION = "Joint remplacé, essai sous pression concluant"
MOTIF = "Joint torique à commander"


def _bouton(page: Page, nom: str | re.Pattern[str]) -> Locator:
    """What does this, be it a link or a button; a phone shows it above the fold of the page."""
    main = page.locator("main")
    return main.get_by_role("button", name=nom).or_(main.get_by_role("link", name=nom)).first


def _lire(page: Page, *textes: str) -> None:
    """All of these are on the page, for eyes."""
    for texte in textes:
        expect(page.locator("main")).to_contain_text(texte)


def _agir(page: Page, nom: str, acte: str, **champs: str) -> None:
    """Open the form of an act by its button, fill it, send it."""
    _bouton(page, nom).click()
    form = page.locator(f"form#formulaire-{acte}")
    for champ, valeur in champs.items():
        _remplir(form, champ, valeur)
    form.locator("button[type=submit]").first.click()


def _remplir(form: Locator, champ: str, valeur: str) -> None:
    field = form.locator(f"[name={champ}]").first
    if field.get_attribute("type") in ("radio", "checkbox"):
        form.locator(f"[name={champ}][value='{valeur}']").check()
    elif field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(valeur)
    else:
        field.fill(valeur)


def _signaler(page: Page) -> str:
    """The client reports a breakdown on its machine, which has stopped; the page's address."""
    page.goto("/gestion/")
    _bouton(page, "Signaler une panne").click()
    form = page.locator("main #signaler form")
    form.get_by_label("Quelle machine ?").select_option(index=1)
    form.get_by_label("En quelques mots").fill(PANNE)
    form.get_by_label("Que se passe-t-il ?").fill("Un bruit sec, puis plus rien.")
    form.locator("[name=arret_machine]").check()
    form.locator("button[type=submit]").click()
    page.wait_for_url(re.compile(r"/interventions/\d+/"))
    _lire(page, PANNE, "Un bruit sec, puis plus rien.")
    return re.sub(r"[?#].*", "", page.url)


def _affecter(page: Page, fiche: str) -> None:
    """The responsable finds it on top of the list, raises its priority, gives it to Amrani."""
    page.goto("/gestion/interventions/")
    page.locator("main tbody tr").first.get_by_role("link", name=PANNE).click()
    page.wait_for_url(re.compile(re.escape(fiche)))
    _bouton(page, "Modifier").click()
    page.locator("main form [name=priorite]").select_option("haute")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/modifier" not in url)
    _lire(page, "Haute")
    _bouton(page, "Affecter").click()
    form = page.locator("form#formulaire-affecter")
    amrani = form.locator("option", has_text="Amrani").first.get_attribute("value")
    form.locator("select[name^=technicien]").select_option(amrani)
    form.locator("button[type=submit]").first.click()
    _lire(page, "Affectée", "Amrani")


def _executer(page: Page, fiche: str) -> None:
    """The technicien starts from the day's page, waits for a part, resumes, reports, closes."""
    page.goto("/gestion/ma-journee/")
    page.locator("main").get_by_role("link", name=PANNE).first.click()
    page.wait_for_url(re.compile(re.escape(fiche)))
    _bouton(page, "Démarrer").click()
    page.goto(fiche)
    _lire(page, "En cours")
    _agir(page, "Mettre en attente", "suspendre", cause="pieces", texte=MOTIF)
    page.goto(fiche)
    _lire(page, "En attente", MOTIF)
    _bouton(page, "Reprendre").click()
    page.goto(fiche)
    _lire(page, "En cours")
    _agir(page, "Clôturer", "cloturer")
    expect(page.locator("form#formulaire-cloturer [name=solution]")).to_have_attribute(
        "aria-invalid", "true"
    )
    form = page.locator("form#formulaire-cloturer")
    _remplir(form, "diagnostic", DIAGNOSTIC)
    _remplir(form, "solution", SOLUTION)
    form.locator("button[type=submit]").first.click()
    page.goto(fiche)
    _lire(page, "Clôturée", DIAGNOSTIC, SOLUTION)


def _evaluer(page: Page, fiche: str) -> None:
    """The client reads the outcome, and rates it."""
    page.goto(fiche)
    _lire(page, "Clôturée", SOLUTION)
    form = page.locator("form#formulaire-evaluer")
    _remplir(form, "note", "5")
    form.get_by_role("button", name="Envoyer mon évaluation").click()
    _lire(page, "5")
    expect(page.locator("form#formulaire-evaluer")).to_have_count(0)


@pytest.mark.parcours
def test_lhistoire_dune_panne_dans_un_vrai_navigateur(ouvrir: Ouvrir) -> None:
    client = ouvrir("client", largeur=390, js=False)
    fiche = _signaler(client)
    _affecter(ouvrir("responsable"), fiche)
    _executer(ouvrir("technicien", largeur=390, js=False), fiche)
    _evaluer(client, fiche)

    admin = ouvrir("admin")
    admin.goto(fiche)
    timeline = admin.locator("#echanges")
    for detail in timeline.locator("summary").all():
        detail.click()
    expect(timeline).to_contain_text("127.0.0.1")
    expect(timeline).to_contain_text("Amrani")
    client.goto(fiche)
    assert SOLUTION in client.locator("main").inner_text()
    assert "127.0.0.1" not in client.locator("main").inner_text()
    assert "127.0.0.1" not in client.locator("#echanges").inner_html()

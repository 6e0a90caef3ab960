"""The board as a dispatcher uses it: drag, conflict, keys, phone, and two of them at once."""

import re
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from django.utils.http import urlencode
from holidays.countries.morocco import Morocco
from playwright.sync_api import Locator, Page, expect

from tests.navigateur.axe import constats, examiner
from tests.navigateur.visiteur import Ouvrir

TABLEAU = "/gestion/planning/"
BARRE = ".planning-tableau .ec-event[data-creneau]"


@cache
def _lundi() -> date:
    """Some weeks ahead, where nothing is planned, and without a holiday."""
    today = datetime.now(ZoneInfo("Africa/Casablanca")).date()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=6)
    off = Morocco(years=(monday.year, monday.year + 1))
    while any(monday + timedelta(days=n) in off for n in range(5)):
        monday += timedelta(weeks=1)
    return monday


def _jour(n: int) -> str:
    """A working day of its own for each test."""
    return (_lundi() + timedelta(days=n)).isoformat()


def _ouvrir(page: Page, n: int, vue: str = "jour") -> None:
    page.goto(f"{TABLEAU}?{urlencode({'vue': vue, 'du': _jour(n)})}")
    expect(page.locator(".planning-tableau .ec-main")).to_be_visible()
    expect(page.locator(".planning-tableau .ec-row-head").first).to_be_visible()


def _point(page: Page, ligne: int, heure: float) -> tuple[float, float]:
    """Where an hour of a technician's row is, on the board of one day."""
    row = page.locator(".planning-tableau .ec-row-head").nth(ligne)
    row.scroll_into_view_if_needed()
    side = row.bounding_box()
    body = page.locator(".planning-tableau .ec-body .ec-day").first.bounding_box()
    assert side
    assert body
    first, last = _heures(page)
    x = body["x"] + body["width"] * (heure - first) / (last - first)
    return x + 2, side["y"] + 30


def _heures(page: Page) -> tuple[int, int]:
    found: list[int] = page.evaluate(
        "JSON.parse(document.getElementById('planning-donnees').textContent).h"
    )
    return found[0], found[1]


def _tirer(page: Page, quoi: Locator, vers: tuple[float, float]) -> None:
    """Take it with the mouse and let it go there, as slowly as a hand."""
    box = quoi.bounding_box()
    assert box
    page.mouse.move(box["x"] + 12, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=3)
    page.mouse.move(*vers, steps=8)
    page.mouse.up()


def _deplacer(page: Page, barre: Locator, *, ligne: int, heure: float) -> None:
    """The bar to that row and hour: it is held some pixels after its beginning."""
    x, y = _point(page, ligne, heure)
    _tirer(page, barre, (x + 10, y))


def _courtes(page: Page) -> Locator:
    """Work of two hours: two of them fit into a day, whatever other tests have taken."""
    return page.locator(".attente[data-minutes='120']")  # two and a half are told as « 2 h »


def _planifier(page: Page, ligne: int, heure: float) -> Locator:
    """The first short one of the list onto a technician's row; its bar."""
    work = _courtes(page).first
    work.scroll_into_view_if_needed()  # before the point is asked: the page may move
    number = work.get_attribute("data-numero") or ""
    _tirer(page, work, _point(page, ligne, heure))
    expect(page.locator("#planning-avis")).to_contain_text(f"{number} planifiée")
    return _barre(page, number)


def _barre(page: Page, numero: str) -> Locator:
    return page.locator(BARRE).filter(has_text=numero)


def _annuler(page: Page) -> None:
    page.locator("#planning-avis").get_by_role("button", name="Annuler").click()
    expect(page.locator("#planning-avis")).to_contain_text("Annulé")


def _est_en(page: Page, barre: Locator, ligne: int) -> None:
    """The bar stands in that row, at once or once the board has been drawn."""
    head = page.locator(".planning-tableau .ec-row-head").nth(ligne)
    for _ in range(20):
        row, box = head.bounding_box(), barre.bounding_box()
        if row and box and row["y"] <= box["y"] + 2 < row["y"] + row["height"]:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"not in row {ligne}: {barre.bounding_box()}, {head.bounding_box()}")


def test_de_la_liste_a_un_technicien_puis_retour(ouvrir: Ouvrir) -> None:
    page = ouvrir("responsable")
    _ouvrir(page, 0)
    total = page.locator("h2 .attente-total")
    before = int(total.inner_text())
    bar = _planifier(page, 1, 9)
    expect(bar).to_contain_text("09:00")
    _est_en(page, bar, 1)
    expect(total).to_have_text(str(before - 1))
    _annuler(page)
    expect(bar).to_have_count(0)
    expect(total).to_have_text(str(before))


def test_dun_technicien_a_lautre_et_plus_tard(ouvrir: Ouvrir) -> None:
    page = ouvrir("responsable")
    _ouvrir(page, 1)
    bar = _planifier(page, 0, 9)
    _deplacer(page, bar, ligne=2, heure=10)
    expect(page.locator("#planning-avis")).to_contain_text("déplacée")
    expect(bar).to_contain_text("10:00")
    _est_en(page, bar, 2)
    page.reload()
    expect(bar).to_contain_text("10:00")
    _est_en(page, bar, 2)


def test_un_conflit_est_refuse_avec_le_plus_proche(ouvrir: Ouvrir) -> None:
    page = ouvrir("responsable")
    _ouvrir(page, 2)
    total = page.locator("h2 .attente-total")
    waiting = int(total.inner_text())
    first = _planifier(page, 3, 9)
    expect(total).to_have_text(str(waiting - 1))  # the list is drawn anew
    second = _courtes(page).first
    second.scroll_into_view_if_needed()
    number = second.get_attribute("data-numero") or ""
    _tirer(page, second, _point(page, 3, 9.5))
    notice = page.locator("#planning-avis")
    expect(notice).to_contain_text("n’est pas libre")
    expect(_barre(page, number)).to_have_count(0)
    nearest = notice.get_by_role("button", name=re.compile("^Placer "))
    expect(nearest).to_be_visible()
    nearest.click()
    expect(_barre(page, number)).to_be_visible()
    # Dragged onto the other, it goes back to where it was.
    before = first.bounding_box()
    box = _barre(page, number).bounding_box()
    assert box
    _tirer(page, first, (box["x"] + 14, box["y"] + box["height"] / 2))
    expect(notice).to_contain_text("n’est pas libre")
    assert first.bounding_box() == before


def test_tout_au_clavier(ouvrir: Ouvrir) -> None:
    page = ouvrir("responsable")
    _ouvrir(page, 3)
    work = page.locator(".attente").first
    number = work.get_attribute("data-numero") or ""
    work.locator("a").focus()
    page.keyboard.press("Enter")
    panel = page.locator("#planning-panneau")
    expect(panel.locator("h2")).to_be_focused()
    assert constats(page) == []
    panel.locator("[name=date_debut]").fill(f"{_jour(3)}T09:00")
    panel.locator("[name=date_fin]").fill(f"{_jour(3)}T08:00")
    panel.locator("[name=technicien]").select_option(index=1)
    panel.locator("[name=date_fin]").press("Enter")
    expect(panel).to_contain_text("La fin vient après le début.")
    panel.locator("[name=date_fin]").fill(f"{_jour(3)}T11:00")
    panel.locator("[name=date_fin]").press("Enter")
    expect(panel).to_be_hidden()
    bar = _barre(page, number)
    expect(bar).to_contain_text("09:00–11:00")
    bar.focus()
    page.keyboard.press("Enter")
    panel.locator("[name=date_debut]").fill(f"{_jour(3)}T14:00")
    panel.locator("[name=date_fin]").fill(f"{_jour(3)}T16:00")
    panel.locator("[name=date_fin]").press("Enter")
    expect(bar).to_contain_text("14:00–16:00")
    expect(bar).to_be_focused()
    page.keyboard.press("Control+z")
    expect(bar).to_contain_text("09:00–11:00")


def test_deux_a_la_fois_le_second_voit_le_premier(ouvrir: Ouvrir) -> None:
    one, two = ouvrir("responsable"), ouvrir("admin")
    _ouvrir(one, 4)
    bar = _planifier(one, 0, 9)
    number = re.search(r"INT-\d+-\d+", bar.inner_text())
    assert number
    _ouvrir(two, 4)
    other = _barre(two, number.group())
    _deplacer(one, bar, ligne=1, heure=11)
    expect(bar).to_contain_text("11:00")
    _deplacer(two, other, ligne=2, heure=14)
    expect(two.locator("#planning-avis")).to_contain_text("entre-temps")
    expect(other).to_contain_text("11:00")
    _est_en(two, other, 1)
    expect(bar).to_contain_text("11:00")


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize("vue", ["jour", "semaine"])
def test_rien_a_redire_au_tableau(ouvrir: Ouvrir, vue: str, *, sombre: bool) -> None:
    """Drawn by the library: without its roles, with our colours, under the strict policy."""
    page = ouvrir("responsable", sombre=sombre)
    page.goto(f"{TABLEAU}?vue={vue}")
    expect(page.locator(BARRE).first).to_be_visible()
    assert examiner(page, (1360, sombre)) == []


def test_au_telephone_une_liste_par_technicien(ouvrir: Ouvrir) -> None:
    page = ouvrir("responsable", largeur=390)
    page.goto(TABLEAU)
    expect(page.locator(".planning-semaine tbody tr").first).to_be_visible()
    expect(page.locator("#planning-tableau")).to_be_hidden()
    assert not page.evaluate("'EventCalendar' in window")
    page.get_by_role("link", name=re.compile("À planifier")).click()
    page.locator(".attente-titre").first.click()
    expect(page.locator("h1")).to_contain_text("Planifier")


def test_sur_papier_la_table_comme_elle_est(ouvrir: Ouvrir) -> None:
    """Printing fetches it at once, and again once the board has changed."""
    page = ouvrir("responsable")
    _ouvrir(page, 4)
    table = page.locator(".planning-semaine")
    expect(table).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(table).to_have_count(1)
    bar = _planifier(page, 3, 9)  # a row that no other test of that day takes
    link = f".planning-semaine a[href*='/{bar.get_attribute('data-creneau')}/']"
    page.pdf()  # prints, as the browser's own menu does
    expect(page.locator(link)).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(link)).to_be_visible()
    expect(page.locator("#planning-tableau")).to_be_hidden()
    page.emulate_media(media="screen")
    _annuler(page)


@pytest.mark.parametrize("script", [True, False])
def test_filtrer_sur_une_equipe(ouvrir: Ouvrir, *, script: bool) -> None:
    page = ouvrir("responsable", js=script)
    page.goto(TABLEAU)
    page.locator(".planning-filtres > summary").click()
    if not script:
        page.get_by_role("link", name="Choisir les filtres").click()
    choice = page.get_by_label("Équipe")
    expect(choice).to_be_visible()
    team = choice.locator("option").nth(1).inner_text()
    choice.select_option(team)
    page.get_by_role("button", name="Appliquer").click()
    expect(page).to_have_url(re.compile("equipe="))
    expect(page.locator(".planning-filtres .onglet-nombre")).to_have_text("1")


def test_sans_script_la_meme_semaine(ouvrir: Ouvrir) -> None:
    page = ouvrir("responsable", js=False)
    page.goto(TABLEAU)
    page.wait_for_url("**forme=table")
    expect(page.locator(".planning-semaine .barre").first).to_be_visible()
    page.locator(".planning-semaine .barre-affectee a").first.click()
    page.locator("main button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("Planning")

"""Sheets of labels: which machines, on which places, saying what, leading where."""

import re
from typing import Any

import pytest
import segno
from django.test import Client as Navigateur
from pytest_django import DjangoAssertNumQueries

from clients.tests.factories import SiteFactory
from comptes.models import Utilisateur
from equipements import codes_qr
from equipements.planches import PAR_PAGE, Format, planches
from equipements.tests.factories import EquipementFactory
from equipements.views import etiquettes
from tests.fixtures import Monde
from tests.saisie import texte

PAGE = "/gestion/equipements/etiquettes/"
TOURNEE = "/gestion/equipements/tournee/"


# --- places ------------------------------------------------------------------------------------


@pytest.mark.parametrize("papier", Format)
@pytest.mark.parametrize("nombre", [1, 14, 24, 25, 49])
def test_every_label_has_one_place_in_order(papier: Format, nombre: int) -> None:
    sheets = list(planches(range(nombre), papier))
    assert [label for sheet in sheets for label in sheet] == list(range(nombre))
    assert len(sheets) == -(-nombre // PAR_PAGE[papier])
    assert all(len(sheet) == PAR_PAGE[papier] for sheet in sheets[:-1])


def test_a_begun_sheet_is_finished() -> None:
    first, second = planches(range(22), Format.A4_24, debut=4)
    assert first == [None, None, None, *range(21)]
    assert second == [21]
    assert list(planches([], Format.A4_14)) == []
    # A roll has no begun sheet.
    assert list(planches(["a"], Format.ROULEAU, debut=1)) == [["a"]]


# --- the code ----------------------------------------------------------------------------------


def _modules(dessin: str) -> set[tuple[int, int]]:
    """(row, column) of each black module that the SVG's one path draws."""
    (path,) = re.findall(r' d="([^"]+)"', dessin)
    x, y, black = 0.0, 0.0, set()
    for kind, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if kind == "h":
            black |= {(int(y), int(x) + i) for i in range(int(values[0]))}
            x += values[0]
        else:
            dx, dy = values
            x, y = (dx, dy) if kind == "M" else (x + dx, y + dy)
    return black


def test_the_drawing_is_the_code_of_the_public_address(settings: Any) -> None:
    settings.SITE_URL = "https://gmao.exemple.ma/"
    assert codes_qr.adresse_imprimee("7F3K9PQ2") == "https://gmao.exemple.ma/e/7F3K9PQ2/"
    drawn = codes_qr.qr_svg("7F3K9PQ2")
    expected = segno.make_qr("https://gmao.exemple.ma/e/7F3K9PQ2/", error="m")
    matrix = list(expected.matrix_iter(border=4))
    black = {(y, x) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert _modules(drawn) == black
    assert f'viewBox="0 0 {len(matrix)} {len(matrix)}"' in drawn
    assert "style" not in drawn


# --- the page ----------------------------------------------------------------------------------


def _codes(answer: object) -> list[str]:
    return re.findall(r'class="etiquette-code">([^<]+)<', texte(answer))


@pytest.mark.django_db
def test_nothing_is_drawn_before_machines_are_chosen(navigateur: dict[str, Navigateur]) -> None:
    page = texte(navigateur["responsable"].get(PAGE))
    assert "Quelles machines ?" in page
    assert "etiquette-code" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "rien"), [(PAGE, "Aucune machine"), (TOURNEE, "Aucun compteur")])
def test_where_there_is_nothing_no_choice_is_asked_for(
    responsable: Utilisateur, page: str, rien: str
) -> None:
    browser = Navigateur()
    browser.force_login(responsable)
    shown = texte(browser.get(page))
    assert f"{rien} pour l’instant" in shown
    assert "Choisissez" not in shown


@pytest.mark.django_db
def test_labels_of_the_machines_that_one_sees(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    a, b = monde.machine_a, monde.machine_b
    asked = f"{PAGE}?ids={a.pk},{b.pk}"
    assert sorted(_codes(navigateur["responsable"].get(asked))) == sorted([a.code, b.code])
    for qui in ("technicien", "client"):
        assert _codes(navigateur[qui].get(asked)) == [a.code]
        answer = navigateur[qui].get(f"{PAGE}?ids={b.pk}")
        assert "Aucune machine à étiqueter" in texte(answer)


@pytest.mark.django_db
def test_by_client_site_and_search(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    browser, firm = navigateur["responsable"], monde.client_a
    place = SiteFactory(client=firm, nom="Dépôt")
    row = EquipementFactory(client=firm, site=place, nom="Pompe à vide")
    whole = _codes(browser.get(f"{PAGE}?client_id={firm.pk}"))
    assert sorted(whole) == sorted([monde.machine_a.code, row.code])
    assert _codes(browser.get(f"{PAGE}?client_id={firm.pk}&site_id={place.pk}")) == [row.code]
    assert _codes(browser.get(f"{PAGE}?search=vide")) == [row.code]
    # The list's button hands its own address over: these machines, and no others.
    question = f"client_id={firm.pk}&type={row.famille.nom}&ordering=nom"
    link = f"{PAGE}?{question}".replace("&", "&amp;").replace(" ", "+")
    assert f'href="{link}"' in texte(browser.get(f"/gestion/equipements/?{question}"))
    answer = browser.get(f"{PAGE}?{question}")
    assert _codes(answer) == [row.code]
    assert f'name="type" value="{row.famille.nom}"' in texte(answer)


@pytest.mark.django_db
def test_the_paper_the_place_and_the_words(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    machine = monde.machine_a
    asked = f"{PAGE}?ids={machine.pk}&format=a4-14&debut=3&mentions=serie"
    page = texte(navigateur["responsable"].get(asked))
    assert page.count('class="planche planche-a4-14"') == 1
    assert page.count("etiquette-vide") == 2
    assert str(machine.numero_serie) in page
    assert "etiquette-nom" not in page
    bare = texte(navigateur["responsable"].get(f"{PAGE}?ids={machine.pk}"))
    assert "etiquette-nom" in bare
    assert "planche-a4-24" in bare


@pytest.mark.django_db
@pytest.mark.parametrize(
    "demande",
    ["ids=x", "ids=1&format=a5", "ids=1&format=a4-14&debut=15", "ids=1&debut=0&format=a4-24"],
)
def test_what_does_not_hold_is_said_and_kept(
    navigateur: dict[str, Navigateur], demande: str
) -> None:
    answer = navigateur["responsable"].get(f"{PAGE}?{demande}")
    assert answer.status_code == 422
    assert 'role="alert"' in texte(answer)


@pytest.mark.django_db
def test_a_name_is_text(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row = EquipementFactory(client=monde.client_a, nom="<script>alert(1)</script>")
    page = texte(navigateur["responsable"].get(f"{PAGE}?ids={row.pk}"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.django_db
def test_five_hundred_and_no_more(
    navigateur: dict[str, Navigateur], monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(etiquettes, "ETIQUETTES_MAX", 2)
    browser = navigateur["responsable"]
    rows = [monde.machine_a, *EquipementFactory.create_batch(2, client=monde.client_a)]
    for asked in (f"ids={','.join(str(r.pk) for r in rows)}", f"client_id={monde.client_a.pk}"):
        answer = browser.get(f"{PAGE}?{asked}")
        assert answer.status_code == 422
        assert "Au plus 2 étiquettes" in texte(answer)
        assert not _codes(answer)
    assert len(_codes(browser.get(f"{PAGE}?ids={rows[0].pk}.{rows[1].pk}"))) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", [3, 30])
def test_labels_cost_the_same_for_few_and_many(
    *,
    navigateur: dict[str, Navigateur],
    monde: Monde,
    nombre: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    EquipementFactory.create_batch(nombre, client=monde.client_a)
    with django_assert_max_num_queries(8):
        navigateur["responsable"].get(f"{PAGE}?client_id={monde.client_a.pk}")

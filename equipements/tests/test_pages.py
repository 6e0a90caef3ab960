"""Reading machines: who sees what."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from equipements import liste
from equipements.tests.factories import EquipementFactory, FamilleFactory
from tests.saisie import texte

LISTE = "/gestion/equipements/"


# --- Reading -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_sees_the_machines_that_are_theirs(navigateur: Any, monde: Any) -> None:
    mine, other = monde.machine_a.nom, monde.machine_b.nom
    for qui, seen in (("admin", True), ("responsable", True), ("technicien", False)):
        page = texte(navigateur[qui].get(LISTE))
        assert mine in page
        assert (other in page) is seen
    for qui in ("technicien", "client"):
        assert other not in texte(navigateur[qui].get(LISTE))
        assert navigateur[qui].get(f"{LISTE}{monde.machine_a.pk}/").status_code == 200
        assert navigateur[qui].get(f"{LISTE}{monde.machine_b.pk}/").status_code == 404
        assert navigateur[qui].get(f"{LISTE}999999/").status_code == 404
    assert navigateur["anonyme"].get(f"{LISTE}{monde.machine_a.pk}/").status_code == 302


@pytest.mark.django_db
def test_filters_and_search(navigateur: Any, monde: Any) -> None:
    family = FamilleFactory(nom="Chariot élévateur")
    row = EquipementFactory(
        client=monde.client_a,
        nom="Chariot 7",
        famille=family,
        statut="panne",
        criticite="haute",
        numero_serie="ZX 81",
    )
    browser = navigateur["responsable"]
    query = f"statut=panne&criticite=haute&famille_id={family.pk}&client_id={row.client_id}"
    page = texte(browser.get(f"{LISTE}?{query}&site_id={row.site_id}&search=zx&ordering=nom"))
    assert "Chariot 7" in page
    assert monde.machine_a.nom not in page
    for chip in ("Statut : En panne", "Famille : Chariot élévateur", "Recherche : « zx »"):
        assert chip in page
    assert "Aucune machine ne correspond" in texte(browser.get(f"{LISTE}?search=introuvable"))


@pytest.mark.django_db
def test_a_chip_takes_its_filter_away_and_keeps_the_others(navigateur: Any, monde: Any) -> None:
    page = navigateur["responsable"].get(f"{LISTE}?statut=panne&criticite=haute&page=1")
    assert [sans for _l, _v, sans in page.context["puces"]] == [
        "?criticite=haute",
        "?statut=panne",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "demande",
    ["statut=cassé", "client_id=abc", "client_id=9999999999999999999999", "ordering=archive_le"],
)
def test_a_filter_that_does_not_hold_is_422(navigateur: Any, demande: str) -> None:
    answer = navigateur["responsable"].get(f"{LISTE}?{demande}")
    assert answer.status_code == 422
    assert demande.split("=", maxsplit=1)[0] in answer.context["erreurs"]
    assert "Un filtre ne convient pas" in texte(answer)


@pytest.mark.django_db
def test_the_client_filter_is_for_those_who_see_several(navigateur: Any, monde: Any) -> None:
    assert "filtre-client_id" in texte(navigateur["responsable"].get(f"{LISTE}?filtres=1"))
    assert "filtre-client_id" not in texte(navigateur["client"].get(LISTE))


@pytest.mark.django_db
def test_thousands_of_firms_are_no_select_and_the_filter_still_works(
    navigateur: Any, monde: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(liste, "CHOIX_MAX", 1)
    bare = texte(navigateur["responsable"].get(f"{LISTE}?filtres=1"))
    assert "filtre-client_id" not in bare
    assert "filtre-site_id" not in bare
    page = texte(navigateur["responsable"].get(f"{LISTE}?client_id={monde.client_a.pk}"))
    assert f"Client : {monde.client_a.nom_entreprise}" in page
    assert monde.machine_a.nom in page
    assert monde.machine_b.nom not in page


@pytest.mark.django_db
def test_no_machine_yet(client: Navigateur, responsable: Any, client_mif: Any) -> None:
    client.force_login(responsable)
    assert "Ajoutez les machines" in texte(client.get(LISTE))
    client.force_login(client_mif.user)
    assert "Appelez votre prestataire" in texte(client.get(LISTE))


@pytest.mark.django_db
@pytest.mark.parametrize(("qui", "requetes"), [("responsable", 7), ("client", 7)])
@pytest.mark.parametrize("nombre", [3, 30])
def test_the_list_costs_the_same_for_few_and_many(
    *,
    navigateur: Any,
    monde: Any,
    qui: str,
    requetes: int,
    nombre: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(nombre):
        EquipementFactory(client=monde.client_a, parent=monde.machine_a)
    with django_assert_num_queries(requetes):
        navigateur[qui].get(LISTE)


@pytest.mark.django_db
def test_the_page_shows_the_tree_the_facts_and_the_label(navigateur: Any, monde: Any) -> None:
    top = monde.machine_a
    middle = EquipementFactory(client=top.client, parent=top, nom="Bloc vis", fabricant="Atlas")
    leaf = EquipementFactory(client=top.client, parent=middle, nom="Roulement avant")
    page = texte(navigateur["client"].get(f"{LISTE}{middle.pk}/"))
    assert "Atlas" in page
    assert middle.code in page
    for shown in (top, leaf):
        assert f'href="{LISTE}{shown.pk}/"' in page
    assert f"?equipement={middle.pk}" in page
    assert "Aucune machine n’en fait partie." in texte(
        navigateur["client"].get(f"{LISTE}{leaf.pk}/")
    )


@pytest.mark.django_db
def test_the_page_costs_the_same_at_any_depth(navigateur: Any, monde: Any) -> None:
    row = monde.machine_a
    for _level in range(5):
        row = EquipementFactory(client=row.client, parent=row)
    counts = []
    assert row.parent is not None
    for machine in (monde.machine_a, row.parent):
        with CaptureQueriesContext(connection) as queries:
            navigateur["responsable"].get(f"{LISTE}{machine.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


@pytest.mark.django_db
def test_buttons_are_for_those_who_may(navigateur: Any, monde: Any) -> None:
    url = f"{LISTE}{monde.machine_a.pk}/"
    expected = {
        "responsable": (True, True, True),
        "technicien": (True, True, False),
        "client": (True, False, False),
    }
    for qui, offered in expected.items():
        page = texte(navigateur[qui].get(url))
        found = (f"?equipement={monde.machine_a.pk}", f"{url}modifier/", f"{url}archiver/")
        assert tuple(f in page for f in found) == offered


@pytest.mark.django_db
def test_nothing_is_reported_on_a_retired_machine(navigateur: Any, monde: Any) -> None:
    retired = EquipementFactory(client=monde.client_a, statut="retire")
    assert "?equipement=" not in texte(navigateur["client"].get(f"{LISTE}{retired.pk}/"))

"""The search over everything: exact first, then the newest; what is hidden is never found."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from clients.models import Contact
from clients.tests.factories import ClientFactory
from comptes.tests.factories import UtilisateurFactory
from core.trouvailles import MONTREES, PLAFOND, chercher_partout
from equipements.tests.factories import EquipementFactory
from interventions.recherche import numeros_de
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html
from tests.fixtures import Monde

RECHERCHE = "/gestion/recherche/"


def _page(browser: Navigateur, texte: str, **entetes: str) -> Any:
    return browser.get(f"{RECHERCHE}?{urlencode({'q': texte})}", headers=entetes)


def _noms(browser: Navigateur, texte: str) -> dict[str, list[str]]:
    page = browser.get(f"{RECHERCHE}?{urlencode({'q': texte, 'tout': '1'})}")
    assert page.status_code == 200
    return {
        r.groupe.genre.nom: [t.titre for t in r.groupe.lot.trouvailles]
        for r in page.context["resultats"]
    }


def test_a_number_opens_its_intervention(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row = monde.intervention_a
    _code, year, rank = row.numero.split("-")
    for typed in (row.numero, row.numero.lower(), f"{year}-{int(rank)}", str(int(rank))):
        answer = _page(navigateur["responsable"], typed.rjust(2, "0"))
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"/gestion/interventions/{row.pk}/",
        )


def test_the_number_of_somebody_else_is_not_found(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    for who in ("client", "technicien"):
        page = _page(navigateur[who], monde.intervention_b.numero)
        assert page.status_code == 200
        assert page.context["resultats"] == []
        assert monde.intervention_b.titre not in html(page)


def test_a_serial_and_a_label_open_their_machine(navigateur: dict[str, Navigateur]) -> None:
    machine = EquipementFactory(numero_serie="SN-88/Z 4")
    EquipementFactory(nom="Groupe SN-88/Z 45")
    for typed in ("sn-88/z 4", machine.code.lower()):
        answer = _page(navigateur["admin"], typed)
        assert answer["Location"] == f"/gestion/equipements/{machine.pk}/"


def test_a_telephone_finds_the_firm_however_it_is_written(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    firm = ClientFactory(telephone="+212 5 22-48.10.77")
    other = ClientFactory()
    Contact.objects.create(client=other, nom="Omar", telephone="0661 20 30 40")
    for typed, found in (("0522481077", firm), ("00212 661 203040", other)):
        answer = _page(navigateur["responsable"], typed)
        assert answer["Location"] == f"/gestion/clients/{found.pk}/"
    # A technician's search goes no further than the firms that it works for.
    assert "clients" not in _noms(navigateur["technicien"], "0522481077")


def test_an_ice_is_no_search_for_whoever_may_not_read_it(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    firm = monde.client_a
    firm.ice = "001524789000081"
    firm.save()
    assert _page(navigateur["responsable"], firm.ice)["Location"].endswith(f"/clients/{firm.pk}/")
    assert _noms(navigateur["technicien"], firm.ice) == {}


def test_words_find_without_accents_the_newest_first(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    first = InterventionFactory(equipement=monde.machine_a, titre="Étanchéité à refaire")
    second = InterventionFactory(equipement=monde.machine_a, titre="etancheite du joint")
    found = _noms(navigateur["responsable"], "ETANCHÉITÉ")
    assert found == {"interventions": [second.titre, first.titre]}


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("role", ["admin", "responsable", "technicien", "client"])
def test_each_kind_links_to_the_list_of_the_same_rows(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    word = "Zellige"
    machine = monde.machine_a
    machine.nom = f"{word} un"
    machine.save()
    for number in range(MONTREES + 2):
        InterventionFactory(equipement=machine, titre=f"{word} {number}")
        EquipementFactory(nom=f"{word} {number}", client=monde.client_a)
    EquipementFactory(nom=f"{word} ailleurs")
    for firm in (monde.client_a, monde.client_b):
        firm.nom_entreprise = f"{word} {firm.pk}"
        firm.save()
    UtilisateurFactory(full_name=f"Salma {word}")
    page = _page(navigateur[role], word)
    groups = {r.groupe.genre.nom: r for r in page.context["resultats"]}
    expected = {"interventions", "equipements"}
    expected |= {"clients"} if role != "client" else set()
    expected |= {"comptes"} if role == "admin" else set()
    assert groups.keys() == expected
    for group in groups.values():
        assert group.groupe.lot.complet
        assert len(group.groupe.lot.trouvailles) <= MONTREES
        listed = navigateur[role].get(group.lien)
        assert listed.context["page"].total == group.groupe.lot.nombre


def test_beyond_the_bound_it_says_more(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    for _ in range(PLAFOND + 1):
        EquipementFactory(nom="Zellige", client=monde.client_a)
    page = _page(navigateur["responsable"], "zellige")
    lot = page.context["resultats"][0].groupe.lot
    assert (lot.nombre, lot.complet) == (PLAFOND, False)
    assert f"plus de {PLAFOND}" in html(page)


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("role", ["admin", "technicien", "client"])
def test_the_number_of_queries_is_the_same_for_few_and_many(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    counts = []
    for more in (3, 10):
        for number in range(more):
            InterventionFactory(equipement=monde.machine_a, titre=f"Zellige {number}")
            EquipementFactory(client=monde.client_a, nom=f"Zellige {number}")
        with CaptureQueriesContext(connection) as queries:
            assert _page(navigateur[role], "zellige 3").status_code == 200
        counts.append(len(queries))
    for numeric in ("INT-2019-000042", "2019-42", "999999", "05 22 48 10 77", "0015247890000"):
        with CaptureQueriesContext(connection) as queries:
            assert _page(navigateur[role], numeric).status_code == 200
        assert len(queries) <= 12, numeric
    assert counts[0] == counts[1] <= 12


def test_the_palette_gets_options_and_no_redirect(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    answer = _page(navigateur["responsable"], monde.intervention_a.numero, **{"HX-Request": "true"})
    text = html(answer)
    assert "HX-Request" in answer["Vary"]
    assert text.count('role="option"') == 1
    assert f'data-url="/gestion/interventions/{monde.intervention_a.pk}/"' in text
    assert "<html" not in text


@pytest.mark.parametrize("texte", ["", " ", "a", "%", "''", "é", "\U0001f600\U0001f600", "-" * 200])
def test_odd_texts_answer_with_a_way_on(navigateur: dict[str, Navigateur], texte: str) -> None:
    page = _page(navigateur["responsable"], texte)
    assert page.status_code == 200
    assert 'role="search"' in html(page)


@pytest.mark.parametrize("texte", ["a" * 201, " ".join("abcdefghijk"), "a\x07b"])
def test_a_text_that_no_list_takes_stays_in_the_box(
    navigateur: dict[str, Navigateur], texte: str
) -> None:
    page = _page(navigateur["responsable"], texte)
    assert page.status_code == 422
    assert page.context["texte"] == texte
    assert 'role="alert"' in html(page)


def test_what_may_be_a_number() -> None:
    assert numeros_de("int 2026 42") == ["INT-2026-000042"]
    assert numeros_de("INT-2026-000042") == ["INT-2026-000042"]
    assert len(numeros_de("42")) == 10
    assert numeros_de("moteur 42") == []
    assert numeros_de("1234567") == []


def test_a_stranger_finds_nothing(monde: Monde) -> None:
    shut = monde.compte("responsable")
    shut.is_active = False
    assert chercher_partout(shut, monde.intervention_a.numero) == []

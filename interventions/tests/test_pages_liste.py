"""The list page: whose rows, which filters, how many queries."""

from functools import partial

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.tests.factories import ClientFactory
from comptes.tests.factories import UtilisateurFactory
from equipements.tests.factories import EquipementFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html
from tests.fixtures import Monde
from tests.photo import couche

LISTE = "/gestion/interventions/"
ROLES = ("admin", "responsable", "technicien", "client")


def _numeros(page: object) -> list[str]:
    return [ligne["numero"] for ligne in page.context["lignes"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_lists_exactly_the_rows_it_may_see(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    visible = Intervention.objects.visible_to(monde.compte(role))
    page = navigateur[role].get(f"{LISTE}?toutes=1")
    assert page.status_code == 200
    assert sorted(_numeros(page)) == sorted(visible.values_list("numero", flat=True))


def test_strangers_do_not_see_one_anothers_work(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    text = html(navigateur["client"].get(f"{LISTE}?toutes=1"))
    assert monde.intervention_a.numero in text
    assert monde.intervention_b.numero not in text


def test_somebody_not_signed_in_goes_to_sign_in_and_back(navigateur: dict[str, Navigateur]) -> None:
    answer = navigateur["anonyme"].get(LISTE)
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('comptes:connexion')}?next={LISTE}"


def test_a_bare_address_shows_the_work_to_do_and_says_so(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    done = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    bare = navigateur["responsable"].get(LISTE)
    assert done.numero not in _numeros(bare)
    assert monde.intervention_a.numero in _numeros(bare)
    assert "Avancement : À faire" in html(bare)
    every = navigateur["responsable"].get(f"{LISTE}?toutes=1")
    assert done.numero in _numeros(every)


def test_removing_the_only_chip_shows_all_rather_than_the_default_again(
    navigateur: dict[str, Navigateur],
) -> None:
    page = navigateur["responsable"].get(f"{LISTE}?ouvertes=true")
    (_label, _value, without) = page.context["puces"][0]
    assert without == "?toutes=1"


@pytest.mark.parametrize("filtre", ["statut=affectee", "priorite=normale", "type=corrective"])
def test_a_filter_is_a_chip_that_can_be_removed(
    navigateur: dict[str, Navigateur], monde: Monde, filtre: str
) -> None:
    page = navigateur["responsable"].get(f"{LISTE}?{filtre}&urgence=false")
    assert len(_numeros(page)) == 2
    assert [without for *_, without in page.context["puces"]] == ["?urgence=false", f"?{filtre}"]


def test_a_filter_that_a_link_set_has_a_chip_with_the_name_behind_the_id(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    page = navigateur["responsable"].get(f"{LISTE}?equipement_id={monde.machine_a.pk}")
    assert _numeros(page) == [monde.intervention_a.numero]
    assert [str(value) for _label, value, _sans in page.context["puces"]] == [monde.machine_a.nom]


def test_a_chip_never_names_a_row_of_somebody_else(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    page = navigateur["client"].get(f"{LISTE}?equipement_id={monde.machine_b.pk}")
    assert _numeros(page) == []
    assert [value for _label, value, _sans in page.context["puces"]] == [str(monde.machine_b.pk)]


@pytest.mark.parametrize(
    ("parametres", "nom"),
    [
        ("statut=inconnu", "statut"),
        ("client_id=abc", "client_id"),
        ("date_creation_min=hier", "date_creation_min"),
        ("ordering=cout_reel", "ordering"),
        ("search=" + "a" * 201, "search"),
    ],
)
def test_a_wrong_filter_is_said_beside_the_filters(
    navigateur: dict[str, Navigateur], parametres: str, nom: str
) -> None:
    page = navigateur["responsable"].get(f"{LISTE}?{parametres}")
    assert page.status_code == 422
    assert nom in page.context["erreurs"]
    assert "Un filtre ne convient pas" in html(page)
    assert not any(label == nom for label, _texts in page.context["fautes"])


@pytest.mark.parametrize("texte", ["élevée", "ELEVEE", "temperature four", "Fès Textile"])
def test_search_finds_words_without_accents_in_titles_machines_and_firms(
    navigateur: dict[str, Navigateur], monde: Monde, texte: str
) -> None:
    machine = EquipementFactory(nom="Four à pain", client__nom_entreprise="Fès Textile")
    row = InterventionFactory(equipement=machine, titre="Température trop élevée du four")
    page = navigateur["responsable"].get(LISTE, {"search": texte})
    assert _numeros(page) == [row.numero]


def test_search_finds_a_number_whatever_its_state(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, etat="archivee")
    assert _numeros(navigateur["client"].get(LISTE, {"search": row.numero})) == [row.numero]


def test_nothing_found_and_nothing_at_all_say_what_to_do(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    nothing_found = html(navigateur["responsable"].get(LISTE, {"search": "introuvable"}))
    assert "Rien ne correspond" in nothing_found
    assert "?toutes=1" in nothing_found
    stranger = EquipementFactory(client__avec_compte=True).client.user
    browser = Navigateur()
    browser.force_login(stranger)
    nothing = html(browser.get(f"{LISTE}?toutes=1"))
    assert "Aucune intervention pour l’instant" in nothing
    assert reverse("interventions:creer") in nothing


def test_a_client_is_not_shown_the_columns_of_the_staff(navigateur: dict[str, Navigateur]) -> None:
    page = navigateur["client"].get(f"{LISTE}?filtres=1")
    heads = html(page).split("<thead>")[1].split("</thead>")[0]
    assert "Client" not in heads
    assert "Priorité" not in heads
    assert {o.nom for o in page.context["offres"]} == {"ouvertes", "statut", "urgence"}


def test_the_current_tab_is_the_one_whose_filters_are_in_force(
    navigateur: dict[str, Navigateur],
) -> None:
    for query, label in (
        ("", "À faire"),
        ("?en_retard=true", "En retard"),
        ("?toutes=1", "Toutes"),
    ):
        page = navigateur["responsable"].get(LISTE + query)
        assert [str(o.libelle) for o, ici in page.context["onglets"] if ici] == [label]


def test_a_page_past_the_end_is_not_found(navigateur: dict[str, Navigateur]) -> None:
    assert navigateur["responsable"].get(f"{LISTE}?page=2").status_code == 404
    assert navigateur["responsable"].get(f"{LISTE}?page=x").status_code == 404


def _ajouter(monde: Monde, n: int) -> None:
    for _ in range(n):
        InterventionFactory(
            equipement=monde.machine_a, technicien=monde.technicien_a, etat="affectee"
        )


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("role", ROLES)
def test_the_number_of_queries_is_the_same_for_few_and_for_many_rows(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    counts = []
    for more in (1, 27):
        couche(f"{more} de plus", partial(_ajouter, monde, more))
        navigateur[role].get(LISTE)
        with CaptureQueriesContext(connection) as queries:
            page = navigateur[role].get(LISTE)
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_where_there_is_nothing_no_filter_is_to_blame(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    staff = navigateur["responsable"]
    found = html(staff.get(f"{LISTE}?statut=archivee"))
    assert "Retirez un filtre" in found
    alone = Navigateur()
    alone.force_login(ClientFactory(user=UtilisateurFactory(client=True)).user)
    nobody = html(alone.get(LISTE))
    assert "Retirez un filtre" not in nobody
    assert "Aucune intervention pour l’instant" in nobody

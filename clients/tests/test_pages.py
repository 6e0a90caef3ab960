"""Reading client firms: who sees what."""

from typing import Any

import pytest
from django.test import Client as Navigateur
from pytest_django import DjangoAssertNumQueries

from clients.models import Client
from clients.tests.factories import ClientFactory, ContactFactory, SiteFactory
from equipements.tests.factories import EquipementFactory
from interventions.tests.factories import InterventionFactory
from tests.saisie import texte

LISTE = "/gestion/clients/"
SECRETS = ("Marge à revoir", "001525693000055", "compta@secret.ma")


@pytest.fixture
def secret(monde: Any) -> Client:
    """Firm A with a value in each column that somebody may not see."""
    row: Client = monde.client_a
    row.notes_commerciales, row.ice, row.email_commercial = SECRETS
    row.instructions_particulieres = "Casque obligatoire"
    row.save()
    return row


# --- Reading -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_sees_the_firms_that_are_theirs(navigateur: Any, monde: Any) -> None:
    mine, other = monde.client_a.nom_entreprise, monde.client_b.nom_entreprise
    for qui in ("admin", "responsable"):
        page = texte(navigateur[qui].get(LISTE))
        assert mine in page
        assert other in page
    page = texte(navigateur["technicien"].get(LISTE))
    assert mine in page
    assert other not in page
    assert navigateur["client"].get(LISTE)["Location"] == f"{LISTE}{monde.client_a.pk}/"
    assert navigateur["client"].get(f"{LISTE}la-mienne/").status_code == 302


@pytest.mark.django_db
def test_a_stranger_s_firm_is_not_there(navigateur: Any, monde: Any) -> None:
    for qui in ("technicien", "client"):
        assert navigateur[qui].get(f"{LISTE}{monde.client_b.pk}/").status_code == 404
        assert navigateur[qui].get(f"{LISTE}999999/").status_code == 404
    assert navigateur["anonyme"].get(f"{LISTE}{monde.client_a.pk}/").status_code == 302


@pytest.mark.django_db
def test_hidden_columns_are_on_no_page(navigateur: Any, secret: Client) -> None:
    seen = {
        qui: [s in texte(navigateur[qui].get(f"{LISTE}{secret.pk}/")) for s in SECRETS]
        for qui in ("responsable", "technicien", "client")
    }
    assert seen == {
        "responsable": [True, True, True],
        "technicien": [False, False, False],
        "client": [False, True, True],
    }
    assert "Casque obligatoire" in texte(navigateur["technicien"].get(f"{LISTE}{secret.pk}/"))


@pytest.mark.django_db
def test_search_is_blind_to_hidden_columns(navigateur: Any, secret: Client) -> None:
    name = secret.nom_entreprise
    assert name in texte(navigateur["responsable"].get(f"{LISTE}?search={secret.ice}"))
    assert name not in texte(navigateur["technicien"].get(f"{LISTE}?search={secret.ice}"))
    offered = texte(navigateur["technicien"].get(f"{LISTE}?filtres=1"))
    assert "filtre-ville" in offered
    assert "filtre-type_client" not in offered
    assert "filtre-archives" not in offered


@pytest.mark.django_db
def test_contacts_e_mail_is_not_for_technicians(navigateur: Any, monde: Any) -> None:
    ContactFactory(client=monde.client_a, nom="Hassan Berrada", email="hassan@secret.ma")
    for qui, seen in (("responsable", True), ("technicien", False), ("client", True)):
        page = texte(navigateur[qui].get(f"{LISTE}{monde.client_a.pk}/"))
        assert "Hassan Berrada" in page
        assert ("hassan@secret.ma" in page) is seen


@pytest.mark.django_db
def test_the_page_shows_machines_in_trouble_first(navigateur: Any, monde: Any) -> None:
    EquipementFactory(client=monde.client_a, nom="AAA saine")
    EquipementFactory(client=monde.client_a, nom="ZZZ en panne", statut="panne")
    EquipementFactory.create_batch(9, client=monde.client_a)
    page = texte(navigateur["client"].get(f"{LISTE}{monde.client_a.pk}/"))
    assert page.index("ZZZ en panne") < page.index("AAA saine")
    assert '<span class="discret nombre">(12)</span>' in page
    assert f"/gestion/equipements/?client_id={monde.client_a.pk}&amp;statut=panne" in page


@pytest.mark.django_db
def test_a_bare_firm_says_what_is_missing(navigateur: Any) -> None:
    bare = ClientFactory(ville="")
    page = texte(navigateur["responsable"].get(f"{LISTE}{bare.pk}/"))
    for words in ("Aucune machine enregistrée.", "Aucun contact enregistré."):
        assert words in page


@pytest.mark.django_db
def test_buttons_are_for_those_who_manage(navigateur: Any, monde: Any) -> None:
    url = f"{LISTE}{monde.client_a.pk}/"
    for qui, offered in (("admin", True), ("responsable", True), ("technicien", False)):
        assert (f"{url}modifier/" in texte(navigateur[qui].get(url))) is offered
        assert (f"{LISTE}nouveau/" in texte(navigateur[qui].get(LISTE))) is offered


@pytest.mark.django_db
def test_the_list_filters(navigateur: Any, monde: Any) -> None:
    ClientFactory(nom_entreprise="Textile Atlas", ville="Fès", niveau_service="gold")
    browser = navigateur["responsable"]
    page = texte(browser.get(f"{LISTE}?ville=Fès&niveau_service=gold&ordering=-id"))
    assert "Textile Atlas" in page
    assert monde.client_a.nom_entreprise not in page
    assert "Service : Or" in page
    assert "Aucun client ne correspond" in texte(browser.get(f"{LISTE}?search=introuvable"))
    for wrong in ("niveau_service=diamant", "ordering=ice", f"search={'a' * 201}"):
        assert browser.get(f"{LISTE}?{wrong}").status_code == 422
    assert browser.get(f"{LISTE}?page=99").status_code == 404
    assert browser.get(f"{LISTE}?ville=a&ville=b").status_code == 400


@pytest.mark.django_db
def test_no_firm_yet(client: Navigateur, responsable: Any, technicien: Any) -> None:
    client.force_login(responsable)
    assert "Créez le premier" in texte(client.get(LISTE))
    client.force_login(technicien.user)
    assert "chez qui vous avez une intervention en cours" in texte(client.get(LISTE))


@pytest.mark.part(cas=True)
@pytest.mark.django_db
@pytest.mark.parametrize("qui", ["responsable", "technicien"])
@pytest.mark.parametrize("nombre", [3, 30])
def test_the_list_costs_the_same_for_few_and_many(
    *,
    navigateur: Any,
    monde: Any,
    qui: str,
    nombre: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for machine in EquipementFactory.create_batch(nombre):
        InterventionFactory(
            equipement=machine,
            technicien=monde.technicien_a,
            par=monde.responsable,
            etat="affectee",
        )
    with django_assert_num_queries(7):
        navigateur[qui].get(LISTE)


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", [3, 30])
def test_a_page_costs_the_same_for_few_and_many(
    *,
    navigateur: Any,
    monde: Any,
    nombre: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    SiteFactory.create_batch(nombre, client=monde.client_a)
    ContactFactory.create_batch(nombre, client=monde.client_a)
    EquipementFactory.create_batch(nombre, client=monde.client_a)
    with django_assert_max_num_queries(12):
        navigateur["responsable"].get(f"{LISTE}{monde.client_a.pk}/")

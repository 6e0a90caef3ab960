"""Every change to a machine."""

from typing import Any

import pytest
from django.test import Client as Navigateur

from clients.tests.factories import ClientFactory, SiteFactory
from equipements.forms import etiquette_de
from equipements.models import Equipement, Famille
from equipements.tests.factories import EquipementFactory, FamilleFactory
from interventions.tests.factories import InterventionFactory
from tests.saisie import envoyer, texte

LISTE = "/gestion/equipements/"


@pytest.mark.django_db
def test_nobody_else_writes_and_nothing_changed(navigateur: Any, monde: Any) -> None:
    pk = monde.machine_a.pk
    before = list(Equipement.objects.order_by("pk").values())
    data = {"nom": "Pirate", "statut": "retire"}
    for path, own in (
        (f"{pk}/modifier/", {"technicien": 302, "client": 403}),
        (f"{pk}/archiver/", {"technicien": 403, "client": 403}),
        (f"nouveau/{monde.client_a.pk}/", {"technicien": 403, "client": 403}),
    ):
        for qui, status in own.items():
            if status != 302:
                assert navigateur[qui].get(LISTE + path).status_code == status
                assert navigateur[qui].post(LISTE + path, data).status_code == status
        for qui in ("autre_technicien", "autre_client"):
            assert navigateur[qui].post(LISTE + path, data).status_code == 404
        assert navigateur["anonyme"].post(LISTE + path, data).status_code == 302
    for qui in ("technicien", "client"):
        assert navigateur[qui].get(f"{LISTE}nouveau/").status_code == 403
    assert list(Equipement.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_new_machine_begins_with_its_client(navigateur: Any, monde: Any) -> None:
    ClientFactory.create_batch(51)
    wanted = ClientFactory(nom_entreprise="Zellige du Nord")
    browser = navigateur["responsable"]
    page = texte(browser.get(f"{LISTE}nouveau/"))
    assert "La liste continue" in page
    page = texte(browser.get(f"{LISTE}nouveau/?search=zellige"))
    assert f"{LISTE}nouveau/{wanted.pk}/" in page
    assert monde.client_a.nom_entreprise not in page
    assert "Aucun client ne correspond" in texte(browser.get(f"{LISTE}nouveau/?search=introuvable"))


@pytest.mark.django_db
def test_no_client_to_begin_with(client: Navigateur, responsable: Any) -> None:
    client.force_login(responsable)
    assert "créez-le d’abord" in texte(client.get(f"{LISTE}nouveau/"))


@pytest.mark.django_db
def test_creating_a_machine_with_a_new_family_and_a_parent(navigateur: Any, monde: Any) -> None:
    firm, top = monde.client_a, monde.machine_a
    url = f"{LISTE}nouveau/{firm.pk}/?parent={top.code}"
    page = navigateur["responsable"].get(url)
    assert etiquette_de(top) in texte(page)
    answer = envoyer(
        navigateur["responsable"],
        url,
        nom="Bloc vis",
        famille_nom="  Organe   tournant ",
        numero_serie=" ",
        date_installation="2026-05-20",
    )
    row = Equipement.objects.get(nom="Bloc vis")
    assert answer["Location"] == f"{LISTE}{row.pk}/"
    assert (row.client, row.parent, row.site) == (firm, top, firm.sites.first())
    assert row.famille is not None
    assert row.famille.nom == "Organe tournant"
    assert row.numero_serie is None


@pytest.mark.django_db
def test_a_known_family_is_taken_in_any_case(navigateur: Any, monde: Any) -> None:
    family = FamilleFactory(nom="Groupe froid")
    url = f"{LISTE}nouveau/{monde.client_a.pk}/"
    assert '<option value="Groupe froid">' in texte(navigateur["responsable"].get(url))
    envoyer(navigateur["responsable"], url, nom="GF 1", famille_nom="GROUPE FROID")
    assert Equipement.objects.get(nom="GF 1").famille == family


@pytest.mark.part(cas=True)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("nom", ""),
        ("nom", "a" * 256),
        ("statut", "cassé"),
        ("numero_serie", "sn pris"),
        ("date_installation", "2026-02-30"),
        ("date_installation", "0001-01-01"),
        ("derniere_maintenance", "2026-13-01T00:00"),
        ("site", "abc"),
        ("site", "999999"),
        ("parent_code", "ZZZZZZZZ"),
        ("famille_nom", "a" * 101),
        ("specifications_techniques", "a\x0bb"),
    ],
)
def test_what_a_machine_may_not_be(*, navigateur: Any, monde: Any, champ: str, valeur: str) -> None:
    EquipementFactory(numero_serie="SNPRIS")
    count = Equipement.objects.count()
    families = Famille.objects.count()
    good = {"nom": "Bloc vis", "localisation": "Sous-sol tapé", "famille_nom": "Neuve"}
    url = f"{LISTE}nouveau/{monde.client_a.pk}/"
    answer = envoyer(navigateur["responsable"], url, **{**good, champ: valeur})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert champ in errors or "__all__" in errors
    assert "Sous-sol tapé" in texte(answer)
    assert Equipement.objects.count() == count
    assert Famille.objects.count() == families


@pytest.mark.django_db
def test_a_place_or_parent_of_another_client_is_no_choice(navigateur: Any, monde: Any) -> None:
    url = f"{LISTE}{monde.machine_a.pk}/modifier/"
    site, code = SiteFactory(client=monde.client_b), monde.machine_b.code
    for change in ({"site": site.pk}, {"parent_code": code}):
        answer = envoyer(navigateur["responsable"], url, **change)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == list(change)


@pytest.mark.django_db
def test_moving_a_machine_in_the_tree(navigateur: Any, monde: Any) -> None:
    top = monde.machine_a
    child = EquipementFactory(client=top.client, parent=top)
    browser = navigateur["responsable"]
    circle = envoyer(browser, f"{LISTE}{top.pk}/modifier/", parent_code=child.code.lower())
    assert circle.status_code == 422
    assert "elle-même" in str(circle.context["form"].errors["parent_code"])
    assert envoyer(browser, f"{LISTE}{child.pk}/modifier/", parent_code="").status_code == 302
    child.refresh_from_db()
    assert child.parent is None
    assert envoyer(browser, f"{LISTE}{top.pk}/modifier/", famille_nom="").status_code == 302
    top.refresh_from_db()
    assert top.famille is None


@pytest.mark.django_db
def test_a_technician_changes_three_columns_and_no_other(navigateur: Any, monde: Any) -> None:
    row = monde.machine_a
    url = f"{LISTE}{row.pk}/modifier/"
    page = navigateur["technicien"].get(url)
    assert set(page.context["form"].fields) == {
        "statut",
        "localisation",
        "specifications_techniques",
    }
    answer = envoyer(
        navigateur["technicien"], url, localisation="Toit", nom="Pirate", famille_nom="Pirate"
    )
    assert answer["Location"] == f"{LISTE}{row.pk}/"
    before = row.nom
    row.refresh_from_db()
    assert (row.localisation, row.nom) == ("Toit", before)


@pytest.mark.django_db
def test_a_status_against_the_facts_is_refused_and_nothing_typed_is_lost(
    navigateur: Any, monde: Any
) -> None:
    row = monde.machine_a
    InterventionFactory(equipement=row, par=monde.responsable, arret_machine=True)
    url = f"{LISTE}{row.pk}/modifier/"
    answer = envoyer(
        navigateur["technicien"], url, statut="operationnel", localisation="Sous-sol tapé"
    )
    assert answer.status_code == 409
    assert "Sous-sol tapé" in texte(answer)
    row.refresh_from_db()
    assert (row.statut, row.localisation) == ("panne", "Atelier 1")


@pytest.mark.django_db
def test_archiving_a_machine(navigateur: Any, monde: Any) -> None:
    browser = navigateur["responsable"]
    busy = envoyer(browser, f"{LISTE}{monde.machine_a.pk}/archiver/")
    assert busy.status_code == 409
    past = EquipementFactory(client=monde.client_a, nom="Ancienne")
    InterventionFactory(equipement=past, par=monde.responsable, etat="annulee")
    answer = envoyer(browser, f"{LISTE}{past.pk}/archiver/")
    assert answer["Location"] == LISTE
    past.refresh_from_db()
    assert past.archive_le is not None
    assert "Ancienne" not in texte(browser.get(LISTE))
    assert "Archivée" in texte(browser.get(f"{LISTE}{past.pk}/"))
    never = EquipementFactory(client=monde.client_a)
    envoyer(browser, f"{LISTE}{never.pk}/archiver/")
    assert not Equipement.objects.filter(pk=never.pk).exists()


@pytest.mark.django_db
def test_a_machine_with_parts_stays(navigateur: Any, monde: Any) -> None:
    top = EquipementFactory(client=monde.client_a)
    EquipementFactory(client=monde.client_a, parent=top)
    answer = envoyer(navigateur["responsable"], f"{LISTE}{top.pk}/archiver/")
    assert answer.status_code == 409
    assert "déplacez-les" in texte(answer)

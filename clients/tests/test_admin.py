"""Client firms in the admin: every write by the services."""

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from clients import services
from clients.models import Client, Contact, Site
from clients.tests.factories import ClientFactory, ContactFactory
from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db


@pytest.fixture
def chef(navigateur: dict[str, Navigateur]) -> Navigateur:
    return navigateur["admin"]


def test_a_new_firm_starts_with_a_site(chef: Navigateur) -> None:
    path = reverse("admin:clients_client_add")
    page = chef.get(path)
    assert set(page.context["adminform"].form.fields) == services.CHAMPS_CLIENT
    sent = lire(page, "client_form") | {"nom_entreprise": "Laiterie du Souss", "ville": "Agadir"}
    assert chef.post(path, sent).status_code == 302
    firm = Client.objects.get(nom_entreprise="Laiterie du Souss")
    assert [s.ville for s in firm.sites.all()] == ["Agadir"]


def test_a_wrong_ice_is_said_beside_it(chef: Navigateur, monde: Monde) -> None:
    path = reverse("admin:clients_client_change", args=[monde.client_a.pk])
    sent = lire(chef.get(path), "client_form") | {"ice": "123", "notes_commerciales": "à garder"}
    answer = chef.post(path, sent)
    assert answer.status_code == 422
    assert "ice" in answer.context["adminform"].form.errors
    assert lire(answer, "client_form")["notes_commerciales"] == "à garder"
    monde.client_a.refresh_from_db()
    assert monde.client_a.notes_commerciales == ""


def test_every_offered_column_is_taken(chef: Navigateur, monde: Monde) -> None:
    path = reverse("admin:clients_client_change", args=[monde.client_a.pk])
    sent = lire(chef.get(path), "client_form")
    for name in services.CHAMPS_CLIENT - {"type_client", "niveau_service", "ice"}:
        sent[name] = "x@exemple.ma" if name == "email_commercial" else "Neuf"
    sent |= {"type_client": "premium", "niveau_service": "gold", "ice": "001527486000061"}
    answer = chef.post(path, sent)
    if answer.status_code == 422:  # whether this ICE's key holds is not the question here
        assert set(answer.context["adminform"].form.errors) == {"ice"}
        assert chef.post(path, sent | {"ice": ""}).status_code == 302
    monde.client_a.refresh_from_db()
    assert monde.client_a.notes_commerciales == "Neuf"
    assert monde.client_a.type_client == "premium"


def test_opening_a_login_for_a_firm(chef: Navigateur) -> None:
    firm = ClientFactory()
    path = reverse("admin:clients_client_acte", args=[firm.pk, "ouvrir-compte"])
    good = {
        "username": "hajar",
        "email": "hajar@exemple.ma",
        "full_name": "Hajar",
        "password": MOT_DE_PASSE,
    }
    refused = chef.post(path, good | {"password": "court"})
    assert refused.status_code == 422
    assert "password" in refused.context["errors"]
    assert lire(refused)["username"] == "hajar"
    assert not Utilisateur.objects.filter(username="hajar").exists()
    assert chef.post(path, good).status_code == 302
    firm.refresh_from_db()
    assert firm.user is not None
    assert (firm.user.username, firm.user.role) == ("hajar", "client")


def test_archiving_firms_and_sites(chef: Navigateur) -> None:
    firm = ClientFactory()
    only = firm.sites.get()
    path = reverse("admin:clients_site_acte", args=[only.pk, "archiver"])
    assert chef.post(path, {}).status_code == 409
    assert "au moins un site" in chef.post(path, {}).content.decode()
    other = Site.objects.create(client=firm, nom="Dépôt")
    path = reverse("admin:clients_site_acte", args=[other.pk, "archiver"])
    assert chef.post(path, {}).status_code == 302
    other.refresh_from_db()
    assert other.archive_le is not None
    path = reverse("admin:clients_client_acte", args=[firm.pk, "archiver"])
    assert chef.get(path).status_code == 200
    assert chef.post(path, {}).status_code == 302
    firm.refresh_from_db()
    assert firm.archive_le is not None
    assert "n’est pas possible" in chef.get(path, follow=True).content.decode()


def test_archiving_sites_in_a_batch_tells_each_refusal(chef: Navigateur) -> None:
    firm = ClientFactory()
    only, other = firm.sites.get(), Site.objects.create(client=firm, nom="Dépôt")
    chosen = {"action": "archiver", "_selected_action": [only.pk, other.pk]}
    answer = chef.post(reverse("admin:clients_site_changelist"), chosen, follow=True)
    assert "au moins un site" in answer.content.decode()
    assert Site.objects.filter(client=firm, archive_le__isnull=True).count() == 1


def test_archived_firms_are_not_proposed(chef: Navigateur) -> None:
    firm = ClientFactory(nom_entreprise="Conserverie Atlas")
    asked = {"app_label": "clients", "model_name": "site", "field_name": "client", "term": "atlas"}
    path = reverse("admin:autocomplete")
    assert len(chef.get(path, asked).json()["results"]) == 1
    chef.post(reverse("admin:clients_client_acte", args=[firm.pk, "archiver"]), {})
    assert chef.get(path, asked).json()["results"] == []
    lists = chef.get(reverse("admin:clients_client_changelist"), {"q": "atlas"})
    assert lists.context["cl"].result_count == 1


def test_sites_are_added_and_changed(chef: Navigateur, monde: Monde) -> None:
    path = reverse("admin:clients_site_add")
    sent = lire(chef.get(path), "site_form") | {"client": str(monde.client_a.pk), "nom": "Quai"}
    assert chef.post(path, sent).status_code == 302
    site = Site.objects.get(nom="Quai")
    refused = chef.post(path, sent)
    assert refused.status_code == 422
    assert "déjà un site" in refused.content.decode()
    path = reverse("admin:clients_site_change", args=[site.pk])
    page = chef.get(path)
    assert "client" not in page.context["adminform"].form.fields
    sent = lire(page, "site_form") | {"acces": "Badge\r\nà l’accueil", "client": "999"}
    assert chef.post(path, sent).status_code == 302
    site.refresh_from_db()
    assert (site.acces, site.client_id) == ("Badge\nà l’accueil", monde.client_a.pk)


def test_a_new_main_contact_takes_the_place_of_the_former(chef: Navigateur, monde: Monde) -> None:
    former = ContactFactory(client=monde.client_a, principal=True)
    path = reverse("admin:clients_contact_add")
    sent = lire(chef.get(path), "contact_form")
    sent |= {"client": str(monde.client_a.pk), "nom": "Omar", "principal": "on"}
    assert chef.post(path, sent).status_code == 302
    former.refresh_from_db()
    assert not former.principal
    path = reverse("admin:clients_contact_change", args=[former.pk])
    sent = lire(chef.get(path), "contact_form") | {"principal": "on"}
    assert chef.post(path, sent).status_code == 302
    assert Contact.objects.get(client=monde.client_a, principal=True) == former


def test_forgetting_a_contact_but_not_one_with_a_login(chef: Navigateur, monde: Monde) -> None:
    bare = ContactFactory(client=monde.client_a)
    path = reverse("admin:clients_contact_acte", args=[bare.pk, "oublier"])
    answer = chef.post(path, {})
    assert answer["Location"] == reverse("admin:clients_contact_changelist")
    assert not Contact.objects.filter(pk=bare.pk).exists()
    kept = ContactFactory(client=monde.client_b, user=monde.user_a)
    path = reverse("admin:clients_contact_acte", args=[kept.pk, "oublier"])
    assert chef.post(path, {}).status_code == 409
    assert Contact.objects.filter(pk=kept.pk).exists()


def test_two_who_edit_different_columns_both_win(chef: Navigateur, monde: Monde) -> None:
    path = reverse("admin:clients_client_change", args=[monde.client_a.pk])
    first = lire(chef.get(path), "client_form") | {"ville": "Meknès"}
    second = lire(chef.get(path), "client_form") | {"telephone": "0535000000"}
    chef.post(path, first)
    chef.post(path, second)
    monde.client_a.refresh_from_db()
    assert (monde.client_a.ville, monde.client_a.telephone) == ("Meknès", "0535000000")

"""Every change to a firm, its sites, contacts and logins."""

from typing import Any

import pytest
from django.test import Client as Navigateur

from clients.models import Client, Contact, Site
from clients.tests.factories import ClientFactory, ContactFactory, SiteFactory
from comptes.choices import Role
from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from tests.saisie import envoyer, texte

LISTE = "/gestion/clients/"


def _pages(monde: Any) -> list[str]:
    firm = monde.client_a
    site = firm.sites.first()
    contact = ContactFactory(client=firm)
    return [
        f"{firm.pk}/modifier/",
        f"{firm.pk}/archiver/",
        f"{firm.pk}/acces/",
        f"{firm.pk}/sites/nouveau/",
        f"{firm.pk}/contacts/nouveau/",
        f"sites/{site.pk}/modifier/",
        f"sites/{site.pk}/archiver/",
        f"contacts/{contact.pk}/modifier/",
        f"contacts/{contact.pk}/supprimer/",
    ]


def _releve() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Client, Site, Contact, Utilisateur)
    ]


@pytest.mark.django_db
def test_nobody_else_writes_and_nothing_changed(navigateur: Any, monde: Any) -> None:
    pages = _pages(monde)
    for browser in navigateur.values():
        browser.get("/gestion/profil/")
    before = _releve()
    data = {"nom_entreprise": "Pirate", "nom": "Pirate", "username": "pirate"}
    for path in [*pages, "nouveau/"]:
        own = 403
        stranger = own if path == "nouveau/" else 404
        assert navigateur["technicien"].post(LISTE + path, data).status_code == own
        assert navigateur["client"].post(LISTE + path, data).status_code == own
        assert navigateur["client"].get(LISTE + path).status_code == own
        assert navigateur["autre_client"].post(LISTE + path, data).status_code == stranger
        assert navigateur["autre_technicien"].get(LISTE + path).status_code == stranger
        assert navigateur["anonyme"].post(LISTE + path, data).status_code == 302
    assert _releve() == before


@pytest.mark.django_db
def test_creating_a_firm(navigateur: Any) -> None:
    answer = envoyer(
        navigateur["responsable"],
        f"{LISTE}nouveau/",
        nom_entreprise="Conserveries du Souss",
        ville="Agadir",
        adresse="12, rue du Port",
        niveau_service="gold",
    )
    firm = Client.objects.get(nom_entreprise="Conserveries du Souss")
    assert answer["Location"] == f"{LISTE}{firm.pk}/"
    assert firm.niveau_service == "gold"
    assert firm.sites.get().ville == "Agadir"
    assert "Le client est créé" in texte(navigateur["responsable"].get(answer["Location"]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("nom_entreprise", ""),
        ("nom_entreprise", "a" * 256),
        ("nom_entreprise", "a\x02b"),
        ("ice", "123456789012345"),
        ("email_commercial", "pas un courriel"),
        ("type_client", "vip"),
        ("notes_commerciales", "a" * 10_001),
    ],
)
def test_what_a_firm_may_not_be(navigateur: Any, champ: str, valeur: str) -> None:
    count = Client.objects.count()
    good = {"nom_entreprise": "Souss", "adresse": "12, rue du Port"}
    answer = envoyer(navigateur["responsable"], f"{LISTE}nouveau/", **{**good, champ: valeur})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [champ]
    assert "12, rue du Port" in texte(answer)
    assert Client.objects.count() == count


@pytest.mark.django_db
def test_changing_a_firm_touches_what_was_changed(navigateur: Any) -> None:
    firm = ClientFactory(notes_commerciales="Marge à revoir", ice="001525693000055")
    answer = envoyer(navigateur["responsable"], f"{LISTE}{firm.pk}/modifier/", ville="Tanger")
    assert answer["Location"] == f"{LISTE}{firm.pk}/"
    firm.refresh_from_db()
    kept = (firm.ville, firm.notes_commerciales, firm.ice)
    assert kept == ("Tanger", "Marge à revoir", "001525693000055")


@pytest.mark.django_db
def test_two_people_change_one_column(navigateur: Any, monde: Any) -> None:
    firm = monde.client_a
    url = f"{LISTE}{firm.pk}/modifier/"
    page = navigateur["responsable"].get(url)
    envoyer(navigateur["admin"], url, ville="Tanger", code_postal="90000")
    mine = {**page.context["form"].initial, "ville": "Fès", "vu": page.context["form"].vu}
    answer = navigateur["responsable"].post(url, mine)
    assert answer.status_code == 409
    assert "Tanger" in texte(answer)
    assert 'value="Fès"' in texte(answer)
    again = {**mine, "vu": answer.context["form"].vu}
    assert navigateur["responsable"].post(url, again).status_code == 302
    firm.refresh_from_db()
    assert (firm.ville, firm.code_postal) == ("Fès", "90000")


@pytest.mark.django_db
def test_sites_come_change_and_go(navigateur: Any, monde: Any) -> None:
    firm, browser = monde.client_a, navigateur["responsable"]
    envoyer(browser, f"{LISTE}{firm.pk}/sites/nouveau/", nom="Entrepôt", ville="Aït Melloul")
    site = firm.sites.get(nom="Entrepôt")
    twice = envoyer(browser, f"{LISTE}{firm.pk}/sites/nouveau/", nom="Entrepôt")
    assert twice.status_code == 422
    assert "déjà un site de ce nom" in texte(twice)
    envoyer(browser, f"{LISTE}sites/{site.pk}/modifier/", horaires="8 h à 18 h")
    site.refresh_from_db()
    assert (site.horaires, site.ville) == ("8 h à 18 h", "Aït Melloul")
    assert "Entrepôt" in texte(browser.get(f"{LISTE}{firm.pk}/"))
    assert envoyer(browser, f"{LISTE}sites/{site.pk}/archiver/").status_code == 302
    page = browser.get(f"{LISTE}{firm.pk}/")
    assert site not in page.context["sites"]
    assert f"{LISTE}sites/{site.pk}/retablir/" in texte(page)
    assert envoyer(browser, f"{LISTE}sites/{site.pk}/retablir/").status_code == 302
    assert site in browser.get(f"{LISTE}{firm.pk}/").context["sites"]


@pytest.mark.django_db
def test_a_site_with_machines_or_the_last_one_stays(navigateur: Any, monde: Any) -> None:
    site = monde.client_a.sites.get()
    last = envoyer(navigateur["responsable"], f"{LISTE}sites/{site.pk}/archiver/")
    assert last.status_code == 409
    assert "au moins un site" in texte(last)
    SiteFactory(client=monde.client_a)
    full = envoyer(navigateur["responsable"], f"{LISTE}sites/{site.pk}/archiver/")
    assert full.status_code == 409
    assert "déplacez-les" in texte(full)
    site.refresh_from_db()
    assert site.archive_le is None


@pytest.mark.django_db
def test_contacts_come_change_and_go(navigateur: Any, monde: Any) -> None:
    firm, browser = monde.client_a, navigateur["responsable"]
    first = ContactFactory(client=firm, principal=True)
    url = f"{LISTE}{firm.pk}/contacts/nouveau/"
    envoyer(browser, url, nom="Imane Tazi", email="imane@exemple.ma", principal="on")
    contact = firm.contacts.get(nom="Imane Tazi")
    first.refresh_from_db()
    assert (contact.principal, first.principal) == (True, False)
    envoyer(browser, f"{LISTE}contacts/{first.pk}/modifier/", principal="on", fonction="Chef")
    contact.refresh_from_db()
    first.refresh_from_db()
    assert (contact.principal, first.principal, first.fonction) == (False, True, "Chef")
    envoyer(browser, f"{LISTE}contacts/{contact.pk}/supprimer/")
    assert not Contact.objects.filter(pk=contact.pk).exists()


@pytest.mark.django_db
def test_a_contact_who_signs_in_is_not_forgotten(navigateur: Any, monde: Any) -> None:
    contact = ContactFactory(client=monde.client_a, user=monde.user_b)
    page = texte(navigateur["responsable"].get(f"{LISTE}{monde.client_a.pk}/"))
    assert "A un accès" in page
    assert f"contacts/{contact.pk}/supprimer/" not in page
    answer = envoyer(navigateur["responsable"], f"{LISTE}contacts/{contact.pk}/supprimer/")
    assert answer.status_code == 409
    assert Contact.objects.filter(pk=contact.pk).exists()


@pytest.mark.django_db
def test_opening_a_login_for_a_firm(navigateur: Any) -> None:
    firm = ClientFactory()
    data = {"full_name": "Nadia Chraïbi", "email": "nadia@exemple.ma", "username": "nadia"}
    url = f"{LISTE}{firm.pk}/acces/"
    short = envoyer(navigateur["responsable"], url, **data, password="court")
    assert short.status_code == 422
    assert list(short.context["form"].errors) == ["password"]
    assert 'value="Nadia Chraïbi"' in texte(short)
    answer = envoyer(navigateur["responsable"], url, **data, password=MOT_DE_PASSE)
    assert answer["Location"] == f"{LISTE}{firm.pk}/"
    firm.refresh_from_db()
    assert firm.user is not None
    assert firm.user.role == Role.CLIENT
    browser = Navigateur()
    assert browser.login(username="nadia", password=MOT_DE_PASSE)
    assert browser.get(f"{LISTE}{firm.pk}/").status_code == 200
    assert "Nadia Chraïbi" in texte(navigateur["responsable"].get(f"{LISTE}{firm.pk}/"))


@pytest.mark.django_db
def test_archiving_a_firm(navigateur: Any, monde: Any) -> None:
    browser, firm = navigateur["responsable"], ClientFactory(nom_entreprise="Ancien client")
    page = browser.get(f"{LISTE}{firm.pk}/archiver/")
    assert "btn-danger" in texte(page)
    assert envoyer(browser, f"{LISTE}{firm.pk}/archiver/").status_code == 302
    firm.refresh_from_db()
    assert firm.archive_le is not None
    assert "Ancien client" not in texte(browser.get(LISTE))
    assert "Ancien client" in texte(browser.get(f"{LISTE}?archives=true"))
    shown = texte(browser.get(f"{LISTE}{firm.pk}/"))
    assert "Archivé" in shown
    assert "/modifier/" not in shown


@pytest.mark.django_db
def test_a_client_account_names_its_firms(navigateur: Any, monde: Any) -> None:
    ContactFactory(client=monde.client_b, user=monde.user_a)
    page = texte(navigateur["admin"].get(f"/gestion/utilisateurs/{monde.user_a.pk}/"))
    for firm in (monde.client_a, monde.client_b):
        assert page.count(f'href="{LISTE}{firm.pk}/"') == 1
    bare = UtilisateurFactory(client=True)
    page = texte(navigateur["admin"].get(f"/gestion/utilisateurs/{bare.pk}/"))
    assert "rattaché à aucune entreprise" in page

"""Firms, sites, contacts and their logins: who writes them, and what stays true of a firm."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from clients import services
from clients.actions import registre
from clients.models import Client, Contact, Site
from clients.tests.factories import ClientFactory, ContactFactory, SiteFactory
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide
from equipements.models import Equipement
from equipements.services import archiver_equipement
from equipements.tests.factories import EquipementFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

COMPTE = {
    "username": "salma",
    "email": "salma@exemple.ma",
    "password": "Une-phrase-de-passe-longue",
    "full_name": "Salma Bennis",
}


def _tout() -> list[Any]:
    tables: list[Any] = [Client, Site, Contact, Utilisateur, Equipement]
    return [list(modele._base_manager.order_by("pk").values()) for modele in tables]


def _refus(service: Callable[..., Any], **arguments: Any) -> DomainError:
    """The refusal, having checked that nothing changed."""
    before = _tout()
    with pytest.raises(DomainError) as caught:
        service(**arguments)
    assert _tout() == before
    return caught.value


# --- who ---------------------------------------------------------------------------------------


def _appels(monde: Monde) -> dict[str, tuple[Callable[..., Any], dict[str, Any]]]:
    """Every service, on a firm of the caller's own where it has one."""
    firm = monde.client_a
    site, contact = SiteFactory(client=firm), ContactFactory(client=firm)
    renamed = {"champs": {"nom": "Autre"}}
    return {
        "creer_client": (services.creer_client, {"nom_entreprise": "Atlas"}),
        "client_interne": (services.client_interne, {}),
        "modifier_client": (
            services.modifier_client,
            {"client_id": firm.pk, "champs": {"ville": "Fès"}},
        ),
        "creer_site": (services.creer_site, {"client_id": firm.pk, "nom": "Dépôt"}),
        "modifier_site": (services.modifier_site, {"site_id": site.pk, **renamed}),
        "archiver_site": (services.archiver_site, {"site_id": site.pk}),
        "creer_contact": (services.creer_contact, {"client_id": firm.pk, "nom": "Omar"}),
        "modifier_contact": (services.modifier_contact, {"contact_id": contact.pk, **renamed}),
        "supprimer_contact": (services.supprimer_contact, {"contact_id": contact.pk}),
        "ouvrir_compte": (services.ouvrir_compte, {"client_id": firm.pk, **COMPTE}),
        "archiver_client": (services.archiver_client, {"client_id": ClientFactory().pk}),
    }


NOMS = (
    "creer_client",
    "client_interne",
    "modifier_client",
    "creer_site",
    "modifier_site",
    "archiver_site",
    "creer_contact",
    "modifier_contact",
    "supprimer_contact",
    "ouvrir_compte",
    "archiver_client",
)


@pytest.mark.parametrize("nom", NOMS)
@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien", "client"])
def test_seuls_les_chefs_gerent_les_clients(monde: Monde, *, qui: str, nom: str) -> None:
    service, arguments = _appels(monde)[nom]
    if qui in ("admin", "responsable"):
        before = _tout()
        service(par=monde.compte(qui), **arguments)
        assert _tout() != before
    else:
        assert isinstance(_refus(service, par=monde.compte(qui), **arguments), Interdit)


@pytest.mark.parametrize("nom", NOMS)
def test_un_compte_ferme_ne_gere_rien(monde: Monde, nom: str) -> None:
    service, arguments = _appels(monde)[nom]
    ferme = UtilisateurFactory(is_active=False)
    assert isinstance(_refus(service, par=ferme, **arguments), Interdit)


@pytest.mark.parametrize("nom", NOMS)
def test_ce_qui_nexiste_pas(monde: Monde, nom: str) -> None:
    service, arguments = _appels(monde)[nom]
    keys = [key for key in arguments if key.endswith("_id")]
    for key in keys:
        error = _refus(service, par=monde.compte("admin"), **(arguments | {key: 10**9}))
        assert isinstance(error, Introuvable)


# --- firms -------------------------------------------------------------------------------------


def test_un_client_commence_avec_un_site(responsable: Utilisateur) -> None:
    row = services.creer_client(
        par=responsable,
        nom_entreprise="Atlas",
        adresse="1, rue Hafid",
        ville="Fès",
        ice="001561191000066",
    )
    site = row.sites.get()
    assert (site.nom, site.adresse, site.ville) == ("Site principal", "1, rue Hafid", "Fès")
    assert (row.user_id, row.type_client, row.niveau_service) == (None, "standard", "standard")


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("nom_entreprise", ""),
        ("nom_entreprise", "x" * 256),
        ("type_client", "vip"),
        ("niveau_service", "bronze"),
        ("email_commercial", "pas un courriel"),
        ("ice", "123"),
        ("adresse", None),
        ("user", 1),
        ("user_id", 1),
        ("archive_le", timezone.now()),
        ("id", 4),
    ],
)
def test_une_valeur_impossible_est_nommee(
    responsable: Utilisateur, *, champ: str, valeur: Any
) -> None:
    error = _refus(
        services.creer_client, par=responsable, **({"nom_entreprise": "Atlas"} | {champ: valeur})
    )
    assert isinstance(error, Invalide)
    assert list(error.errors) == [champ]
    firm = ClientFactory()
    error = _refus(
        services.modifier_client, par=responsable, client_id=firm.pk, champs={champ: valeur}
    )
    assert list(error.errors) == [champ]


def test_la_firme_de_la_maison_est_faite_une_fois(responsable: Utilisateur) -> None:
    first = services.client_interne(par=responsable)
    assert services.client_interne(par=responsable).pk == first.pk
    assert first.sites.count() == 1
    services.archiver_client(par=responsable, client_id=first.pk)
    assert services.client_interne(par=responsable).pk != first.pk


# --- sites -------------------------------------------------------------------------------------


def test_deux_sites_dun_client_nont_pas_le_meme_nom(responsable: Utilisateur) -> None:
    site = SiteFactory()
    error = _refus(services.creer_site, par=responsable, client_id=site.client_id, nom=site.nom)
    assert isinstance(error, Invalide)
    assert "déjà" in error.errors["non_field"][0]
    services.creer_site(par=responsable, client_id=ClientFactory().pk, nom=site.nom)


def test_un_site_ne_change_pas_de_client(responsable: Utilisateur) -> None:
    site, other = SiteFactory(), ClientFactory()
    error = _refus(
        services.modifier_site,
        par=responsable,
        site_id=site.pk,
        champs={"client_id": other.pk},
    )
    assert list(error.errors) == ["client_id"]


def test_un_client_garde_un_site(responsable: Utilisateur) -> None:
    firm = ClientFactory()
    first, second = firm.sites.get(), SiteFactory(client=firm)
    services.archiver_site(par=responsable, site_id=second.pk)
    assert isinstance(_refus(services.archiver_site, par=responsable, site_id=first.pk), Conflit)


def test_un_site_avec_des_machines_reste(responsable: Utilisateur) -> None:
    machine = EquipementFactory()
    SiteFactory(client=machine.client)
    error = _refus(services.archiver_site, par=responsable, site_id=machine.site_id)
    assert isinstance(error, Conflit)
    Equipement.objects.filter(pk=machine.pk).update(archive_le=timezone.now())
    row = services.archiver_site(par=responsable, site_id=machine.site_id)
    assert row.archive_le is not None


# --- contacts and logins -----------------------------------------------------------------------


def test_un_nouveau_contact_principal_prend_la_place(responsable: Utilisateur) -> None:
    firm, elsewhere = ClientFactory(), ContactFactory(principal=True)
    first = services.creer_contact(par=responsable, client_id=firm.pk, nom="Omar", principal=True)
    second = services.creer_contact(par=responsable, client_id=firm.pk, nom="Salma", principal=True)
    assert list(firm.contacts.filter(principal=True)) == [second]
    services.modifier_contact(
        par=responsable, contact_id=first.pk, champs={"principal": True, "fonction": "Chef"}
    )
    assert list(firm.contacts.filter(principal=True)) == [first]
    elsewhere.refresh_from_db()
    assert elsewhere.principal


def test_un_contact_refuse_ne_detrone_personne(responsable: Utilisateur) -> None:
    main = ContactFactory(principal=True)
    error = _refus(
        services.creer_contact,
        par=responsable,
        client_id=main.client_id,
        nom="",
        principal=True,
    )
    assert list(error.errors) == ["nom"]


@pytest.mark.parametrize("champ", ["user_id", "client_id", "user"])
def test_un_contact_ne_change_ni_de_compte_ni_de_client(
    responsable: Utilisateur, champ: str
) -> None:
    contact = ContactFactory()
    error = _refus(
        services.modifier_contact, par=responsable, contact_id=contact.pk, champs={champ: 1}
    )
    assert list(error.errors) == [champ]


def test_le_premier_compte_est_le_principal_les_autres_des_contacts(
    responsable: Utilisateur,
) -> None:
    firm = ClientFactory()
    first = services.ouvrir_compte(par=responsable, client_id=firm.pk, **COMPTE)
    firm.refresh_from_db()
    assert (firm.user_id, first.role) == (first.pk, "client")
    assert not firm.contacts.exists()
    more = {"username": "omar", "email": "omar@exemple.ma", "full_name": ""}
    second = services.ouvrir_compte(par=responsable, client_id=firm.pk, **(COMPTE | more))
    contact = firm.contacts.get()
    assert (contact.user_id, contact.nom, contact.email) == (second.pk, "omar", "omar@exemple.ma")
    firm.refresh_from_db()
    assert firm.user_id == first.pk


def test_un_compte_refuse_ne_change_pas_la_firme(responsable: Utilisateur) -> None:
    error = _refus(
        services.ouvrir_compte,
        par=responsable,
        client_id=ClientFactory().pk,
        **(COMPTE | {"password": "court"}),
    )
    assert list(error.errors) == ["password"]


def test_un_contact_avec_un_compte_ne_se_supprime_pas(responsable: Utilisateur) -> None:
    contact = ContactFactory(user=UtilisateurFactory(client=True))
    error = _refus(services.supprimer_contact, par=responsable, contact_id=contact.pk)
    assert isinstance(error, Conflit)
    other = ContactFactory()
    services.supprimer_contact(par=responsable, contact_id=other.pk)
    assert not Contact.objects.filter(pk=other.pk).exists()


# --- putting away ------------------------------------------------------------------------------


def test_un_client_avec_des_machines_reste(monde: Monde) -> None:
    par = monde.compte("responsable")
    machine = EquipementFactory()
    error = _refus(services.archiver_client, par=par, client_id=machine.client_id)
    assert isinstance(error, Conflit)
    assert "1 machine" in error.detail
    archiver_equipement(par=par, equipement_id=machine.pk)
    assert services.archiver_client(par=par, client_id=machine.client_id).archive_le is not None


def test_qui_prend_part_a_larchivage_peut_le_refuser(
    responsable: Utilisateur, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(client: Client) -> None:
        raise Conflit(f"{client} a un contrat")

    monkeypatch.setitem(registre._abonnes, "archiver", [refuser])
    firm = ClientFactory(nom_entreprise="Atlas")
    error = _refus(services.archiver_client, par=responsable, client_id=firm.pk)
    assert error.detail == "Atlas a un contrat"


def test_les_lignes_portent_leur_nom() -> None:
    site, contact = SiteFactory(nom="Dépôt"), ContactFactory(nom="Omar")
    assert (str(site), str(contact)) == ("Dépôt", "Omar")

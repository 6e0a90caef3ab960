"""Which firms, sites and contacts each person sees, and which of their columns."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from clients import visibility
from clients.models import Client, Contact, Site
from clients.tests.factories import ContactFactory
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.visibility import colonnes_cachees
from interventions import services
from techniciens.models import Technicien
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

MODELES: list[Any] = [Client, Site, Contact]


@pytest.fixture
def deux_firmes(monde: Monde) -> Monde:
    for firm in (monde.client_a, monde.client_b):
        ContactFactory(client=firm)
    return monde


def _firmes(modele: Any, user: Any) -> set[int]:
    column = "pk" if modele is Client else "client_id"
    return set(modele.objects.visible_to(user).values_list(column, flat=True))


@pytest.mark.parametrize("modele", MODELES)
@pytest.mark.parametrize(
    ("qui", "attendues"),
    [
        ("admin", "ab"),
        ("responsable", "ab"),
        ("technicien", "a"),
        ("autre_technicien", "b"),
        ("client", "a"),
        ("autre_client", "b"),
    ],
)
def test_les_firmes_quon_voit(deux_firmes: Monde, *, modele: Any, qui: str, attendues: str) -> None:
    ids = {"a": deux_firmes.client_a.pk, "b": deux_firmes.client_b.pk}
    seen = _firmes(modele, deux_firmes.compte(qui))
    assert seen == {ids[letter] for letter in attendues}


@pytest.mark.parametrize("modele", MODELES)
def test_un_inconnu_et_un_compte_ferme_ne_voient_rien(deux_firmes: Monde, modele: Any) -> None:
    assert _firmes(modele, AnonymousUser()) == set()
    for nom in ("admin", "responsable", "technicien", "client"):
        user = deux_firmes.compte(nom)
        Utilisateur.objects.filter(pk=user.pk).update(is_active=False)
        assert _firmes(modele, deux_firmes.compte(nom)) == set()


@pytest.mark.parametrize("modele", MODELES)
def test_un_autre_compte_de_la_firme_voit_la_meme_chose(deux_firmes: Monde, modele: Any) -> None:
    user = UtilisateurFactory(client=True)
    assert _firmes(modele, user) == set()
    ContactFactory(client=deux_firmes.client_a, user=user)
    again = Utilisateur.objects.get(pk=user.pk)
    assert _firmes(modele, again) == {deux_firmes.client_a.pk}


def test_un_compte_de_deux_firmes_voit_les_deux(deux_firmes: Monde) -> None:
    ContactFactory(client=deux_firmes.client_b, user=deux_firmes.user_a)
    seen = _firmes(Client, deux_firmes.compte("client"))
    assert seen == {deux_firmes.client_a.pk, deux_firmes.client_b.pk}


@pytest.mark.parametrize("modele", MODELES)
def test_le_technicien_perd_la_firme_avec_sa_derniere_affectation(
    deux_firmes: Monde, modele: Any
) -> None:
    monde = deux_firmes
    second = services.creer(
        par=monde.responsable,
        equipement_id=monde.machine_a.pk,
        titre="Autre",
        technicien_id=monde.technicien_a.pk,
    )
    for row, seen in ((second, {monde.client_a.pk}), (monde.intervention_a, set())):
        services.annuler(intervention_id=row.pk, par=monde.responsable, motif="Fini")
        assert _firmes(modele, monde.compte("technicien")) == seen


def test_un_technicien_archive_ne_voit_plus_aucune_firme(deux_firmes: Monde) -> None:
    Technicien.objects.filter(pk=deux_firmes.technicien_a.pk).update(archive_le=datetime.now(UTC))
    assert _firmes(Client, deux_firmes.compte("technicien")) == set()


def test_sans_regle_inscrite_le_technicien_ne_voit_rien(
    deux_firmes: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility, "_clients_du_technicien", [])
    assert _firmes(Client, deux_firmes.compte("technicien")) == set()


@pytest.mark.parametrize(
    ("modele", "qui", "cachees"),
    [
        (Client, "admin", set()),
        (Client, "responsable", set()),
        (
            Client,
            "technicien",
            {
                "notes_commerciales",
                "type_client",
                "niveau_service",
                "ice",
                "identifiant_fiscal",
                "registre_commerce",
                "email_commercial",
                "user",
                "user_id",
                "archive_le",
            },
        ),
        (Client, "client", {"notes_commerciales", "type_client", "archive_le"}),
        (Contact, "responsable", set()),
        (Contact, "technicien", {"email", "user", "user_id"}),
        (Contact, "client", set()),
    ],
)
def test_ce_quon_lit_dune_firme(monde: Monde, *, modele: Any, qui: str, cachees: set[str]) -> None:
    assert colonnes_cachees(modele, monde.compte(qui)) == cachees

"""Which machines each person sees: its firm's, or those of the firms it works for now."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from clients.tests.factories import ContactFactory
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.visibility import colonnes_cachees
from equipements.models import Equipement, Famille
from equipements.tests.factories import EquipementFactory
from interventions import services
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


def _vues(monde: Monde, user: object) -> str:
    """The letters of the machines seen: a, b, and A for the second one of firm A."""
    seen = set(Equipement.objects.visible_to(user).values_list("pk", flat=True))
    letters = {monde.machine_a.pk: "a", monde.machine_b.pk: "b"}
    return "".join(sorted(letters.get(pk, "A") for pk in seen))


@pytest.fixture
def parc(monde: Monde) -> Monde:
    EquipementFactory(client=monde.client_a)
    return monde


@pytest.mark.parametrize(
    ("qui", "attendues"),
    [
        ("admin", "Aab"),
        ("responsable", "Aab"),
        ("technicien", "Aa"),
        ("autre_technicien", "b"),
        ("client", "Aa"),
        ("autre_client", "b"),
    ],
)
def test_les_machines_quon_voit(parc: Monde, *, qui: str, attendues: str) -> None:
    assert _vues(parc, parc.compte(qui)) == attendues
    assert Famille.objects.visible_to(parc.compte(qui)).count() == 3


def test_un_contact_de_la_firme(parc: Monde) -> None:
    user = ContactFactory(client=parc.client_a, user=UtilisateurFactory(client=True)).user
    assert _vues(parc, user) == "Aa"


def test_un_inconnu_et_un_compte_ferme(parc: Monde) -> None:
    assert _vues(parc, AnonymousUser()) == ""
    Utilisateur.objects.all().update(is_active=False)
    for nom in ("admin", "responsable", "technicien", "client"):
        user = parc.compte(nom)
        assert _vues(parc, user) == ""
        assert not Famille.objects.visible_to(user).exists()


@pytest.mark.parametrize("fin", ["cloturer", "annuler", "desaffecter", "affecter"])
def test_le_technicien_perd_la_firme_avec_sa_derniere_affectation(parc: Monde, fin: str) -> None:
    par, pk = parc.responsable, parc.intervention_a.pk
    if fin == "cloturer":
        services.demarrer(intervention_id=pk, par=par)
        services.cloturer(intervention_id=pk, par=par, solution="Fait")
    elif fin == "annuler":
        services.annuler(intervention_id=pk, par=par, motif="Fini")
    elif fin == "desaffecter":
        services.desaffecter(intervention_id=pk, par=par, motif="Absent")
    else:
        services.affecter(intervention_id=pk, par=par, technicien_id=parc.technicien_b.pk)
    assert _vues(parc, parc.compte("technicien")) == ""
    expected = "Aab" if fin == "affecter" else "b"
    assert _vues(parc, parc.compte("autre_technicien")) == expected


def test_une_seconde_affectation_garde_la_firme(parc: Monde) -> None:
    services.creer(
        par=parc.responsable,
        equipement_id=parc.machine_a.pk,
        titre="Autre",
        technicien_id=parc.technicien_a.pk,
    )
    services.annuler(intervention_id=parc.intervention_a.pk, par=parc.responsable, motif="Fini")
    assert _vues(parc, parc.compte("technicien")) == "Aa"


def test_un_technicien_archive_ne_voit_plus_rien(parc: Monde) -> None:
    parc.technicien_a.archive_le = datetime.now(UTC)
    parc.technicien_a.save()
    assert _vues(parc, parc.compte("technicien")) == ""


@pytest.mark.parametrize(
    ("qui", "cachees"),
    [
        ("admin", set()),
        ("responsable", set()),
        ("technicien", {"archive_le"}),
        ("client", {"archive_le"}),
    ],
)
def test_les_colonnes(parc: Monde, *, qui: str, cachees: set[str]) -> None:
    assert colonnes_cachees(Equipement, parc.compte(qui)) == cachees

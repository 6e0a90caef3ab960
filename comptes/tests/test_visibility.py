"""Who sees which account, and what of it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from comptes.models import Utilisateur
from comptes.systeme import SYSTEME
from comptes.tests.factories import UtilisateurFactory
from core.models import Evenement, Organisation, Serie
from core.visibility import colonnes_cachees, lignes_visibles
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

TOUS = {"admin", "responsable", "technicien", "autre_technicien", "client", "autre_client"}


@pytest.mark.parametrize(
    ("qui", "attendus"),
    [
        ("admin", TOUS),
        ("responsable", TOUS),
        ("technicien", {"technicien", "autre_technicien"}),
        ("client", {"client"}),
        ("autre_client", {"autre_client"}),
    ],
)
def test_les_comptes_quon_voit(monde: Monde, *, qui: str, attendus: set[str]) -> None:
    seen = set(Utilisateur.objects.visible_to(monde.compte(qui)).values_list("pk", flat=True))
    assert seen == {monde.compte(nom).pk for nom in attendus}


def test_un_collegue_parti_disparait(monde: Monde) -> None:
    Utilisateur.objects.filter(pk=monde.technicien_b.user_id).update(is_active=False)
    seen = Utilisateur.objects.visible_to(monde.compte("technicien"))
    assert not seen.filter(pk=monde.technicien_b.user_id).exists()
    assert Utilisateur.objects.visible_to(monde.compte("responsable")).count() == len(TOUS)


@pytest.mark.parametrize("role", ["admin", "responsable", "technicien", "client"])
def test_un_compte_ferme_ne_voit_rien_pas_meme_soi(monde: Monde, role: str) -> None:
    ferme = UtilisateurFactory(role=role, is_active=False)
    for modele in (Utilisateur, Organisation, Serie, Evenement):
        assert not lignes_visibles(modele._base_manager.all(), ferme).exists()


def test_un_inconnu_ne_voit_rien(monde: Monde) -> None:
    Organisation.objects.create(pk=1, nom="Atlas")
    for modele in (Utilisateur, Organisation, Serie, Evenement):
        assert modele._base_manager.exists()
        assert not lignes_visibles(modele._base_manager.all(), AnonymousUser()).exists()


@pytest.mark.parametrize("qui", sorted(TOUS))
def test_les_tables_du_noyau(monde: Monde, qui: str) -> None:
    Organisation.objects.create(pk=1, nom="Atlas")
    user = monde.compte(qui)
    assert Organisation.objects.visible_to(user).exists()
    for modele in (Serie, Evenement):
        assert lignes_visibles(modele._base_manager.all(), user).exists() is (qui == "admin")


PREFERENCES = {"langue", "theme", "densite", "raccourcis", "premiers_pas"}
PERSONNEL = {"email", "last_login", "created_at", "updated_at"} | PREFERENCES


@pytest.mark.parametrize(
    ("qui", "cible", "cachees"),
    [
        ("admin", "client", set()),
        ("admin", "admin", set()),
        ("responsable", "client", PREFERENCES),
        ("responsable", "technicien", PREFERENCES),
        ("responsable", "admin", PREFERENCES | {"email"}),
        ("responsable", "responsable", set()),
        ("technicien", "autre_technicien", PERSONNEL | {"username"}),
        ("technicien", "technicien", set()),
        ("client", "client", set()),
        ("client", "autre_client", PERSONNEL),
    ],
)
def test_ce_quon_lit_dun_compte(monde: Monde, *, qui: str, cible: str, cachees: set[str]) -> None:
    user, row = monde.compte(qui), monde.compte(cible)
    assert colonnes_cachees(Utilisateur, user, row) == cachees | {"password"}


@pytest.mark.parametrize("qui", sorted(TOUS))
def test_sans_ligne_tout_ce_qui_peut_etre_cache_lest(monde: Monde, qui: str) -> None:
    """Filters and orderings ask without a row."""
    user = monde.compte(qui)
    hidden = colonnes_cachees(Utilisateur, user)
    assert "password" in hidden
    assert ("email" in hidden) is (qui != "admin")
    for row in Utilisateur.objects.visible_to(user):
        assert colonnes_cachees(Utilisateur, user, row) <= hidden


def test_le_programme_voit_tout(monde: Monde) -> None:
    assert Utilisateur.objects.visible_to(SYSTEME).count() == len(TOUS)

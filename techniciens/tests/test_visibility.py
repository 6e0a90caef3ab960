"""A technician sees itself whole, its colleagues by name; a client sees none of it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from comptes.models import Utilisateur
from core.visibility import colonnes_cachees
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.tests.factories import CompetenceTechnicienFactory
from techniciens.visibility import technicien_id_de
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


@pytest.fixture
def equipe(monde: Monde) -> Monde:
    """Each technician of the world holds one skill of its own."""
    for row in (monde.technicien_a, monde.technicien_b):
        CompetenceTechnicienFactory(technicien=row)
    return monde


@pytest.mark.parametrize(
    ("qui", "profils", "niveaux", "competences"),
    [
        ("admin", "ab", "ab", 2),
        ("responsable", "ab", "ab", 2),
        ("technicien", "ab", "a", 2),
        ("autre_technicien", "ab", "b", 2),
        ("client", "", "", 0),
        ("autre_client", "", "", 0),
    ],
)
def test_les_lignes(
    equipe: Monde, *, qui: str, profils: str, niveaux: str, competences: int
) -> None:
    ids = {"a": equipe.technicien_a.pk, "b": equipe.technicien_b.pk}
    user = equipe.compte(qui)
    seen = Technicien.objects.visible_to(user).values_list("pk", flat=True)
    assert set(seen) == {ids[letter] for letter in profils}
    held = CompetenceTechnicien.objects.visible_to(user).values_list("technicien_id", flat=True)
    assert set(held) == {ids[letter] for letter in niveaux}
    assert Competence.objects.visible_to(user).count() == competences


def test_un_inconnu_et_un_compte_ferme(equipe: Monde) -> None:
    ferme = equipe.compte("admin")
    ferme.is_active = False
    for modele in (Technicien, CompetenceTechnicien, Competence):
        for user in (AnonymousUser(), ferme):
            assert not modele.objects.visible_to(user).exists()


def test_un_collegue_archive_disparait(equipe: Monde) -> None:
    Technicien.objects.filter(pk=equipe.technicien_b.pk).update(archive_le=datetime.now(UTC))
    seen = Technicien.objects.visible_to(equipe.compte("technicien"))
    assert [row.pk for row in seen] == [equipe.technicien_a.pk]
    assert Technicien.objects.visible_to(equipe.compte("admin")).count() == 2


CACHEES = {
    "specialite",
    "equipe",
    "disponibilite",
    "disponibilite_constatee",
    "zone_geographique",
    "notes_competences",
    "date_embauche",
    "competences",
    "niveaux",
    "archive_le",
    "created_at",
    "updated_at",
}


@pytest.mark.parametrize(
    ("qui", "cible", "cachees"),
    [
        ("admin", "a", set()),
        ("responsable", "b", set()),
        ("technicien", "a", set()),
        ("technicien", "b", CACHEES),
        ("autre_technicien", "a", CACHEES),
        ("technicien", None, CACHEES),
    ],
)
def test_les_colonnes(equipe: Monde, *, qui: str, cible: str | None, cachees: set[str]) -> None:
    row = getattr(equipe, f"technicien_{cible}") if cible else None
    assert colonnes_cachees(Technicien, equipe.compte(qui), row) == cachees


def test_le_profil_dun_compte(equipe: Monde) -> None:
    user = equipe.compte("technicien")
    assert technicien_id_de(user) == equipe.technicien_a.pk
    assert technicien_id_de(equipe.compte("client")) is None
    Technicien.objects.filter(pk=equipe.technicien_a.pk).update(archive_le=datetime.now(UTC))
    assert technicien_id_de(user) == equipe.technicien_a.pk, "read once per request"
    assert technicien_id_de(Utilisateur.objects.get(pk=user.pk)) is None

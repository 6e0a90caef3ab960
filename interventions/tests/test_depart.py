"""A technician leaves: its open work goes to a successor, or back to the list once seen."""

from datetime import UTC, datetime
from typing import Any

import pytest

from comptes import services as comptes
from comptes.models import Utilisateur
from core.errors import Conflit, DomainError, Interdit, Introuvable, Invalide
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.models import Affectation, Intervention, Segment
from interventions.services import depart
from interventions.tests.factories import InterventionFactory
from interventions.tests.releve import derniere_ligne, photographier
from techniciens import services as techniciens
from techniciens.models import Technicien
from techniciens.tests.factories import TechnicienFactory
from tests.fixtures import Monde
from tests.photo import couche

pytestmark = pytest.mark.django_db

PORTES = ("archiver", "desactiver")


def _faire_partir(porte: str, par: Any, technicien: Technicien, **arguments: Any) -> None:
    if porte == "archiver":
        techniciens.archiver_technicien(par=par, technicien_id=technicien.pk, **arguments)
    else:
        comptes.desactiver(par=par, utilisateur_id=technicien.user_id, **arguments)


class Partant:
    """Technician A with work in each open state and some that is over."""

    def __init__(self, monde: Monde) -> None:
        self.monde, self.technicien = monde, monde.technicien_a
        par = monde.responsable
        self.ouvertes = [monde.intervention_a] + [
            InterventionFactory(technicien=self.technicien, par=par, etat=etat)
            for etat in ("en_cours", "en_attente")
        ]
        self.finie = InterventionFactory(technicien=self.technicien, par=par, etat="cloturee")

    def ids(self) -> list[int]:
        return [row.pk for row in self.ouvertes]

    def part(self, porte: str, **arguments: Any) -> None:
        _faire_partir(porte, self.monde.compte("admin"), self.technicien, **arguments)

    def refuse(self, porte: str, **arguments: Any) -> DomainError:
        before = photographier()
        with pytest.raises(DomainError) as caught:
            self.part(porte, **arguments)
        assert photographier() == before
        return caught.value

    def parti(self, porte: str) -> bool:
        row = Technicien.objects.get(pk=self.technicien.pk)
        return row.archive_le is not None if porte == "archiver" else not row.user.is_active


@pytest.fixture
def partant(monde: Monde) -> Partant:
    return couche("partant", lambda: Partant(monde))


@pytest.mark.parametrize("porte", PORTES)
@pytest.mark.parametrize("vues", ["rien", "une partie"])
def test_sans_avoir_vu_la_liste(partant: Partant, *, porte: str, vues: str) -> None:
    seen = [] if vues == "rien" else partant.ids()[:2]
    error = partant.refuse(porte, interventions_vues=seen)
    assert isinstance(error, Conflit)
    listed = error.etat["interventions_ouvertes"]
    assert [row["id"] for row in listed] == partant.ids()
    assert [row["statut"] for row in listed] == ["affectee", "en_cours", "en_attente"]
    assert set(listed[0]) == {"id", "numero", "titre", "statut"}


@pytest.mark.parametrize("porte", PORTES)
def test_la_liste_vue_le_travail_revient_ouvert(partant: Partant, porte: str) -> None:
    partant.part(porte, interventions_vues=[*partant.ids(), partant.finie.pk])
    rows = Intervention.objects.filter(pk__in=partant.ids())
    assert {(r.statut, r.technicien_id) for r in rows} == {("ouverte", None)}
    assert not Affectation.objects.filter(technicien=partant.technicien, fin=None).exists()
    assert not Segment.objects.filter(technicien=partant.technicien, fin=None).exists()
    partant.finie.refresh_from_db()
    assert partant.finie.technicien_id == partant.technicien.pk
    assert partant.parti(porte)


@pytest.mark.parametrize("porte", PORTES)
def test_un_successeur_reprend_tout(partant: Partant, porte: str) -> None:
    successeur = partant.monde.technicien_b
    partant.part(porte, successeur_id=successeur.pk)
    rows = Intervention.objects.filter(pk__in=partant.ids())
    assert {(r.statut, r.technicien_id) for r in rows} == {("affectee", successeur.pk)}
    assert Affectation.objects.filter(technicien=successeur, fin=None).count() == 4
    assert partant.parti(porte)
    assert derniere_ligne(partant.ouvertes[1]).action == "affectation"


@pytest.mark.parametrize("porte", PORTES)
@pytest.mark.parametrize("qui", ["lui-même", "archivé", "inconnu"])
def test_un_successeur_impossible(partant: Partant, *, porte: str, qui: str) -> None:
    gone = TechnicienFactory(archive_le=datetime.now(UTC))
    ids = {"lui-même": partant.technicien.pk, "archivé": gone.pk, "inconnu": 10**9}
    assert isinstance(partant.refuse(porte, successeur_id=ids[qui]), Invalide)


@pytest.mark.parametrize("porte", PORTES)
def test_sans_travail_ouvert_rien_a_voir(monde: Monde, porte: str) -> None:
    services.annuler(intervention_id=monde.intervention_a.pk, par=monde.responsable, motif="Fini")
    libre = Partant.__new__(Partant)
    libre.monde, libre.technicien = monde, monde.technicien_a
    libre.part(porte)
    assert libre.parti(porte)


def test_le_travail_ouvert_le_plus_ancien_dabord(partant: Partant) -> None:
    found = services.travail_ouvert(partant.technicien.pk)
    assert [row.pk for row in found] == partant.ids()


def test_desactiver_un_client_ne_touche_a_aucun_travail(monde: Monde) -> None:
    before = photographier("interventions.Intervention")
    comptes.desactiver(par=monde.compte("admin"), utilisateur_id=monde.user_a.pk)
    assert photographier("interventions.Intervention") == before
    assert not Utilisateur.objects.get(pk=monde.user_a.pk).is_active


@pytest.mark.parametrize(
    ("qui", "porte", "attendu"),
    [
        ("technicien", "archiver", Interdit),
        ("client", "archiver", Interdit),
        ("responsable", "desactiver", Interdit),
        ("technicien", "desactiver", Interdit),
        ("client", "desactiver", Interdit),
    ],
)
def test_qui_peut_faire_partir(
    monde: Monde, *, qui: str, porte: str, attendu: type[DomainError]
) -> None:
    par, before = monde.compte(qui), photographier()
    with pytest.raises(attendu):
        _faire_partir(porte, par, monde.technicien_b)
    assert photographier() == before


@pytest.mark.parametrize("porte", PORTES)
def test_un_partant_inconnu(monde: Monde, porte: str) -> None:
    nobody = Technicien(pk=10**9, user_id=10**9)
    with pytest.raises(Introuvable):
        _faire_partir(porte, monde.compte("admin"), nobody)


def test_changer_de_role_avec_du_travail_ouvert_est_refuse(partant: Partant) -> None:
    """Otherwise the work would stay with somebody who can neither see nor do it."""
    before, user_id = photographier(), partant.technicien.user_id
    admin = partant.monde.compte("admin")
    with pytest.raises(Conflit) as caught:
        comptes.modifier_utilisateur(par=admin, utilisateur_id=user_id, champs={"role": "client"})
    listed = caught.value.etat["interventions_ouvertes"]
    assert [row["id"] for row in listed] == partant.ids()
    assert photographier() == before
    for row in partant.ouvertes:
        services.annuler(intervention_id=row.pk, par=admin, motif="Fini")
    user = comptes.modifier_utilisateur(
        par=admin, utilisateur_id=user_id, champs={"role": "responsable"}
    )
    assert user.role == "responsable"


def test_du_travail_arrive_sur_une_autre_machine_pendant_quon_verrouille(
    partant: Partant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not there when the machines were locked is shown, not taken away unseen."""
    real = depart.travail_ouvert
    calls: list[int] = []

    def en_retard(technicien_id: int) -> list[Intervention]:
        if not calls:
            calls.append(technicien_id)
            rows = real(technicien_id)
            InterventionFactory(
                equipement=EquipementFactory(),
                technicien=partant.technicien,
                par=partant.monde.responsable,
                etat="affectee",
            )
            return rows
        return real(technicien_id)

    monkeypatch.setattr(depart, "travail_ouvert", en_retard)
    with pytest.raises(Conflit) as caught:
        partant.part("archiver", successeur_id=partant.monde.technicien_b.pk)
    assert len(caught.value.etat["interventions_ouvertes"]) == 4

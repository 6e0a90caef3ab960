"""Rows laid down from a picture are those that were built, and nobody shares objects."""

import pytest
from django.db import transaction

from clients.models import Client
from clients.tests.factories import ClientFactory
from comptes import sessions
from comptes.choices import GenreSession
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from tests import photo
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


class Chose:
    """Counts how often it was built: a new row, and a row of the world that changes."""

    def __init__(self, monde: Monde) -> None:
        self.monde, self.fois = monde, 0

    def batir(self) -> Intervention:
        self.fois += 1
        Client.objects.filter(pk=self.monde.client_a.pk).update(ville="Fès")
        return InterventionFactory(
            equipement=self.monde.machine_a, technicien=self.monde.technicien_a, etat="affectee"
        )


@pytest.fixture
def chose(monde: Monde) -> Chose:
    return Chose(monde)


def test_une_couche_est_batie_une_fois_puis_posee(
    chose: Chose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo, "_couches", type(photo._couches)(list))
    before, point = photo.relever(), transaction.savepoint()
    made, rows = photo.couche("essai", chose.batir), photo.relever()
    transaction.savepoint_rollback(point)
    assert photo.relever() == before != rows
    laid = photo.couche("essai", chose.batir)
    assert chose.fois == 1
    assert photo.relever() == rows
    assert (laid, laid.titre) == (made, made.titre)
    assert laid is not made
    # The next row gets the next key, as after the real thing.
    assert InterventionFactory().pk > laid.pk


def test_quand_et_sous_quel_secret_on_sest_connecte_ny_change_rien(
    chose: Chose, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing in writes both anew before each test: the layer would always be built."""
    monkeypatch.setattr(photo, "_couches", type(photo._couches)(list))
    for fois in (1, 1, 2):
        point = transaction.savepoint()
        for _session in range(fois):
            sessions.ouvrir(chose.monde.admin, genre=GenreSession.API)
        photo.couche("essai", chose.batir)
        assert chose.fois == fois
        transaction.savepoint_rollback(point)


def test_sur_dautres_lignes_elle_est_batie(chose: Chose, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo, "_couches", type(photo._couches)(list))
    for fois in (1, 2, 3):
        ClientFactory()
        photo.couche("essai", chose.batir)
        assert chose.fois == fois
    assert Client.objects.get(pk=chose.monde.client_a.pk).ville == "Fès"


def test_un_releve_voit_tout_changement(monde: Monde) -> None:
    before = photo.relever()
    Client.objects.filter(pk=monde.client_b.pk).update(notes_commerciales="x")
    after = photo.relever()
    assert [label for label in before if before[label] != after[label]] == ["clients.Client"]
    Client.objects.filter(pk=monde.client_b.pk).update(notes_commerciales="")
    assert photo.relever() == before

"""More work after a closed intervention: a new one that says which it follows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from core.errors import DomainError, Invalide
from interventions import services
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.releve import (
    photographier,
)
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db


def _refus(par: Any, **arguments: Any) -> DomainError:
    """The refusal, having checked that nothing was written, the series included."""
    before = photographier()
    with pytest.raises(DomainError) as caught:
        services.creer(par=par, **arguments)
    assert photographier() == before
    return caught.value


def _cloturee(monde: Monde, **reste: Any) -> Intervention:
    return InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_a,
        par=monde.responsable,
        etat="cloturee",
        **reste,
    )


def _suivre(monde: Monde, qui: str, before: Intervention) -> Intervention:
    return services.creer(
        par=monde.compte(qui),
        equipement_id=monde.machine_a.pk,
        titre="Toujours en panne",
        suite_de_id=before.pk,
    )


@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien", "client"])
def test_la_suite_dune_intervention_cloturee(monde: Monde, qui: str) -> None:
    before = _cloturee(monde)
    row = _suivre(monde, qui, before)
    assert row.suite_de_id == before.pk
    before.refresh_from_db()
    assert before.statut == "cloturee"


def test_la_suite_dune_archivee_est_possible(monde: Monde) -> None:
    before = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="archivee")
    assert _suivre(monde, "admin", before).suite_de_id == before.pk


@pytest.mark.parametrize("etat", ["ouverte", "affectee", "en_cours", "en_attente", "annulee"])
def test_pas_de_suite_a_ce_qui_nest_pas_clos(monde: Monde, etat: str) -> None:
    before = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat=etat)
    error = _refus(
        monde.compte("admin"),
        equipement_id=monde.machine_a.pk,
        titre="Suite",
        suite_de_id=before.pk,
    )
    assert list(error.errors) == ["suite_de_id"]


def test_pas_de_suite_a_une_annulee_puis_archivee(monde: Monde) -> None:
    before = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="annulee")
    services.archiver(intervention_id=before.pk, par=monde.responsable)
    error = _refus(
        monde.compte("admin"),
        equipement_id=monde.machine_a.pk,
        titre="Suite",
        suite_de_id=before.pk,
    )
    assert list(error.errors) == ["suite_de_id"]


@pytest.mark.parametrize("quoi", ["autre machine", "autre client", "inconnue"])
def test_la_suite_est_sur_la_meme_machine(monde: Monde, quoi: str) -> None:
    other = InterventionFactory(par=monde.responsable, etat="cloturee")
    same_client = InterventionFactory(
        equipement__client=ClientFactory(), par=monde.responsable, etat="cloturee"
    )
    ids = {"autre machine": other.pk, "autre client": same_client.pk, "inconnue": 10**9}
    error = _refus(
        monde.compte("admin"),
        equipement_id=monde.machine_a.pk,
        titre="Suite",
        suite_de_id=ids[quoi],
    )
    assert list(error.errors) == ["suite_de_id"]


@pytest.mark.parametrize(
    ("qui", "jours", "permis"),
    [("client", 30, True), ("client", 31, False), ("responsable", 400, True)],
)
def test_toujours_en_panne_trente_jours(
    monde: Monde, *, qui: str, jours: int, permis: bool
) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        before = _cloturee(monde)
    with time_machine.travel(start + timedelta(days=jours), tick=False):
        if permis:
            assert _suivre(monde, qui, before).suite_de_id == before.pk
        else:
            with pytest.raises(Invalide, match="30 jours"):
                _suivre(monde, qui, before)

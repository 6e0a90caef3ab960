"""The dashboard's figures: counted by hand, by visibility, by Casablanca's months."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from equipements.models import Equipement
from interventions import services
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from pilotage.tableau import tableau
from tests.api import Porte, lire, requetes
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
# Already December on Casablanca's clock, still November in UTC.
MINUIT = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


def _faire(jour: datetime, etat: str, **champs: Any) -> None:
    with time_machine.travel(jour, tick=False):
        InterventionFactory(etat=etat, **champs)


@pytest.fixture
def chiffres(monde: Monde) -> dict[str, Any]:
    november = datetime(2026, 11, 10, 10, tzinfo=UTC)
    _faire(november, "cloturee", type_intervention="preventive")
    _faire(november, "annulee")
    _faire(november, "ouverte", priorite="urgente")
    _faire(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "archivee")  # February there
    _faire(datetime(2025, 6, 1, tzinfo=UTC), "cloturee")  # before the twelve months
    with time_machine.travel(datetime(2026, 11, 25, tzinfo=UTC), tick=False):
        return tableau(monde.admin)


def test_les_etats_et_le_mois(chiffres: dict[str, Any]) -> None:
    said = chiffres["interventions"]
    # The world itself holds one affectee and one ouverte, of today.
    assert {k: said[k] for k in ("cloturee", "annulee", "archivee", "terminees")} == {
        "cloturee": 2,
        "annulee": 1,
        "archivee": 1,
        "terminees": 3,
    }
    assert said["total"] == sum(
        said[k]
        for k in (
            "ouverte",
            "affectee",
            "en_cours",
            "en_attente",
            "cloturee",
            "annulee",
            "archivee",
        )
    )
    assert said["terminees_mensuel"] == 1
    assert chiffres["priorites"]["urgente"] == 1


def test_les_mois_sont_ceux_de_casablanca(chiffres: dict[str, Any]) -> None:
    months = chiffres["evolution_mensuelle"]
    assert [m["month"] for m in months][:3] == ["2025-12", "2026-01", "2026-02"]
    assert [m["month"] for m in months][-1] == "2026-11"
    assert months[2]["total"] == 1
    assert months[1]["total"] == 0
    assert months[-1]["preventive"] == 1


def test_le_taux_de_resolution(monde: Monde) -> None:
    Intervention.objects.update(date_creation=MINUIT - timedelta(days=1))
    with time_machine.travel(MINUIT, tick=False):
        assert tableau(monde.user_a)["taux_resolution"] == 0.0
        for state in ("cloturee", "ouverte", "ouverte", "annulee"):
            InterventionFactory(equipement=monde.machine_a, etat=state)
        said = tableau(monde.user_a)
    # One of three that were not cancelled; what November saw is another month's.
    assert said["taux_resolution"] == 33.3
    assert said["interventions"]["total_mensuel"] == 4
    assert said["evolution_mensuelle"][-1]["month"] == "2026-12"


def test_chacun_compte_ce_qu_il_voit(api: dict[str, Porte], monde: Monde) -> None:
    every = lire(api["responsable"].get("dashboard/stats"))
    assert every["equipements"]["total"] == Equipement.objects.count()
    own = lire(api["client"].get("dashboard/stats"))
    assert own["equipements"]["total"] == 1
    assert own["interventions"]["total"] == 1
    assert own["utilisateurs"] == {"total": 1, "actifs": 1}
    services.annuler(intervention_id=monde.intervention_a.pk, par=monde.admin, motif="Doublon")
    after = lire(api["client"].get("dashboard/stats"))
    assert after["interventions"]["annulee"] == 1


def test_le_prix(api: dict[str, Porte]) -> None:
    assert requetes(api["client"], "dashboard/stats") <= 9

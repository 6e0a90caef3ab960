"""The still clock and the intervention that tests of acts work on."""

from collections.abc import Iterator

import pytest
import time_machine

from interventions.tests.chantier import LUNDI, Chantier
from interventions.tests.factories import InterventionFactory
from tests.fixtures import Monde
from tests.photo import couche


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(LUNDI, tick=False) as traveller:
        yield traveller


@pytest.fixture
def chantier(monde: Monde, horloge: time_machine.Traveller) -> Chantier:
    """An intervention of firm A, `affectee` to technician A since Monday 8 o'clock.

    The world comes first, so that it is never built under the still clock; the work comes after.
    """
    monde.intervention_a = couche(
        "chantier",
        lambda: InterventionFactory(
            equipement=monde.machine_a,
            technicien=monde.technicien_a,
            par=monde.responsable,
            etat="affectee",
        ),
    )
    return Chantier(monde, horloge)

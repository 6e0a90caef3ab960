"""The still clock and the intervention that tests of acts work on."""

from collections.abc import Iterator

import pytest
import time_machine

from interventions.tests.chantier import LUNDI, Chantier
from tests.fixtures import Monde


@pytest.fixture
def horloge() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(LUNDI, tick=False) as traveller:
        yield traveller


@pytest.fixture
def chantier(horloge: time_machine.Traveller, monde: Monde) -> Chantier:
    """`affectee` to technician A since Monday 8 o'clock."""
    return Chantier(monde, horloge)

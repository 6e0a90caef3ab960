"""Brakes on repetition in the shared cache."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.freins import Frein, minutes


def test_a_brake_starts_over_when_its_time_is_up() -> None:
    brake = Frein("essai", fois=2, secondes=60)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert brake.attente("a") == 0
        brake.compter("a")
        brake.compter("a")
        assert brake.attente("a") == 60
        assert brake.attente("a", "b") == brake.attente("b") == 0
        brake.oublier("a")
        assert brake.attente("a") == 0
        brake.compter("a")
        brake.compter("a")
    with time_machine.travel(now + timedelta(seconds=61), tick=False):
        assert brake.attente("a") == 0


@pytest.mark.parametrize(("secondes", "dit"), [(0, 1), (1, 1), (60, 1), (61, 2), (900, 15)])
def test_a_wait_is_said_in_whole_minutes(secondes: int, dit: int) -> None:
    assert minutes(secondes) == dit

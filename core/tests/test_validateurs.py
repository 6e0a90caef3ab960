"""The company identifier's key, and opening hours that arithmetic can trust."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.validateurs import valider_calendrier, valider_ice

BON_ICE = "001561191000066"


def test_un_ice_valide() -> None:
    valider_ice(BON_ICE)


@pytest.mark.parametrize(
    "ice",
    ["001561191000067", "00156119100006", "0015611910000660", "00156119100006A", "", "0" * 14],
)
def test_un_ice_invalide(ice: str) -> None:
    with pytest.raises(ValidationError, match="ICE invalide"):
        valider_ice(ice)


@pytest.mark.parametrize(
    "calendrier",
    [
        {},
        {"lundi": []},
        {"lundi": [["08:30", "12:30"]]},
        {"lundi": [["08:30", "12:30"], ["14:00", "18:00"]], "dimanche": [["00:00", "24:00"]]},
        {"mardi": [["08:00", "12:00"], ["12:00", "16:00"]]},
    ],
)
def test_un_calendrier_valide(calendrier: Any) -> None:
    valider_calendrier(calendrier)


@pytest.mark.parametrize(
    "calendrier",
    [
        None,
        [],
        "lundi",
        {"lundi": None},
        {"lundi": ["08:30", "12:30"]},
        {"lundi": [[]]},
        {"lundi": [["08:30"]]},
        {"lundi": [["08:30", "12:30", "14:00"]]},
        {"lundi": [["12:30", "08:30"]]},
        {"lundi": [["08:30", "08:30"]]},
        {"lundi": [["08:30", "12:30"], ["12:00", "18:00"]]},
        {"lundi": [["14:00", "18:00"], ["08:30", "12:30"]]},
        {"lundi": [["8:30", "12:30"]]},
        {"lundi": [["08:30", "25:00"]]},
        {"lundi": [["08:60", "12:30"]]},
        {"lundi": [[8, 12]]},
        {"lundi": [[["08:30"], "12:30"]]},
        {"Lundi": [["08:30", "12:30"]]},
        {"monday": []},
        {1: []},
    ],
)
def test_un_calendrier_invalide(calendrier: Any) -> None:
    with pytest.raises(ValidationError, match="Calendrier invalide"):
        valider_calendrier(calendrier)

"""When mails leave: quiet hours over midnight, both clock switches, digests, floods."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from notifications.models import Preferences
from notifications.moments import FENETRE, depart, fin_du_silence


def _instant(texte: str) -> datetime:
    return datetime.fromisoformat(texte)


@pytest.mark.parametrize(
    ("debut", "fin", "cas"),
    [
        # Casablanca is at +01:00 in June: from nine in the evening to seven.
        (
            time(21),
            time(7),
            {
                "2027-06-01T20:59:59+01:00": None,
                "2027-06-01T21:00:00+01:00": "2027-06-02T07:00:00+01:00",
                "2027-06-02T00:00:00+01:00": "2027-06-02T07:00:00+01:00",
                "2027-06-02T06:59:59+01:00": "2027-06-02T07:00:00+01:00",
                "2027-06-02T07:00:00+01:00": None,
                "2027-06-02T12:00:00+01:00": None,
                # The nights of Ramadan: back on 7 February at 3:00, on again on 14 March at 2:00.
                "2027-02-06T22:00:00+01:00": "2027-02-07T07:00:00+00:00",
                "2027-03-13T22:00:00+00:00": "2027-03-14T07:00:00+01:00",
            },
        ),
        # Within one day.
        (
            time(12),
            time(14),
            {
                "2027-06-01T11:59:59+01:00": None,
                "2027-06-01T13:00:00+01:00": "2027-06-01T14:00:00+01:00",
                "2027-06-01T14:00:00+01:00": None,
            },
        ),
        # It ends at an hour that is shown twice: at the first, and after it at the second.
        (
            time(22),
            time(2, 30),
            {
                "2027-02-07T01:00:00+01:00": "2027-02-07T02:30:00+01:00",
                "2027-02-07T02:10:00+00:00": "2027-02-07T02:30:00+00:00",
                # At one that is skipped: when the clock jumps, at 2:00.
                "2027-03-14T01:00:00+00:00": "2027-03-14T03:00:00+01:00",
            },
        ),
        (None, None, {"2027-06-01T23:00:00+01:00": None}),
    ],
)
def test_le_silence(debut: time | None, fin: time | None, cas: dict[str, str | None]) -> None:
    chosen = Preferences(silence_debut=debut, silence_fin=fin)
    wrong = []
    for said, wanted in cas.items():
        found = fin_du_silence(_instant(said), chosen)
        if found != _instant(wanted or said):
            wrong.append((said, wanted, found.isoformat()))
    assert wrong == []


def test_le_resume_et_le_flot() -> None:
    now = _instant("2027-06-01T16:20:30+01:00")
    night = {"silence_debut": time(16), "silence_fin": time(17, 30)}
    wanted: list[tuple[dict[str, Any], dict[str, bool], datetime]] = [
        ({}, {}, now),
        ({}, {"flot": True}, now + FENETRE),
        ({"rythme": "horaire"}, {}, _instant("2027-06-01T17:00:00+01:00")),
        ({"rythme": "quotidien"}, {}, _instant("2027-06-02T07:00:00+01:00")),
        ({"rythme": "quotidien"}, {"presse": True}, now),
        # The end of the silence is the last word, for what is urgent too.
        (night, {"presse": True}, _instant("2027-06-01T17:30:00+01:00")),
        ({"rythme": "horaire", **night}, {}, _instant("2027-06-01T17:30:00+01:00")),
    ]
    for chosen, said, due in wanted:
        found = depart(now, Preferences(**chosen), **{"presse": False, "flot": False} | said)
        assert found == due, (chosen, said)


def test_le_resume_du_jour_au_changement_d_heure() -> None:
    chosen = Preferences(rythme="quotidien")
    for said, due in (
        ("2027-02-06T12:00:00+01:00", "2027-02-07T07:00:00+00:00"),
        ("2027-03-13T12:00:00+00:00", "2027-03-14T07:00:00+01:00"),
    ):
        found = depart(_instant(said), chosen, presse=False, flot=False)
        assert found == _instant(due)
        assert found - _instant(said) != timedelta(hours=19)

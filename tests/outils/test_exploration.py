"""What an exploration found ends its output, short enough for the end of a log."""

from tests.exploration.__main__ import DITS, Bilan, dire
from tests.exploration.trouvailles import LONGUEUR, trouvailles

DIT = """
 ❌  Fuzzing (in 69.27s)

=================================== FAILURES ===================================
____________________________ GET /api/v1/plans/{id} ____________________________
1. Test Case ID: acAnjj

- ST108 Response violates schema

    "09:00" is not a "time"

    Value:

        "09:00"

[200] OK:

    `{"id":24,"genre":"plan"`

Reproduce with:

    curl -X GET -H 'Authorization: [Filtered]' http://127.0.0.1:36077/api/v1/plans/24

    st replay acAnjj

2. Test Case ID: bb

- ST100 Server error

- ST101 Undocumented HTTP status code

    Received: 500

[500] Internal Server Error:

    `{"detail":"x"}`

Reproduce with:

    curl -X POST -d '{"a": "%s"}' http://127.0.0.1:36077/api/v1/plans/1
___________________________ GET /api/v1/users/ ___________________________
1. Test Case ID: cc

Network error
=================================== WARNINGS ===================================

____________________________ of no failure ____________________________
1. Test Case ID: dd
"""


def test_each_finding_tells_its_reason_and_its_request() -> None:
    found = trouvailles(DIT % ("a" * 500))
    assert found[0] == (
        'GET /api/v1/plans/{id} : ST108 Response violates schema : "09:00" is not a "time"\n'
        "[200] curl -X GET /api/v1/plans/24"
    )
    assert found[1].startswith("GET /api/v1/plans/{id} : ST100 Server error : \n[500] curl -X POST")
    assert max(map(len, found[1].split("\n"))) <= LONGUEUR + len("[500] ")
    assert found[2:] == ["GET /api/v1/users/ :  : \n[] "]
    assert trouvailles("ok") == []


def test_what_all_roles_found_is_told_once_and_bounded() -> None:
    many = [f"GET /{n} : faux\n[200] curl" for n in range(DITS + 2)]
    roles = [Bilan(role, True, 9, 9, 99, many) for role in ("admin", "client")]
    said = dire([*roles, Bilan("technicien", True, 9, 9, 99)]).splitlines()
    assert [line.split()[0] for line in said[:3]] == ["ÉCHEC", "ÉCHEC", "ok"]
    assert said[3:5] == ["admin : GET /0 : faux", "      [200] curl"]
    assert len(said) == 3 + 2 * DITS + 1
    assert said[-1] == "… 2 de plus dans var/exploration"

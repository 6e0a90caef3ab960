"""The ranking by itself: the example of docs/suggestion.md, its ties and its edges."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from planning.calendrier import Plage
from planning.libre import premier_libre
from planning.suggestion import POIDS, Demande, Faits, classer, noter, zone_couvre

HEURE = timedelta(hours=1)
PAGE = settings.BASE_DIR / "docs" / "suggestion.md"


def _tableaux() -> list[list[list[str]]]:
    """The page's tables, without their headings: rows of cells."""
    found: list[list[list[str]]] = []
    before = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            if not before.startswith("|"):
                found.append([])
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        before = line
    return [rows[2:] for rows in found]


def _nombre(texte: str) -> Decimal:
    return Decimal(texte.replace(",", "."))


def _jour(texte: str) -> date:
    return datetime.strptime(texte, "%d/%m/%Y").date()  # noqa: DTZ007  a day has no zone


def _local(texte: str) -> datetime:
    return timezone.make_aware(datetime.strptime(texte, "%d/%m/%Y %H:%M"))  # noqa: DTZ007


DEMANDE = Demande(
    competence_id=1,
    niveau="intermediaire",
    ville="Casablanca",
    jour=date(2026, 11, 30),
    fenetre=Plage(datetime(2026, 11, 30, 7, 30, tzinfo=UTC), datetime(2026, 12, 1, 17, tzinfo=UTC)),
    duree=2 * HEURE,
)


def _faits(rang: int, cellules: list[str]) -> Faits:
    name, level, until, zone, free, reserved, net, visits = cellules
    start = _local(free)
    return Faits(
        technicien_id=rang,
        nom=name,
        niveau=level,
        certifie_jusqu_au=None if until == "—" else _jour(until),
        zone=zone,
        libre=Plage(start, start + DEMANDE.duree),
        libre_le=start.date(),
        reserve=int(reserved) * HEURE,
        net=int(net) * HEURE,
        visites=int(visits),
    )


def test_l_exemple_de_la_page() -> None:
    weights, facts, wanted = _tableaux()
    assert [int(row[1]) for row in weights] == list(POIDS.values())
    assert sum(POIDS.values()) == 100
    # The order in which they are read must not count.
    ranked = classer(DEMANDE, [_faits(n, row) for n, row in enumerate(facts, 1)][::-1])
    found = [
        [str(n), one.faits.nom, *one.points.values(), one.score] for n, one in enumerate(ranked, 1)
    ]
    assert found == [[*row[:2], *map(_nombre, row[2:])] for row in wanted]


def test_a_egalite_le_nom_puis_le_numero() -> None:
    base = _faits(1, _tableaux()[1][0])
    named = [("Zineb", 1), ("Éric", 9), ("eric", 4), ("Amal", 7)]
    same = [replace(base, nom=name, technicien_id=pk) for name, pk in named]
    for order in (same, same[::-1]):
        found = [(one.faits.nom, one.faits.technicien_id) for one in classer(DEMANDE, order)]
        assert found == [("Amal", 7), ("eric", 4), ("Éric", 9), ("Zineb", 1)]


def test_les_bords() -> None:
    full = _faits(1, _tableaux()[1][0])
    start = DEMANDE.fenetre.debut
    cases = {
        "no skill is asked": (
            replace(DEMANDE, competence_id=None, niveau=None),
            full,
            "competence",
            "35.0",
        ),
        "not held": (DEMANDE, replace(full, niveau=None), "competence", "0.0"),
        "expires that very day": (
            DEMANDE,
            replace(full, certifie_jusqu_au=date(2026, 11, 30)),
            "competence",
            "35.0",
        ),
        "expires before the free day, not before the window": (
            DEMANDE,
            replace(full, certifie_jusqu_au=date(2026, 11, 30), libre_le=date(2026, 12, 1)),
            "competence",
            "0.0",
        ),
        "never free": (DEMANDE, replace(full, libre=None, libre_le=None), "disponibilite", "0.0"),
        "a week late": (
            DEMANDE,
            replace(
                full,
                libre=Plage(start + 8 * 24 * HEURE, start + 8 * 24 * HEURE + HEURE),
                libre_le=date(2026, 12, 8),
            ),
            "disponibilite",
            "0.0",
        ),
        "no hours is not free": (DEMANDE, replace(full, net=timedelta()), "charge", "0.0"),
        "more reserved than there is": (
            DEMANDE,
            replace(full, reserve=90 * HEURE),
            "charge",
            "0.0",
        ),
        "no town": (replace(DEMANDE, ville=""), full, "zone", "0.0"),
        "no zone": (DEMANDE, replace(full, zone=""), "zone", "0.0"),
    }
    wrong = {
        name: noter(want, facts).points[part]
        for name, (want, facts, part, points) in cases.items()
        if noter(want, facts).points[part] != Decimal(points)
    }
    assert not wrong


@pytest.mark.parametrize(
    ("zone", "ville", "couvre"),
    [
        ("Rabat, Fès", "fes", True),
        ("Jorf", "Jorf Lasfar", True),
        ("Grand Casablanca; Settat", "Casablanca", True),
        ("Casablanca", "Mohammedia", False),
        (" , ", "Rabat", False),
    ],
)
def test_la_zone_en_mots(zone: str, ville: str, couvre: bool) -> None:
    assert zone_couvre(zone, ville) is couvre


def _h(debut: float, fin: float) -> Plage:
    day = datetime(2026, 11, 30, tzinfo=UTC)
    return Plage(day + debut * HEURE, day + fin * HEURE)


def test_le_premier_temps_libre() -> None:
    """Two days of 8-12 and 14-18, the second one's hours counted on from 24."""
    hours = [_h(8, 12), _h(14, 18), _h(32, 36), _h(38, 42)]
    cases: list[tuple[str, list[Plage], float, Plage | None]] = [
        ("nothing taken", [], 2, _h(8, 10)),
        ("the whole stretch", [], 4, _h(8, 12)),
        ("after what is taken", [_h(7, 9)], 2, _h(9, 11)),
        ("not across the break", [_h(8, 11)], 2, _h(14, 16)),
        ("exactly between two", [_h(8, 9), _h(11, 17)], 2, _h(9, 11)),
        ("the next day", [_h(9, 20)], 2, _h(32, 34)),
        ("nowhere", [_h(0, 48)], 1, None),
        ("nowhere so long in one", [_h(9, 11), _h(15, 17), _h(33, 35), _h(39, 41)], 2, None),
        ("longer than a stretch goes on after breaks", [], 6, _h(8, 16)),
        ("and after a night", [_h(8, 12)], 6, _h(14, 34)),
        ("but not over what is taken", [_h(10, 11)], 9, _h(11, 36)),
        ("nor over what is taken outside hours", [_h(20, 21)], 12, None),
        ("longer than all there is", [], 17, None),
    ]
    wrong = {
        name: found
        for name, taken, length, want in cases
        if (found := premier_libre(hours, taken, length * HEURE)) != want
    }
    assert not wrong

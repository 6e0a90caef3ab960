"""Reading values of another program: what is put right, and that it is said."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from comptes.choices import Role
from interventions.choices import Statut
from reprise.enumerations import ROLES, STATUTS, STATUTS_EQUIPEMENT, Enumeration
from reprise.ligne import JSON_PROFONDEUR, Ligne, Refus, en_texte

CASABLANCA = ZoneInfo("Africa/Casablanca")


def _ligne(valeur: Any, fuseau: str = "UTC") -> Ligne:
    return Ligne("t", "1", {"x": valeur}, ZoneInfo(fuseau))


def _ecarts(lire: Any, cas: list[tuple[Any, Any, bool]]) -> list[Any]:
    """The cases whose value or whose being noted is not the expected one."""
    found = []
    for raw, wanted, noted in cas:
        ligne = _ligne(raw)
        value = lire(ligne)
        if value != wanted or type(value) is not type(wanted) or bool(ligne.remarques) != noted:
            found.append((raw, value, ligne.remarques))
    return found


def test_textes() -> None:
    cas: list[tuple[Any, Any, bool]] = [
        (None, "", False),
        ("  Été\r\nà Fès ", "Été\nà Fès", False),
        ("a\x00b\x07c\ud800", "abc", True),
        ("x" * 11, "x" * 10, True),
        (b"\xc3\xa9", "é", False),
        (b"\xe9", "é", False),
        (12, "12", False),
    ]
    assert _ecarts(lambda li: li.texte("x", 10), cas) == []
    assert en_texte("é") == "é"


def test_courriels() -> None:
    cas = [("a@b.ma", "a@b.ma", False), ("pas un courriel", "", True), (None, "", False)]
    assert _ecarts(lambda li: li.courriel("x"), cas) == []


def test_instants_en_utc() -> None:
    cas: list[tuple[Any, Any, bool]] = [
        (None, None, False),
        ("2024-03-01 08:00:00", datetime(2024, 3, 1, 8, tzinfo=UTC), False),
        ("2024-03-01 08:00:00+02", datetime(2024, 3, 1, 6, tzinfo=UTC), False),
        (datetime.fromisoformat("2024-03-01T08:00"), datetime(2024, 3, 1, 8, tzinfo=UTC), False),
        (date(2024, 3, 1), datetime(2024, 3, 1, tzinfo=UTC), False),
        *[
            (text, None, True)
            for text in (
                *("infinity", "-infinity", "0044-03-15 00:00:00 BC", "10000-01-01 00:00:00"),
                *("1899-12-31 00:00:00", "2201-01-01 00:00:00", "1900-01-01 00:00:00+14", "hier"),
            )
        ],
    ]
    assert _ecarts(lambda li: li.instant("x"), cas) == []


@pytest.mark.parametrize(
    ("naive", "attendu", "dit"),
    [
        ("2024-07-01 08:00:00", datetime(2024, 7, 1, 7, tzinfo=UTC), ""),
        # Before and after Ramadan 2024 the clock of Casablanca went back and forth.
        ("2024-03-10 02:30:00", datetime(2024, 3, 10, 1, 30, tzinfo=UTC), "deux fois"),
        ("2024-04-14 02:30:00", datetime(2024, 4, 14, 2, 30, tzinfo=UTC), "sautée"),
    ],
)
def test_instants_sur_une_horloge_qui_change(naive: str, attendu: datetime, dit: str) -> None:
    ligne = _ligne(naive, "Africa/Casablanca")
    assert ligne.instant("x") == attendu
    assert [dit in r.message for r in ligne.remarques] == ([True] if dit else [])


def test_jours() -> None:
    cas: list[tuple[Any, Any, bool]] = [
        ("2024-03-01", date(2024, 3, 1), False),
        ("2024-03-01 23:30:00", date(2024, 3, 1), False),
        ("0001-01-01", None, True),
        (None, None, False),
    ]
    assert _ecarts(lambda li: li.jour("x"), cas) == []
    assert _ligne("2024-07-01 23:30:00+00", "Africa/Casablanca").jour("x") == date(2024, 7, 2)


def test_nombres() -> None:
    cas: list[tuple[Any, Any, bool]] = [
        (None, None, False),
        (Decimal("12.5"), Decimal("12.50"), False),
        ("3,25", Decimal("3.25"), False),
        (1.005, Decimal("1.01"), True),
        (Decimal("99999.99"), Decimal("99999.99"), False),
        *[(v, None, True) for v in (Decimal(-1), Decimal("NaN"), "Infinity", "1e9", "beaucoup")],
    ]
    assert _ecarts(lambda li: li.decimal("x", 7), cas) == []
    whole: list[tuple[Any, Any, bool]] = [
        *((5, 5, False), ("5", 5, False), (None, None, False)),
        *((True, None, True), (2.5, None, True), ("9" * 30, None, True)),
    ]
    assert _ecarts(lambda li: li.entier("x"), whole) == []


def test_booleens() -> None:
    cas = [
        *((True, True, False), ("f", False, False), ("OUI", True, False)),
        *((None, True, False), ("peut-être", True, True)),
    ]
    assert _ecarts(lambda li: li.booleen("x", absent=True), cas) == []


def test_json() -> None:
    assert _ligne(None).objet_json("x") == {}
    assert _ligne('{"a": 1}').objet_json("x") == {"a": 1}
    assert _ligne("bonjour").objet_json("x") == {"valeur": "bonjour"}
    assert _ligne([1, "a\x00"]).objet_json("x") == {"valeur": [1, "a"]}
    dirty = {"n\x00": float("nan"), "t": "\ud83d", "b": True, "v": None}
    assert _ligne(dirty).objet_json("x") == {"n": "nan", "t": "", "b": True, "v": None}
    deep: Any = 1
    for _level in range(JSON_PROFONDEUR + 50):
        deep = [deep]
    assert "[" in str(_ligne(deep).objet_json("x"))


def test_une_etiquette_se_lit_quelle_que_soit_son_ecriture() -> None:
    same: list[tuple[Enumeration, str, str]] = [
        (ROLES, "ADMIN", Role.ADMIN),
        (ROLES, "UserRole.RESPONSABLE", Role.RESPONSABLE),
        (STATUTS, "terminee", Statut.CLOTUREE),
        (STATUTS, "Fermée", Statut.CLOTUREE),
        (STATUTS, "EN COURS", Statut.EN_COURS),
        (STATUTS, "en-attente", Statut.EN_ATTENTE),
        (STATUTS, "in_progress", Statut.EN_COURS),
        (STATUTS_EQUIPEMENT, "hors service", "panne"),
    ]
    assert [(label, enum.lire(label)) for enum, label, _w in same] == [
        (label, wanted) for _e, label, wanted in same
    ]


def test_une_etiquette_inconnue_prend_la_valeur_dite_ou_refuse() -> None:
    ligne = _ligne("gourou")
    assert ligne.choix("x", ROLES) == Role.CLIENT
    assert [(r.colonne, r.ancienne) for r in ligne.remarques] == [("x", "gourou")]
    assert _ligne(None).choix("x", STATUTS) == Statut.OUVERTE
    with pytest.raises(Refus, match="zombie"):
        _ligne("zombie").choix("x", STATUTS)


def test_chaque_table_mene_a_nos_valeurs() -> None:
    from reprise import enumerations  # noqa: PLC0415  every table of the module

    tables = [v for v in vars(enumerations).values() if isinstance(v, Enumeration)]
    assert len(tables) > 10
    for table in tables:
        ours = {*map(str, table.choix.values), ""}
        assert {*table.autres.values(), table.absente, table.inconnue or ""} <= ours
        assert all(enumerations.etiquette(label) == label for label in table.autres)


def test_lempreinte_ne_depend_pas_de_lordre() -> None:
    a, b = Ligne("t", "1", {"a": 1, "b": 2}), Ligne("t", "1", {"b": 2, "a": 1})
    assert a.empreinte == b.empreinte != Ligne("t", "1", {"a": 1, "b": 3}).empreinte

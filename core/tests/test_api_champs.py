"""Strict values, in serializers, in forms and in the functions under both."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import QueryDict
from rest_framework import serializers

from core import champs_formulaire as pages
from core.api import champs
from core.caracteres import assainir, interdit, normaliser, octets_valides, toxique
from core.nombres import lire_decimal, lire_id, lire_id_de_route
from core.temps import InstantInvalide, lire_instant, lire_jour
from tests.donnees.entrees_hostiles import (
    BOOLEENS_REFUSES,
    CHOIX_REFUSES,
    DECIMAUX_REFUSES,
    IDS_REFUSES,
    INSTANTS_REFUSES,
    JOURS_REFUSES,
    TEXTES_ETRANGES,
    TEXTES_REFUSES,
)

CHOIX = ["debutant", "expert"]

FABRIQUES: dict[str, Callable[[], serializers.Field[Any, Any, Any, Any]]] = {
    "id": champs.EntierId,
    "entier": lambda: champs.Entier(min_value=1, max_value=5),
    "texte": lambda: champs.Texte(max_length=255),
    "courriel": champs.Courriel,
    "secret": champs.MotDePasse,
    "instant": champs.Instant,
    "jour": champs.Jour,
    "decimal": lambda: champs.DecimalStrict(max_digits=12, decimal_places=2),
    "booleen": champs.Booleen,
    "choix": lambda: champs.Choix(choices=CHOIX),
    "faits": champs.ObjetPlat,
}


def refuse(nom: str, valeur: Any) -> list[str]:
    with pytest.raises(serializers.ValidationError) as caught:
        FABRIQUES[nom]().run_validation(valeur)
    assert isinstance(caught.value.detail, list)
    messages = [str(m) for m in caught.value.detail]
    assert all(messages)
    assert all(len(m) < 300 for m in messages)
    return messages


def lu(nom: str, valeur: Any) -> Any:
    return FABRIQUES[nom]().run_validation(valeur)


def cas(*classes: tuple[str, tuple[Any, ...]]) -> list[Any]:
    pairs = [(name, value) for name, values in classes for value in values]
    return [pytest.param(*pair, id=f"{pair[0]}-{n}") for n, pair in enumerate(pairs)]


@pytest.mark.parametrize(
    ("nom", "valeur"),
    cas(
        ("id", IDS_REFUSES),
        ("texte", TEXTES_REFUSES),
        ("instant", INSTANTS_REFUSES),
        ("jour", JOURS_REFUSES),
        ("decimal", DECIMAUX_REFUSES),
        ("booleen", BOOLEENS_REFUSES),
        ("choix", CHOIX_REFUSES),
        ("texte", (1, 1.5, True, [], {}, ["a"], {"a": 1})),
        ("secret", (1, True, [], {}, "a\x00", "\ud800", "a" * 1001)),
        ("courriel", ("abc", "a@", "a@b", "a b@c.ma", "a\x00@b.ma", 1, {}, "a" * 260 + "@b.ma")),
        (
            "entier",
            (0, 6, -1, 2**63, 10**30, "0", "6", "1.0", "a", "", 1.0, True, "9" * 30, "\u0661"),
        ),
    ),
)
def test_valeur_refusee(nom: str, valeur: Any) -> None:
    for message in refuse(nom, valeur):
        message.encode()


@pytest.mark.parametrize("nom", sorted(FABRIQUES))
def test_texte_etrange_dans_chaque_champ(nom: str) -> None:
    """Taken or refused with a sentence, never another exception."""
    for text in (*TEXTES_ETRANGES, *TEXTES_REFUSES):
        with suppress(serializers.ValidationError):
            lu(nom, text)


@pytest.mark.parametrize(
    ("nom", "valeur", "attendu"),
    [
        ("id", 1, 1),
        ("id", "42", 42),
        ("id", 2**63 - 2, 2**63 - 2),
        ("id", "9223372036854775807", 2**63 - 1),
        ("entier", 5, 5),
        ("entier", "3", 3),
        ("texte", "  été\r\nà\tFès ", "été\nà\tFès"),
        ("texte", "مضخة \u200fأ", "مضخة \u200fأ"),
        ("courriel", " a@b.ma ", "a@b.ma"),
        ("secret", "  é\x01 ", "  é\x01 "),
        ("instant", "2026-05-20T10:00:00Z", datetime(2026, 5, 20, 10, tzinfo=UTC)),
        ("instant", "2026-05-20t10:00z", datetime(2026, 5, 20, 10, tzinfo=UTC)),
        ("instant", "2026-05-20 10:00+02:00", datetime(2026, 5, 20, 8, tzinfo=UTC)),
        ("instant", "2026-05-20T10:00:00.123456789Z", datetime(2026, 5, 20, 10, 0, 0, 123456, UTC)),
        ("instant", "2026-05-19T23:00:00.000Z", datetime(2026, 5, 19, 23, tzinfo=UTC)),
        # Casablanca is an hour ahead, but not during Ramadan (March 2025).
        ("instant", "2025-05-20T10:00", datetime(2025, 5, 20, 9, tzinfo=UTC)),
        ("instant", "2025-03-10T10:00", datetime(2025, 3, 10, 10, tzinfo=UTC)),
        ("instant", "2025-02-23T02:30+01:00", datetime(2025, 2, 23, 1, 30, tzinfo=UTC)),
        ("jour", "2024-02-29", date(2024, 2, 29)),
        ("jour", "1900-01-01", date(1900, 1, 1)),
        ("jour", "2200-12-31", date(2200, 12, 31)),
        ("decimal", "12.50", Decimal("12.50")),
        ("decimal", "-0.01", Decimal("-0.01")),
        ("decimal", 12, Decimal("12.00")),
        ("decimal", 0.1, Decimal("0.10")),
        ("decimal", 9999999999, Decimal("9999999999.00")),
        ("booleen", True, True),
        ("booleen", False, False),
        ("choix", "expert", "expert"),
        ("faits", {"kW": 5.5, "pôles": 4, "ok": True, "x": None}, None),
    ],
)
def test_valeur_admise(nom: str, valeur: Any, attendu: Any) -> None:
    assert lu(nom, valeur) == (valeur if attendu is None else attendu)


@pytest.mark.parametrize("nom", ["id", "entier", "instant", "jour", "booleen"])
def test_vide_est_nul_ou_c_est_permis(nom: str) -> None:
    field = FABRIQUES[nom]()
    field.allow_null = True
    assert field.run_validation("") is None
    assert refuse(nom, None)


def test_choix_vide_et_message() -> None:
    assert champs.Choix(choices=CHOIX, allow_blank=True).run_validation("") == ""
    assert refuse("choix", "autre") == ["Valeurs possibles : debutant, expert."]


def test_messages_des_heures_douteuses() -> None:
    assert "n’existe pas" in refuse("instant", "2025-04-06T02:30")[0]
    assert "deux fois" in refuse("instant", "2025-02-23T02:30")[0]
    assert "1900" in refuse("jour", "1800-01-01")[0]


@pytest.mark.parametrize(
    "valeur",
    [
        None,
        [],
        "a",
        {str(n): n for n in range(51)},
        {"": 1},
        {"a" * 101: 1},
        {"a\x00": 1},
        {"a": {}},
        {"a": []},
        {"a": "x" * 1001},
        {"a": "\x01"},
        {"a": 2**63},
    ],
)
def test_objet_plat_refuse(valeur: Any) -> None:
    assert refuse("faits", valeur)


def test_objet_plat_rendu() -> None:
    assert champs.ObjetPlat().to_representation({"a": 1}) == {"a": 1}


class Formulaire(serializers.Serializer[Any]):
    actif = champs.Booleen(required=False)
    numero = champs.EntierId(required=False)


@pytest.mark.parametrize(
    ("requete", "attendu"),
    [
        ("actif=true&numero=3", {"actif": True, "numero": 3}),
        ("actif=0", {"actif": False}),
        ("actif=1", {"actif": True}),
        ("actif=false", {"actif": False}),
        ("", {}),
    ],
)
def test_booleen_de_formulaire(requete: str, attendu: dict[str, Any]) -> None:
    form = Formulaire(data=QueryDict(requete))
    assert form.is_valid()
    assert form.validated_data == attendu


def test_booleen_texte_refuse_en_json() -> None:
    assert not Formulaire(data={"actif": "true"}).is_valid()
    assert not Formulaire(data=QueryDict("actif=oui")).is_valid()


# --- The functions underneath ------------------------------------------------------------------
def test_id_de_route() -> None:
    assert lire_id_de_route("7") == 7
    for junk in ("007", "0", "+7", "7.0", "", " 7", "9" * 30):
        with pytest.raises(ValueError, match="entier"):
            lire_id_de_route(junk)


def test_lire_refuse_les_autres_types() -> None:
    for value in (None, object(), b"1"):
        with pytest.raises(ValueError, match="entier"):
            lire_id(value)
        with pytest.raises(ValueError, match="décimal"):
            lire_decimal(value)


def test_lire_instant_et_jour_disent_pourquoi() -> None:
    with pytest.raises(InstantInvalide, match="n’existe pas"):
        lire_instant("2025-02-30T10:00")
    with pytest.raises(InstantInvalide, match="n’existe pas"):
        lire_jour("2025-02-30")


def test_caracteres() -> None:
    assert toxique("a\x00")
    assert toxique("\ud800")
    assert not toxique("a\x01")
    assert interdit("a\x01")
    assert not interdit("a\n\té\u202e")
    assert assainir("a\x00\ud800b") == "a\ufffd\ufffdb"
    assert normaliser("a\r\nb\rc\n") == "a\nb\nc\n"
    assert octets_valides(b"a=%C3%A9&b=%25")
    assert not octets_valides(b"a=%E9")


# --- Form fields of pages ----------------------------------------------------------------------
CHAMPS_PAGES: dict[str, forms.Field] = {
    "id": pages.EntierIdField(),
    "texte": pages.TexteField(max_length=255),
    "instant": pages.InstantField(),
    "jour": pages.JourField(),
    "decimal": pages.DecimalField(max_digits=12, decimal_places=2),
    "booleen": pages.BooleenField(),
}


def tapes(valeurs: tuple[Any, ...]) -> tuple[str, ...]:
    """What can be typed into a form: text; the form trims it and takes the comma."""
    texts = (v for v in valeurs if isinstance(v, str))
    return tuple(t for t in texts if t.strip() == t and t != "1,5")


@pytest.mark.parametrize(
    ("nom", "valeur"),
    cas(
        ("id", tapes(IDS_REFUSES)),
        ("texte", tapes(TEXTES_REFUSES)),
        ("instant", tapes(INSTANTS_REFUSES)),
        ("jour", tapes(JOURS_REFUSES)),
        ("decimal", tapes(DECIMAUX_REFUSES)),
        ("booleen", tapes(BOOLEENS_REFUSES)),
    ),
)
def test_valeur_refusee_en_page(nom: str, valeur: str) -> None:
    with pytest.raises(DjangoValidationError) as caught:
        CHAMPS_PAGES[nom].clean(valeur)
    assert all(caught.value.messages)


@pytest.mark.parametrize("nom", sorted(CHAMPS_PAGES))
def test_texte_etrange_en_page(nom: str) -> None:
    for text in (*TEXTES_ETRANGES, *TEXTES_REFUSES):
        with suppress(DjangoValidationError):
            CHAMPS_PAGES[nom].clean(text)


@pytest.mark.parametrize(
    ("nom", "valeur", "attendu"),
    [
        ("id", " 7 ", 7),
        ("texte", " a\r\nb ", "a\nb"),
        ("instant", " 2025-05-20T10:00 ", datetime(2025, 5, 20, 9, tzinfo=UTC)),
        ("instant", datetime(2025, 5, 20, 9, tzinfo=UTC), datetime(2025, 5, 20, 9, tzinfo=UTC)),
        ("jour", "2025-05-20", date(2025, 5, 20)),
        ("jour", date(2025, 5, 20), date(2025, 5, 20)),
        ("decimal", "1 234,50", None),
        ("decimal", "1\u202f234,50", Decimal("1234.50")),
        ("decimal", "12,5", Decimal("12.5")),
        ("decimal", Decimal("12.5"), Decimal("12.5")),
        ("decimal", 3, Decimal(3)),
        ("booleen", "true", True),
        ("booleen", "0", False),
        ("booleen", True, True),
    ],
)
def test_valeur_admise_en_page(nom: str, valeur: Any, attendu: Any) -> None:
    if attendu is None:
        with pytest.raises(DjangoValidationError):
            CHAMPS_PAGES[nom].clean(valeur)
    else:
        assert CHAMPS_PAGES[nom].clean(valeur) == attendu


@pytest.mark.parametrize("nom", ["id", "instant", "jour", "decimal", "booleen"])
def test_vide_en_page(nom: str) -> None:
    field = CHAMPS_PAGES[nom]
    with pytest.raises(DjangoValidationError, match="obligatoire"):
        field.clean("")
    optional = type(field)(required=False)
    assert optional.clean("") is None


def test_instant_hors_bornes_en_page() -> None:
    with pytest.raises(DjangoValidationError, match="année"):
        CHAMPS_PAGES["instant"].clean(datetime(1800, 1, 1, tzinfo=UTC))


def test_booleen_repris_par_le_widget() -> None:
    field = pages.BooleenField()
    assert field.prepare_value(True) == "true"
    assert field.prepare_value("oups") == "oups"

"""The facts of a row for a page, on a real model with columns hidden from some."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.faits import en_clair, faits
from tests.fixtures import Monde


@pytest.mark.parametrize(
    ("valeur", "texte"),
    [
        (True, "oui"),
        (False, "non"),
        (datetime(2026, 5, 20, 9, 5, tzinfo=UTC), "20 mai 2026 10:05"),
        (date(2026, 5, 2), "2 mai 2026"),
        (Decimal("1234567.50"), "1\u202f234\u202f567,50"),
        ("mot", "mot"),
    ],
)
def test_values_as_people_read_them(valeur: Any, texte: str) -> None:
    assert en_clair(valeur).replace("\xa0", "\u202f") == texte


def test_facts_are_the_filled_columns_that_the_person_may_see(monde: Monde) -> None:
    firm = monde.client_a
    firm.notes_commerciales, firm.adresse, firm.telephone = "Négocie", "1, rue A\nFès", ""
    names = ("nom_entreprise", "type_client", "telephone", "adresse", "notes_commerciales")
    chief = faits(firm, names, monde.compte("responsable"), liens={"nom_entreprise": "/x/"})
    assert [(str(f.libelle), str(f.valeur), f.lien, f.large) for f in chief] == [
        ("entreprise", firm.nom_entreprise, "/x/", False),
        ("type de client", "Standard", "", False),
        ("adresse", "1, rue A\nFès", "", True),
        ("notes commerciales", "Négocie", "", True),
    ]
    mine = faits(firm, names, monde.compte("client"), libelles={"adresse": "siège"})
    assert [str(f.libelle) for f in mine] == ["entreprise", "siège"]

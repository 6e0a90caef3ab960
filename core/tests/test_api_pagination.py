"""Pages of lists: arrays, counts, links, cursors."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.response import Response
from rest_framework.test import APIClient

from core.api import pagination
from tests.donnees.demandes_hostiles import (
    REQUETES_ADMISES,
    REQUETES_DE_LISTE_REFUSEES,
    REQUETES_DOUBLES,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("core.tests.urls_essai")]

URL = "/api/v1/competences/"


@pytest.fixture
def ids() -> list[int]:
    """Seven skills, newest first."""
    competence: Any = apps.get_model("techniciens", "Competence")
    made = [competence.objects.create(nom=f"C{n}") for n in range(7)]
    return [row.pk for row in reversed(made)]


def lus(answer: Response) -> list[int]:
    return [row["id"] for row in answer.json()]  # type: ignore[attr-defined]


def liens(answer: Response) -> dict[str, str]:
    parts = answer.headers["Link"].split(", ")
    return {p.split('rel="')[1][:-1]: p[1 : p.index(">")] for p in parts}


def test_tableau_nu(api: APIClient, ids: list[int]) -> None:
    answer = api.get(URL)
    assert lus(answer) == ids
    assert answer.headers["X-Total-Count"] == "7"
    assert answer.headers["X-Total-Count-Exact"] == "true"
    assert set(liens(answer)) == {"first", "last"}


def test_decalage_et_liens(api: APIClient, ids: list[int]) -> None:
    answer = api.get(f"{URL}?limit=3&offset=3&ordering=-nom")
    assert lus(answer) == ids[3:6]
    links = liens(answer)
    assert set(links) == {"first", "prev", "next", "last"}
    assert lus(api.get(links["next"])) == ids[6:]
    assert lus(api.get(links["prev"])) == ids[:3]
    assert lus(api.get(links["first"])) == ids[:3]
    assert lus(api.get(links["last"])) == ids[6:]
    assert "ordering=-nom" in links["next"]


def test_au_dela_de_la_fin(api: APIClient, ids: list[int]) -> None:
    answer = api.get(URL, {"offset": 100})
    assert lus(answer) == []
    assert answer.headers["X-Total-Count"] == "7"
    assert set(liens(answer)) == {"first", "prev", "last"}


def test_limite_nulle(api: APIClient, ids: list[int]) -> None:
    answer = api.get(URL, {"limit": 0})
    assert lus(answer) == []
    assert answer.headers["X-Total-Count"] == "7"


def test_limite_servie_au_plus(api: APIClient, ids: list[int]) -> None:
    assert "limit=1000" in liens(api.get(URL, {"limit": 99999}))["first"]
    assert "limit=500" in liens(api.get(URL))["first"]


def test_liste_vide(api: APIClient) -> None:
    answer = api.get(URL)
    assert (lus(answer), answer.headers["X-Total-Count"]) == ([], "0")
    assert set(liens(answer)) == {"first"}


def test_enveloppe(api: APIClient, ids: list[int]) -> None:
    body = api.get(URL, {"envelope": 1, "limit": 2, "offset": 2}).json()
    assert list(body) == ["count", "next", "previous", "results"]
    assert (body["count"], len(body["results"])) == (7, 2)
    assert "envelope=1" in body["next"]
    assert api.get(body["previous"]).json()["previous"] is None


def test_curseur_parcourt_tout(api: APIClient, ids: list[int]) -> None:
    url, seen = f"{URL}?cursor=&limit=3", []
    while url:
        answer = api.get(url)
        seen += lus(answer)
        assert answer.headers["X-Total-Count"] == "7"
        assert "prev" not in liens(answer)
        url = liens(answer).get("next", "")
    assert seen == ids


def test_compte_borne(api: APIClient, ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "COMPTE_MAX", 5)
    answer = api.get(URL, {"limit": 2})
    assert answer.headers["X-Total-Count"] == "5"
    assert answer.headers["X-Total-Count-Exact"] == "false"
    assert "last" not in liens(answer)
    exact = api.get(f"{URL}?limit=2&total=exact")
    assert exact.headers["X-Total-Count"] == "7"
    assert exact.headers["X-Total-Count-Exact"] == "true"


def test_derniere_page_sans_compter(api: APIClient, ids: list[int]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        api.get(URL, {"offset": 5})
    assert not any("COUNT" in q["sql"] for q in queries)
    with CaptureQueriesContext(connection) as queries:
        api.get(URL, {"limit": 2})
    counted = [q["sql"] for q in queries if "COUNT" in q["sql"]]
    assert len(counted) == 1
    assert "LIMIT 10001" in counted[0]


@pytest.mark.parametrize("requete", REQUETES_DE_LISTE_REFUSEES)
def test_requete_refusee(api: APIClient, ids: list[int], requete: str) -> None:
    answer = api.get(f"{URL}?{requete}")
    assert answer.status_code == 422
    body = answer.json()
    assert body["detail"]
    assert list(body["errors"]) == [requete.split("=", maxsplit=1)[0]]


@pytest.mark.parametrize("requete", REQUETES_DOUBLES)
def test_requete_double(api: APIClient, requete: str) -> None:
    answer = api.get(f"{URL}?{requete}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [requete.split("=", maxsplit=1)[0]]


@pytest.mark.parametrize("requete", REQUETES_ADMISES)
def test_requete_admise(api: APIClient, ids: list[int], requete: str) -> None:
    assert api.get(f"{URL}?{requete}").status_code == 200


def test_curseur_aller_retour() -> None:
    assert pagination.decoder(pagination.coder(42)) == 42


def test_schema_de_liste() -> None:
    schema = {"type": "array"}
    assert pagination.Pages().get_paginated_response_schema(schema) is schema

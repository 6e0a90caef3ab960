"""The API's document: what the repository holds is what the code says, and it names every door."""

from typing import Any

import pytest
from django.http import HttpResponse, JsonResponse

from core.api.urls import urlpatterns
from tests.description import REFAIRE, ecrire, generer, juge, lu, operations
from tests.donnees.matrice import API


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return lu()


def test_le_document_du_depot_est_a_jour() -> None:
    assert ecrire(generer()) == ecrire(lu()), f"{REFAIRE}, and read what changed"


def test_chaque_ligne_de_la_matrice_y_est_et_rien_dautre(document: dict[str, Any]) -> None:
    described = {(route, method) for route, method, _operation in operations(document)}
    own = {(f"api:{route.name}", "GET") for route in urlpatterns}
    assert described == {(line.route, line.methode) for line in API} - own


def test_chaque_operation_dit_tout(document: dict[str, Any]) -> None:
    """A name of its own, a summary, a domain, who may, an example of what is sent."""
    wrong, names = [], set()
    for route, method, operation in operations(document):
        names.add(operation["operationId"])
        said = operation.get("summary") and operation.get("description") and operation["tags"]
        content = operation.get("requestBody", {}).get("content", {})
        shown = [media for media in content.values() if media.get("examples")]
        whole = not operation["security"] or operation["x-roles"]
        if not (said and whole and (shown or not content)):
            wrong.append(f"{method} {route}")
    assert not wrong
    assert len(names) == sum(1 for _ in operations(document)) >= 83


def test_les_roles_sont_ceux_de_la_matrice(document: dict[str, Any]) -> None:
    by_id = {operation["operationId"]: operation for _r, _m, operation in operations(document)}
    assert by_id["users_create"]["x-roles"] == ["admin"]
    assert by_id["clients_create"]["x-roles"] == ["admin", "responsable"]
    assert by_id["competences_retrieve"]["x-roles"] == ["admin", "responsable", "technicien"]
    assert by_id["interventions_create"]["x-roles"][-1] == "client"
    assert by_id["auth_login"]["security"] == []
    assert "x-roles" not in by_id["auth_login"]


def _json(body: Any, statut: int = 200, **entetes: str) -> HttpResponse:
    headers = {name.replace("_", "-"): value for name, value in entetes.items()}
    return JsonResponse(body, status=statut, safe=False, headers={"X-Request-ID": "1"} | headers)


def test_le_juge_voit_chaque_ecart(document: dict[str, Any]) -> None:
    route, good = "api:familles-detail", {"id": 1, "nom": "Pompe", "competence_id": None}
    answers: dict[str, HttpResponse] = {
        "is not described": _json({"detail": "x"}, 418),
        "'nom' is a required": _json({"id": 1, "competence_id": None}),
        "is not of type 'integer'": _json(good | {"id": "1"}),
        "'plus' was unexpected": _json(good | {"plus": 1}),
        "Content-Type text/html": HttpResponse(
            "<p>", headers={"X-Request-ID": "1"}, content_type="text/html"
        ),
        "no header X-Request-ID": JsonResponse(good),
        "no header WWW-Authenticate": _json({"detail": "x"}, 401),
        "'detail' is a required": _json({}, 404),
    }
    assert juge().defauts(route, "GET", _json(good)) == []
    for wanted, answer in answers.items():
        found = juge().defauts(route, "GET", answer)
        assert len(found) == 1, (wanted, found)
        assert wanted in found[0]
    gone = HttpResponse(b"x", status=204, headers={"X-Request-ID": "1"})
    assert "a body" in juge().defauts(route, "DELETE", gone)[0]


def test_un_texte_vide_nest_pas_deux_choses(document: dict[str, Any]) -> None:
    """The library would offer text or empty text: both fit, and `oneOf` then refuses it."""
    schemas = document["components"]["schemas"]
    fields = {f"{n}.{key}": f for n, s in schemas.items() for key, f in s["properties"].items()}
    assert not [name for name, field in fields.items() if "oneOf" in field]
    assert "" in [choice.get("const") for choice in fields["ContactEntreeRequest.email"]["anyOf"]]

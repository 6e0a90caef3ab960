"""Every error of the API: the right status, a French sentence, nothing secret."""

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import transaction
from django.db.models import ProtectedError
from rest_framework import exceptions, serializers
from rest_framework.test import APIClient

from core.api.erreurs import aplatir, invalide_drf, traiter

pytestmark = [pytest.mark.django_db, pytest.mark.urls("core.tests.urls_essai")]


@pytest.mark.parametrize(
    ("nom", "statut", "corps"),
    [
        ("invalide", 422, {"detail": "Non.", "errors": {"nom": ["Trop court."]}}),
        ("interdit", 403, {"detail": "Pas vous."}),
        ("introuvable", 404, {"detail": "Rien."}),
        (
            "conflit",
            409,
            {"detail": "Trop tard.", "statut": "cloturee", "version": 3, "actions": ["a"]},
        ),
        ("perimee", 409, {"detail": "Changé.", "version": 4}),
        ("domaine", 400, {"detail": "Substitut \ufffd."}),
        ("http404", 404, {"detail": "Introuvable."}),
        ("permission", 403, {"detail": "Vous n’avez pas le droit de faire cela."}),
        (
            "integrite",
            409,
            {"detail": "Ces valeurs sont en conflit avec des données déjà enregistrées."},
        ),
        ("donnees", 422, {"detail": "Une valeur est hors des limites acceptées."}),
        ("depassement", 422, {"detail": "Une valeur est hors des limites acceptées."}),
        (
            "validation",
            422,
            {"detail": "Certaines valeurs sont à corriger.", "errors": {"nom": ["Trop long."]}},
        ),
        (
            "validation_simple",
            422,
            {
                "detail": "Certaines valeurs sont à corriger.",
                "errors": {"non_field": ["Ensemble impossible."]},
            },
        ),
    ],
)
def test_statut_et_corps(*, api: APIClient, nom: str, statut: int, corps: dict[str, Any]) -> None:
    answer = api.get(f"/api/v1/erreurs/{nom}")
    assert (answer.status_code, answer.json()) == (statut, corps)
    assert answer.headers["Content-Type"] == "application/json"


def test_base_muette(api: APIClient) -> None:
    answer = api.get("/api/v1/erreurs/base")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "locked" not in answer.json()["detail"]


def test_limite_atteinte(api: APIClient) -> None:
    answer = api.get("/api/v1/erreurs/limite")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    assert answer.json()["detail"]
    unknown = traiter(exceptions.Throttled(), {})
    assert unknown is not None
    assert unknown.headers["Retry-After"] == "1"


def test_perimee_avec_if_match(api: APIClient) -> None:
    answer = api.get("/api/v1/erreurs/perimee", headers={"If-Match": '"1-3"'})
    assert (answer.status_code, answer.json()["version"]) == (412, 4)


def test_anonyme() -> None:
    answer = APIClient().get("/api/v1/contexte")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("exception", "statut"),
    [
        (RequestDataTooBig("x"), 413),
        (TooManyFieldsSent("x"), 400),
        (exceptions.UnsupportedMediaType("x/\ud800"), 415),
        (exceptions.MethodNotAllowed("\x00"), 405),
        (exceptions.ParseError("a\ud800"), 400),
        (exceptions.NotFound("No Secret matches"), 404),
        (ProtectedError("secret", set()), 409),
        (exceptions.APIException({"a": ["b"]}), 500),
    ],
)
def test_autres_exceptions(exception: Exception, statut: int) -> None:
    answer = traiter(exception, {})
    assert answer is not None
    assert answer.status_code == statut
    assert "ecret" not in answer.data["detail"]
    answer.data["detail"].encode()


def test_imprevu_laisse_a_django() -> None:
    assert traiter(RuntimeError(), {}) is None


def test_substitut_dans_une_erreur_d_unicode() -> None:
    with pytest.raises(UnicodeEncodeError) as caught:
        "\ud800".encode()
    answer = traiter(caught.value, {})
    assert answer is not None
    assert answer.status_code == 422


def test_aplatir() -> None:
    detail = {
        "nom": ["a", "b"],
        "client": {"ville": ["c"]},
        "lignes": [{}, {"qte": ["d"]}],
        "ids": {0: ["e"]},
        "non_field_errors": ["f"],
    }
    assert list(aplatir(detail)) == [
        ("nom", "a"),
        ("nom", "b"),
        ("client.ville", "c"),
        ("lignes.1.qte", "d"),
        ("ids.0", "e"),
        ("non_field", "f"),
    ]
    assert list(aplatir(["seul"])) == [("non_field", "seul")]
    assert list(aplatir([{}, {"nom": ["g"]}])) == [("1.nom", "g")]


def test_phrase_selon_le_nombre() -> None:
    def said(detail: Any) -> str:
        return invalide_drf(serializers.ValidationError(detail)).detail

    assert said({"nom": ["Trop court."]}) == "nom : Trop court."
    assert said({"a": ["x"], "b": ["y"]}) == "Des champs sont à corriger : a, b."
    assert said(["Ensemble impossible."]) == "Ensemble impossible."
    assert said({"a\ud800" * 200: ["\ud800"]}).encode()


def test_erreur_dans_une_transaction_defaite(api: APIClient) -> None:
    """After a refused write the connection still answers."""
    with transaction.atomic():
        assert api.post("/api/v1/competences/", {"nom": "X"}, format="json").status_code == 201
    answer = api.post("/api/v1/competences/", {"nom": "X"}, format="json")
    assert answer.status_code == 409
    assert "UNIQUE" not in answer.content.decode()
    assert api.get("/api/v1/competences/").status_code == 200

"""Guessing is slowed down by name and place, at every door, and shuts nobody else out."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from core.freins import Frein, minutes
from tests.saisie import texte

PAGE, API = "/gestion/connexion/", "/api/v1/auth/login"
pytestmark = pytest.mark.django_db


def _essayer(client: Client, nom: str = "salma", mot: str = "faux", **plus: Any) -> Any:
    return client.post(PAGE, {"username": nom, "password": mot}, **plus)


@pytest.mark.parametrize("nom", ["salma", "inconnu"])
def test_the_sixth_try_waits_even_with_the_right_password(client: Client, nom: str) -> None:
    UtilisateurFactory(username="salma")
    for typed in (nom, nom.upper(), f" {nom}", nom, nom):
        assert _essayer(client, typed).status_code == 422
    answer = _essayer(client, nom, MOT_DE_PASSE)
    assert answer.status_code == 429
    assert "Réessayez dans 15 min" in texte(answer)
    assert 890 < int(answer["Retry-After"]) <= 900
    assert f'value="{nom}"' in texte(answer)
    assert "sessionid" not in client.cookies
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        known = nom == "salma"
        assert _essayer(client, nom, MOT_DE_PASSE).status_code == (302 if known else 422)


def test_the_api_counts_with_the_page(client: Client) -> None:
    UtilisateurFactory(username="salma")
    for _ in range(3):
        assert client.post(API, {"username": "salma", "password": "faux"}).status_code == 401
    for _ in range(2):
        assert _essayer(client).status_code == 422
    answer = client.post(API, {"username": "salma", "password": MOT_DE_PASSE})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "access_token" not in answer.json()


def test_elsewhere_the_person_still_comes_in(client: Client) -> None:
    UtilisateurFactory(username="salma")
    for _ in range(6):
        _essayer(client, REMOTE_ADDR="10.0.0.66")
    assert _essayer(client, mot=MOT_DE_PASSE, REMOTE_ADDR="10.0.0.7").status_code == 302


def test_a_forged_header_is_no_other_place(client: Client) -> None:
    UtilisateurFactory(username="salma")
    for number in range(5):
        _essayer(client, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert _essayer(client, headers={"X-Forwarded-For": "10.0.0.99"}).status_code == 429


def test_right_passwords_are_never_counted(client: Client) -> None:
    UtilisateurFactory(username="salma")
    body = {"username": "salma", "password": MOT_DE_PASSE}
    for _ in range(3):
        _essayer(client)
        assert [client.post(API, body).status_code for _ in range(4)] == [200] * 4


def test_a_brake_starts_over_when_its_time_is_up() -> None:
    brake = Frein("essai", fois=2, secondes=60)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert brake.attente("a") == 0
        brake.compter("a")
        brake.compter("a")
        assert brake.attente("a") == 60
        assert brake.attente("a", "b") == brake.attente("b") == 0
    with time_machine.travel(now + timedelta(seconds=61), tick=False):
        assert brake.attente("a") == 0


@pytest.mark.parametrize(("secondes", "dit"), [(0, 1), (1, 1), (60, 1), (61, 2), (900, 15)])
def test_a_wait_is_said_in_whole_minutes(secondes: int, dit: int) -> None:
    assert minutes(secondes) == dit

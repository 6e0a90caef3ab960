"""/notifications/ as the front-end calls it."""

from typing import Any

import pytest
from django.core import mail

from notifications.models import Notification
from notifications.tests.factories import NotificationFactory, NotificationLieeFactory
from tests.api import Porte, champs_refuses, lire, refus, requetes
from tests.fixtures import Monde
from tests.relais import relayer

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]
MIENNES = "notifications/user/me"


@pytest.mark.parametrize("chemin", [MIENNES, f"{MIENNES}/", f"{MIENNES}?", f"{MIENNES}?limit=5"])
def test_les_siennes(api: Portes, monde: Monde, chemin: str) -> None:
    row = NotificationLieeFactory(user=monde.user_a, type_notification="intervention")
    NotificationFactory(user=monde.user_b)
    (shown,) = [r for r in lire(api["client"].get(chemin)) if r["id"] == row.pk]
    assert shown["type"] == shown["type_notification"] == "intervention"
    assert shown["contenu"] == shown["message"] == "Bonjour"
    assert shown["lu"] is shown["read"] is False
    assert shown["user_id"] == monde.user_a.pk
    assert shown["intervention_id"] == row.intervention_id
    assert {"canal", "titre", "date_envoi"} <= shown.keys()
    assert not {"cle", "metadata"} & shown.keys()
    assert {r["user_id"] for r in lire(api["client"].get(chemin))} == {monde.user_a.pk}


def test_marquer_comme_lue(api: Portes, monde: Monde) -> None:
    row = NotificationFactory(user=monde.user_a)
    first = lire(api["client"].put(f"notifications/{row.pk}/read"))
    assert first["lu"] is True
    assert lire(api["client"].put(f"notifications/{row.pk}/read")) == first
    refus(api["autre_client"].put(f"notifications/{row.pk}/read"), 404)
    # A manager sees it, but reading it is the reader's.
    refus(api["responsable"].put(f"notifications/{row.pk}/read"), 404)


def test_tout_marquer(api: Portes, monde: Monde) -> None:
    NotificationFactory.create_batch(3, user=monde.user_a)
    other = NotificationFactory(user=monde.user_b)
    assert api["client"].put("notifications/read").status_code == 204
    assert lire(api["client"].get(f"{MIENNES}?lu=false")) == []
    other.refresh_from_db()
    assert not other.lu


def test_ce_que_gerent_les_responsables(api: Portes, monde: Monde) -> None:
    row = NotificationLieeFactory(user=monde.user_a)
    NotificationFactory(user=monde.user_b)
    path = f"notifications/?user_id={monde.user_a.pk}&intervention_id={row.intervention_id}"
    for name in ("admin", "responsable"):
        assert [r["id"] for r in lire(api[name].get(path))] == [row.pk]
        found = lire(api[name].get(f"notifications/user/{monde.user_a.pk}"))
        assert row.pk in {r["id"] for r in found}
    for name in ("technicien", "client"):
        refus(api[name].get("notifications/"), 403)
        refus(api[name].get(f"notifications/user/{monde.user_b.pk}"), 404)
    assert lire(api["client"].get(f"notifications/user/{monde.user_a.pk}"))
    assert champs_refuses(api["admin"].get("notifications/?user_id=x")) == {"user_id"}


@pytest.mark.parametrize(
    ("envoye", "garde"),
    [("information", "info"), ("alerte", "warning"), ("cloture", "success"), ("error", "error")],
)
def test_envoyer(*, api: Portes, monde: Monde, envoye: str, garde: str) -> None:
    body: dict[str, Any] = {
        "user_id": monde.user_a.pk,
        "type": envoye,
        "canal": "in-app",
        "contenu": "Passage à 9 h",
        "intervention_id": monde.intervention_a.pk,
    }
    shown = lire(api["responsable"].post("notifications/", body), 201)
    assert (shown["type"], shown["contenu"]) == (garde, "Passage à 9 h")
    assert Notification.objects.get(pk=shown["id"]).metadata == {"par": monde.responsable.pk}


def test_un_courriel_ecrit_a_la_main_part(api: Portes, monde: Monde) -> None:
    """It is listed as well, for it has no twin; the mail of an event is not."""
    sent = {"user_id": monde.user_a.pk, "type": "info", "canal": "email", "contenu": "Bonjour"}
    row = lire(api["responsable"].post("notifications/", sent), 201)
    NotificationFactory(user=monde.user_a, canal="email", cle="1:1:email", message="Double")
    relayer()
    mine = [m.body for m in mail.outbox if m.to == [monde.user_a.email]]
    assert ["Bonjour" in body for body in mine] == [True]
    assert [r["id"] for r in lire(api["client"].get(MIENNES)) if r["canal"] == "email"] == [
        row["id"]
    ]


def test_sans_texte_le_genre_suffit(api: Portes, monde: Monde) -> None:
    """The older front-end need not send `contenu`."""
    sent = {"user_id": monde.technicien_a.user_id, "canal": "log", "type": "alerte"}
    sent["intervention_id"] = monde.intervention_a.pk
    for more, text in (({}, "Attention"), ({"contenu": None}, "Attention"), ({"titre": "T"}, "T")):
        body = lire(api["responsable"].post("notifications/", sent | more), 201)
        assert (body["contenu"], body["message"], body["canal"]) == (text, text, "log")


def test_envois_refuses(api: Portes, monde: Monde) -> None:
    good = {"user_id": monde.user_a.pk, "type": "info", "contenu": "x"}
    door = api["responsable"]
    path = "notifications/"
    refus(api["technicien"].post(path, good), 403)
    assert champs_refuses(door.post(path, {})) == {"user_id", "type"}
    assert champs_refuses(door.post(path, good | {"type": "x"})) == {"type"}
    assert champs_refuses(door.post(path, good | {"contenu": ""})) == {"contenu"}
    assert champs_refuses(door.post(path, good | {"user_id": 10**9})) == {"user_id"}
    unseen = good | {"intervention_id": monde.intervention_b.pk}
    assert champs_refuses(door.post(path, unseen)) == {"intervention_id"}


def test_supprimer(api: Portes, monde: Monde) -> None:
    row, other = NotificationFactory(user=monde.user_a), NotificationFactory(user=monde.user_b)
    refus(api["client"].delete(f"notifications/{other.pk}"), 404)
    assert api["client"].delete(f"notifications/{row.pk}").status_code == 204
    assert api["responsable"].delete(f"notifications/{other.pk}").status_code == 204
    refus(api["responsable"].delete(f"notifications/{other.pk}"), 404)


def test_le_meme_prix(api: Portes, monde: Monde) -> None:
    NotificationFactory(user=monde.user_a)
    few = requetes(api["client"], MIENNES)
    NotificationFactory.create_batch(5, user=monde.user_a)
    assert requetes(api["client"], MIENNES) == few <= 4

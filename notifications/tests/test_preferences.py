"""How one wants to be told: by the page and by the API, one's own alone."""

from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from comptes.choices import Role
from notifications import preferences
from notifications.models import Preferences
from notifications.regles import sujets_de
from tests.api import Porte, champs_refuses, lire
from tests.fixtures import Monde
from tests.lecture_formulaire import lire as formulaire

pytestmark = pytest.mark.django_db
CHEMIN = "notifications/preferences"


def test_par_defaut_selon_le_role(api: dict[str, Porte]) -> None:
    shown = {who: lire(api[who].get(CHEMIN)) for who in ("admin", "responsable", "client")}
    assert shown["admin"]["choix"] == {}
    assert shown["responsable"]["choix"]["demande"] == {"in-app": True, "email": True}
    assert shown["responsable"]["choix"]["statut"] == {"in-app": True, "email": False}
    assert shown["responsable"]["silence_debut"] is None
    assert (shown["client"]["silence_debut"], shown["client"]["silence_fin"]) == ("21:00", "07:00")
    assert "affectation" not in shown["client"]["choix"]
    assert {s["rythme"] for s in shown.values()} == {"immediat"}
    assert not Preferences.objects.exists()


def test_ce_que_l_on_choisit_reste(api: dict[str, Porte], monde: Monde) -> None:
    door = api["client"]
    sent = {
        "rythme": "quotidien",
        "silence_debut": "22:30",
        "silence_fin": "06:15",
        "choix": {
            "statut": {"email": False, "in-app": True},
            "rappel": {"email": True},  # as it is by default
        },
    }
    body = lire(door.put(CHEMIN, sent))
    assert lire(door.get(CHEMIN)) == body
    assert (body["silence_debut"], body["silence_fin"]) == ("22:30", "06:15")
    assert body["choix"]["statut"] == {"in-app": True, "email": False}
    row = Preferences.objects.get()
    assert (row.user_id, row.choix) == (monde.user_a.pk, {"statut": {"email": False}})
    # Whole: what is left out is as by default.
    assert lire(door.put(CHEMIN, {}))["choix"]["statut"]["email"] is True
    assert Preferences.objects.get().silence_debut is None


def test_ce_qui_est_refuse(api: dict[str, Porte]) -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"rythme": "jamais"}, "rythme"),
        ({"silence_debut": "25:00", "silence_fin": "06:00"}, "silence_debut"),
        ({"silence_debut": "22:00"}, "silence_fin"),
        ({"silence_debut": "22:00", "silence_fin": "22:00"}, "silence_fin"),
        ({"choix": {"affectation": {"email": True}}}, "choix"),  # not a client's
        ({"choix": {"<b>": {"email": True}}}, "choix"),
        ({"choix": {"statut": {"sms": True}}}, "choix"),
        ({"choix": {"statut": {"email": "oui"}}}, "choix"),
        ({"choix": {"statut": True}}, "choix"),
        ({"choix": []}, "choix"),
        ({"autre": 1}, "autre"),
    ]
    wrong = [
        (sent, found)
        for sent, name in bad
        if (found := {n.partition(".")[0] for n in champs_refuses(api["client"].put(CHEMIN, sent))})
        != {name}
    ]
    assert wrong == []
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("qui", ["admin", "responsable", "technicien", "client"])
def test_la_page(navigateur: dict[str, Navigateur], monde: Monde, qui: str) -> None:
    browser, page = navigateur[qui], reverse("notifications:preferences")
    shown = browser.get(page)
    form = formulaire(shown)
    role = Role(monde.compte(qui).role)
    boxes = shown.context["form"].grille
    assert len(boxes) == len(sujets_de(role))
    sent = {name: value for name, value in form.items() if not name.endswith(".in-app")}
    answer = browser.post(page, sent | {"rythme": "horaire"})
    assert answer.status_code == 302
    row = preferences.de(monde.compte(qui))
    assert row.rythme == "horaire"
    assert row.choix == {str(s): {"in-app": False} for s in sujets_de(role)}
    half = browser.post(page, sent | {"silence_debut": "22:00", "silence_fin": ""})
    assert half.status_code == 422
    assert b"Dites le d" in half.content

"""`Idempotency-Key`: sent again, a creation is answered again and not done again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.utils import timezone

from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.models import CleIdempotence
from core.tests.travaux import executer_travail
from equipements.tests.factories import EquipementFactory
from interventions.models import Intervention
from tests.api import Porte, champs_refuses, lire, refus
from tests.fixtures import Monde
from tests.test_courses import courir

ICI = "interventions/"


def _corps(machine: Any, titre: str = "Fuite") -> dict[str, Any]:
    return {"titre": titre, "type": "corrective", "equipement_id": machine.pk}


def _avec(cle: str) -> dict[str, str]:
    return {"Idempotency-Key": cle}


@pytest.mark.django_db
def test_la_meme_reponse_sans_rien_refaire(api: dict[str, Porte], monde: Monde) -> None:
    door, body = api["responsable"], _corps(monde.machine_a)
    before = Intervention.objects.count()
    first = door.post(ICI, body, _avec("k-1"))
    again = door.post(ICI, body, _avec("k-1"))
    assert lire(again, 201) == lire(first, 201)
    assert again["ETag"] == first["ETag"]
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Intervention.objects.count() == before + 1
    assert lire(door.post(ICI, body), 201)["id"] != lire(first, 201)["id"]


@pytest.mark.django_db
def test_une_autre_demande_sous_la_meme_cle(api: dict[str, Porte], monde: Monde) -> None:
    door = api["responsable"]
    first = lire(door.post(ICI, _corps(monde.machine_a), _avec("k")), 201)
    other = door.post(ICI, _corps(monde.machine_a, "Autre"), _avec("k"))
    assert champs_refuses(other) == {"Idempotency-Key"}
    act = f"{ICI}{first['id']}/actions/commenter"
    assert champs_refuses(door.post(act, {"texte": "x"}, _avec("k"))) == {"Idempotency-Key"}


@pytest.mark.django_db
def test_la_cle_est_au_compte(api: dict[str, Porte], monde: Monde) -> None:
    body = _corps(monde.machine_a)
    first = lire(api["responsable"].post(ICI, body, _avec("k")), 201)
    assert lire(api["admin"].post(ICI, body, _avec("k")), 201)["id"] != first["id"]


@pytest.mark.django_db
def test_un_refus_laisse_la_cle_libre(api: dict[str, Porte], monde: Monde) -> None:
    door, good = api["responsable"], _corps(monde.machine_a)
    assert champs_refuses(door.post(ICI, good | {"titre": ""}, _avec("k"))) == {"titre"}
    lire(door.post(ICI, good, _avec("k")), 201)
    assert CleIdempotence.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("cle", ["", " ", "é", "a" * 201, "a b"])
def test_cles_refusees(api: dict[str, Porte], monde: Monde, cle: str) -> None:
    answer = api["responsable"].post(ICI, _corps(monde.machine_a), _avec(cle))
    assert champs_refuses(answer) == {"Idempotency-Key"}


@pytest.mark.django_db
def test_apres_un_jour_la_cle_est_neuve(api: dict[str, Porte], monde: Monde) -> None:
    door, body = api["responsable"], _corps(monde.machine_a)
    first = lire(door.post(ICI, body, _avec("k")), 201)
    CleIdempotence.objects.update(cree_le=timezone.now() - timedelta(hours=25))
    assert lire(door.post(ICI, body, _avec("k")), 201)["id"] != first["id"]
    CleIdempotence.objects.update(cree_le=timezone.now() - timedelta(hours=25))
    assert executer_travail("core.purger_cles") == "1"


@pytest.mark.django_db
def test_sans_compte_la_cle_ne_dit_rien(api: dict[str, Porte]) -> None:
    refus(api["anonyme"].post(ICI, {}, _avec("k")), 401)


@pytest.mark.usefixtures("base_reelle")
def test_vingt_a_la_fois_n_en_font_qu_une() -> None:
    user: Utilisateur = UtilisateurFactory()
    machine = EquipementFactory()
    doors = [Porte(user, Navigateur()) for _ in range(20)]
    answers = courir(*(lambda d=door: d.post(ICI, _corps(machine), _avec("k")) for door in doors))
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["id"] for a in answers}) == 1
    assert sum("Idempotent-Replayed" not in a for a in answers) == 1
    assert Intervention.objects.count() == 1
    assert connection.vendor in {"sqlite", "postgresql"}

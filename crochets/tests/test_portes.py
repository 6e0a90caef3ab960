"""Webhooks by API and admin: what is refused, and that no secret is told twice."""

import logging
import re
from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from core.models import CleIdempotence
from core.outbox.relais import passer
from crochets import abonnes, signature
from crochets.models import Crochet, EnvoiCrochet
from crochets.poste import Reponse
from crochets.tests.factories import CrochetFactory, EnvoiCrochetFactory
from tests.api import Porte, champs_refuses, lire, refus, requetes
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]
BON = {"nom": "Paie", "url": "https://93.184.216.34/mif", "types": ["intervention.creee"]}


def test_creer_changer_retirer(api: Portes, monde: Monde) -> None:
    door = api["admin"]
    shown = lire(door.post("crochets/", BON), 201)
    assert shown | BON == shown
    assert (shown["actif"], shown["cree_par_id"]) == (True, monde.admin.pk)
    path = f"crochets/{shown['id']}"
    changed = lire(door.patch(path, {"types": ["*"], "actif": False}))
    assert (changed["types"], changed["actif"], changed["version"]) == (["*"], False, 2)
    assert lire(door.patch(path, {"actif": False}))["version"] == 2
    assert lire(door.get("crochets/?actif=false"))[0]["id"] == shown["id"]
    refus(door.patch(path, {"nom": "x"}, {"If-Match": f'W/"{shown["id"]}-1"'}), 412)
    EnvoiCrochetFactory(crochet_id=shown["id"], crochet=None)
    assert door.delete(path).status_code == 204
    refus(door.get(path), 404)
    refus(door.get(f"{path}/envois"), 404)


def test_adresses_et_types_refuses(api: Portes) -> None:
    door, row = api["admin"], CrochetFactory()
    urls = (
        "http://93.184.216.34/",
        "https://127.0.0.1/",
        "https://[::ffff:169.254.169.254]/",
        "https://[fd00:ec2::254]/",
        "https://2130706433/",
        "https://u:p@93.184.216.34/",
        "https://93.184.216.34:22/",
        "x",
    )
    kinds: tuple[Any, ...] = (
        [],
        ["inconnu"],
        ["*", "client.archive"],
        ["crochet.envoi"],
        "x",
        [1],
        [[]],
    )
    sent: list[tuple[str, Any]] = [("url", url) for url in urls]
    sent += [("types", types) for types in kinds]

    def blames(name: str, answer: Any) -> bool:
        # One of a list is named by its rank: `types.0`.
        return {field.split(".")[0] for field in champs_refuses(answer)} == {name}

    wrong = [
        (name, value)
        for name, value in sent
        if not blames(name, door.post("crochets/", BON | {name: value}))
        or not blames(name, door.patch(f"crochets/{row.pk}", {name: value}))
    ]
    assert wrong == []
    assert Crochet.objects.count() == 1


def test_le_secret_n_est_dit_qu_une_fois(
    api: Portes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    door = api["admin"]
    made = door.post("crochets/", BON, {"Idempotency-Key": "un"})
    path = f"crochets/{lire(made, 201)['id']}"
    first = signature.secret(Crochet.objects.get().pk, Crochet.objects.get().graine)
    answer = lire(door.put(f"{path}/secret"))
    row = Crochet.objects.get()
    secret = answer["secret"]
    assert secret == signature.secret(row.pk, row.graine) != first
    assert re.fullmatch(r"mifsec_[0-9a-f]{64}", secret)
    monkeypatch.setattr(abonnes, "poster", lambda *_args: Reponse(500, 1))
    lire(door.post(f"{path}/tester"), 201)
    passer()
    told = [made, *(door.get(p) for p in ("crochets/", path, f"{path}/envois"))]
    told += [door.patch(path, {"nom": "Autre"})]
    texts = [answer.content.decode() for answer in told]
    texts += [caplog.text, *CleIdempotence.objects.values_list("corps", flat=True)]
    texts += [str(list(model.objects.values())) for model in (Crochet, EnvoiCrochet)]
    hidden = (first, secret)
    assert [text for text in texts if any(s in text for s in hidden)] == []
    assert [text for text in texts[:-2] if row.graine in text] == []


def test_les_autres_roles_n_en_voient_rien(api: Portes) -> None:
    row = EnvoiCrochetFactory().crochet
    for name in ("responsable", "technicien", "client"):
        refus(api[name].get("crochets/"), 403)
        refus(api[name].post("crochets/", BON), 403)
        for path in ("", "/envois"):
            refus(api[name].get(f"crochets/{row.pk}{path}"), 404)
        refus(api[name].put(f"crochets/{row.pk}/secret"), 404)


def test_le_journal_au_meme_prix(api: Portes) -> None:
    row = EnvoiCrochetFactory(etat="livre").crochet
    path = f"crochets/{row.pk}/envois"
    few = requetes(api["admin"], path)
    EnvoiCrochetFactory.create_batch(5, crochet=row)
    EnvoiCrochetFactory()
    assert requetes(api["admin"], path) == few <= 5
    assert len(lire(api["admin"].get(path))) == 6
    assert len(lire(api["admin"].get(f"{path}?etat=livre"))) == 1


def test_creer_et_changer_dans_l_administration(navigateur: dict[str, Navigateur]) -> None:
    browser = navigateur["admin"]
    add = reverse("admin:crochets_crochet_add")
    page = browser.post(add, BON | {"url": "https://10.0.0.1/", "actif": "on"})
    assert page.status_code == 422
    assert "réseau privé" in page.content.decode()
    told = browser.post(add, BON | {"actif": "on"}, follow=True).content.decode()
    row = Crochet.objects.get()
    assert signature.secret(row.pk, row.graine) in told
    change = reverse("admin:crochets_crochet_change", args=[row.pk])
    again = browser.get(change).content.decode()
    assert signature.secret(row.pk, row.graine) not in again
    assert row.graine not in again
    seen = {"initial-nom": row.nom, "initial-url": row.url, "initial-types": row.types}
    seen |= {"initial-actif": "True"}
    sent = {"nom": row.nom, "url": row.url, "types": ["*"], "actif": "on"}
    assert browser.post(change, seen | sent).status_code == 302
    row.refresh_from_db()
    assert (row.types, row.version) == (["*"], 2)


def test_agir_dans_l_administration(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    passer()
    sendings: list[str] = []

    def poster(url: str, *_args: Any) -> Reponse:
        sendings.append(url)
        return Reponse(500, 1)

    monkeypatch.setattr(abonnes, "poster", poster)
    row = CrochetFactory()

    def agir(modele: str, pk: int, acte: str) -> str:
        path = reverse(f"admin:crochets_{modele}_acte", args=[pk, acte])
        return str(navigateur["admin"].post(path, follow=True).content.decode())

    page = agir("crochet", row.pk, "secret")
    row.refresh_from_db()
    assert signature.secret(row.pk, row.graine) in page
    agir("crochet", row.pk, "tester")
    passer()
    agir("envoicrochet", EnvoiCrochet.objects.get().pk, "rejouer")
    passer()
    assert len(sendings) == 2
    agir("crochet", row.pk, "retirer")
    assert not Crochet.objects.exists()

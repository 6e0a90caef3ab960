"""Who asks, from where, by which door: never from what the caller may forge."""

import logging
import threading
import uuid

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from core.contexte import (
    Canal,
    Contexte,
    FiltreJournal,
    adresse_de,
    canal,
    contexte_courant,
    contexte_de,
    gabarits,
    ouvrir,
)

requete = RequestFactory()


def test_hors_requete_une_commande() -> None:
    assert contexte_courant() == Contexte(
        canal="commande", adresse_ip=None, user_agent="", request_id=""
    )


def test_ouvrir_et_refermer_meme_apres_une_erreur() -> None:
    with ouvrir(Contexte(canal=Canal.PAGE, request_id="a")):
        assert contexte_courant().request_id == "a"
        with pytest.raises(ZeroDivisionError), ouvrir(Contexte(request_id="b")):
            1 / len(contexte_courant().request_id.strip("b"))
        assert contexte_courant().request_id == "a"
    assert contexte_courant().request_id == ""


def test_un_autre_fil_a_le_sien() -> None:
    seen: list[str] = []
    with ouvrir(Contexte(request_id="a")):
        fil = threading.Thread(target=lambda: seen.append(contexte_courant().request_id))
        fil.start()
        fil.join()
    assert seen == [""]


def test_une_tache_a_son_numero() -> None:
    with canal(Canal.TACHE) as contexte:
        assert contexte_courant() is contexte
        assert contexte.canal == "tache"
        assert uuid.UUID(contexte.request_id).version == 4


@pytest.mark.parametrize(
    ("chemin", "attendu"),
    [
        ("/api/v1/interventions/", "api"),
        ("/admin/interventions/", "admin"),
        ("/gestion/", "page"),
        ("/", "page"),
        ("/apis", "page"),
    ],
)
def test_la_porte(chemin: str, attendu: str) -> None:
    assert contexte_de(requete.get(chemin)).canal == attendu


def test_le_numero_de_requete_est_le_notre() -> None:
    request = requete.get("/", headers={"X-Request-ID": "le-mien"})
    one, two = contexte_de(request), contexte_de(request)
    assert uuid.UUID(one.request_id).version == 4
    assert len({one.request_id, two.request_id, "le-mien"}) == 3


@pytest.mark.parametrize(
    ("mandataires", "transmis", "attendu"),
    [
        (0, "198.51.100.1", "192.0.2.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.9"),
        (1, "2001:db8::0:1", "2001:db8::1"),
        (1, "pas une adresse", None),
        (1, "", None),
    ],
)
def test_ladresse(settings: Settings, *, mandataires: int, transmis: str, attendu: str) -> None:
    settings.PROXY_COUNT = mandataires
    request = requete.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=transmis)
    assert adresse_de(request) == attendu


def test_une_adresse_illisible_est_absente() -> None:
    assert adresse_de(requete.get("/", REMOTE_ADDR="unix:")) is None


def test_le_navigateur_est_assaini_et_coupe() -> None:
    agent = "Mozilla\x00\ud800\n" + "x" * 600
    assert contexte_de(requete.get("/", HTTP_USER_AGENT=agent)).user_agent == "Mozilla" + "x" * 490


def test_le_journal_porte_le_numero() -> None:
    record = logging.LogRecord("n", logging.INFO, "p", 1, "m", None, None)
    assert FiltreJournal().filter(record)
    assert record.__dict__["request_id"] == "-"
    with ouvrir(Contexte(request_id="abc")):
        FiltreJournal().filter(record)
    assert record.__dict__["request_id"] == "abc"


@pytest.mark.django_db
def test_les_gabarits_ont_la_firme_et_le_numero() -> None:
    with ouvrir(Contexte(request_id="abc")):
        given = gabarits(requete.get("/"))
    assert given["request_id"] == "abc"
    assert given["organisation"].nom

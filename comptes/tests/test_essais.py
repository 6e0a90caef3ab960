"""Guessing is stopped by every door, however the name is spelt; right passwords cost nothing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.test import Client as Navigateur
from django.utils import timezone

from comptes import essais, services
from comptes.models import Echecs, Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from core.errors import Invalide, TropDeDemandes

pytestmark = pytest.mark.django_db

LOGIN, TOKEN, PAGE = "/api/v1/auth/login", "/api/v1/auth/token", "/gestion/connexion/"
ADRESSE: dict[str, Any] = {"REMOTE_ADDR": "41.140.7.9"}


@pytest.fixture
def user() -> Utilisateur:
    return UtilisateurFactory(username="Karim.B", email="Karim@Exemple.ma")


def _api(nom: str, secret: str, **entetes: Any) -> Any:
    body = {"username": nom, "password": secret}
    return Navigateur().post(LOGIN, body, "application/json", **(ADRESSE | entetes))


def _page(nom: str, secret: str) -> Any:
    return Navigateur().post(PAGE, {"username": nom, "password": secret}, **ADRESSE)


def test_dix_essais_par_toutes_les_portes(user: Utilisateur) -> None:
    names = ("karim.b", " KARIM.B ", "Karim@exemple.MA", "karim@exemple.ma", "Karim.B")
    for name in names:
        assert _api(name, "faux").status_code == 401
        assert _page(name, "faux").status_code == 422
    refused = _api("karim.b", MOT_DE_PASSE)
    assert refused.status_code == 429
    assert 840 < int(refused["Retry-After"]) <= 901
    shown = _page("Karim@exemple.ma", MOT_DE_PASSE)
    assert shown.status_code == 429
    assert "Réessayez dans 15 min" in shown.content.decode()
    assert int(shown["Retry-After"]) > 840


def test_les_entetes_et_l_adresse_ne_trompent_pas(user: Utilisateur) -> None:
    for number in range(10):
        forged = {"REMOTE_ADDR": f"41.{number}.7.9", "HTTP_X_FORWARDED_FOR": f"8.8.8.{number}"}
        assert _api("karim.b", "faux", **forged).status_code == 401
    assert _api("karim.b", "faux", REMOTE_ADDR="105.1.1.1").status_code == 429


def test_un_inconnu_est_traite_de_meme(user: Utilisateur) -> None:
    said = {name: [_api(name, "faux") for _ in range(11)] for name in ("karim.b", "personne")}
    codes = {name: [a.status_code for a in answers] for name, answers in said.items()}
    assert codes["karim.b"] == codes["personne"] == [401] * 10 + [429]
    for known, unknown in zip(*said.values(), strict=True):
        assert known.json() == unknown.json()


def test_un_compte_ferme_est_traite_de_meme(user: Utilisateur) -> None:
    Utilisateur.objects.update(is_active=False)
    answers = [_api("karim.b", MOT_DE_PASSE).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_les_bons_mots_de_passe_ne_comptent_pas(user: Utilisateur) -> None:
    for _ in range(9):
        assert _api("karim.b", "faux").status_code == 401
    for _ in range(40):
        assert authenticate(None, username="karim.b", password=MOT_DE_PASSE) == user
    # Nor do they wipe out the wrong ones.
    assert _api("karim.b", "faux").status_code == 401
    assert _api("karim.b", MOT_DE_PASSE).status_code == 429


def test_un_quart_d_heure_de_calme_suffit(user: Utilisateur) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for minute in range(10):
            clock.move_to(start + timedelta(minutes=minute))
            assert _api("karim.b", "faux").status_code == 401
        # Since the first one 15 minutes have passed, since the last one not.
        clock.move_to(start + timedelta(minutes=16))
        assert _api("karim.b", MOT_DE_PASSE).status_code == 429
        clock.move_to(start + timedelta(minutes=24, seconds=1))
        assert _api("karim.b", MOT_DE_PASSE).status_code == 200


def test_un_reseau_a_sa_limite(user: Utilisateur, settings: Any) -> None:
    settings.ESSAIS_RESEAU = 3
    for number in range(3):
        assert _api(f"nom{number}", "x", REMOTE_ADDR=f"41.1.1.{number}").status_code == 401
    assert _api("nom9", "x", REMOTE_ADDR="41.1.1.250").status_code == 429
    assert _api("nom9", "x", REMOTE_ADDR="41.1.2.1").status_code == 401
    for number in range(3):
        v6 = f"2001:db8:1:2::{number + 1}"
        assert _api(f"six{number}", "x", REMOTE_ADDR=v6).status_code == 401
    assert _api("six9", "x", REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    # An IPv4 address in IPv6 clothes is of its own network.
    assert _api("nom8", "x", REMOTE_ADDR="::ffff:41.1.1.9").status_code == 429


def test_l_ancien_mot_de_passe_se_devine_aussi(user: Utilisateur) -> None:
    def changer(ancien: str) -> None:
        services.changer_mot_de_passe(utilisateur=user, ancien=ancien, nouveau="x" * 20)

    for _ in range(10):
        with pytest.raises(Invalide):
            changer("faux")
    with pytest.raises(TropDeDemandes):
        changer(MOT_DE_PASSE)
    user.refresh_from_db()
    assert user.check_password(MOT_DE_PASSE)


def test_la_table_ne_dit_aucun_nom(user: Utilisateur) -> None:
    _api("karim.b", "faux")
    _api("zzz-inconnu", "faux")
    keys = list(Echecs.objects.values_list("cle", flat=True))
    assert len(keys) == 3
    assert all(len(key) == 64 and key.isalnum() for key in keys)


def test_les_vieux_comptes_sont_oublies(user: Utilisateur) -> None:
    _api("karim.b", "faux")
    Echecs.objects.update(dernier=timezone.now() - essais.CALME - timedelta(seconds=1))
    _api("zzz", "faux", REMOTE_ADDR="105.1.1.1")
    assert essais.purger() == 2
    assert Echecs.objects.count() == 2


def test_un_nouveau_mot_de_passe_libere_le_compte(user: Utilisateur) -> None:
    for _ in range(11):
        _api("karim.b", "faux")
    chef = UtilisateurFactory(admin=True)
    services.definir_mot_de_passe(par=chef, utilisateur_id=user.pk, nouveau="x" * 20)
    assert _api("karim.b", "x" * 20).status_code == 200

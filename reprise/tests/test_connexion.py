"""Signing in with the password of the older backend."""

from collections.abc import Callable

import bcrypt
import pytest
from django.contrib.auth.hashers import is_password_usable
from django.test import Client as Navigateur

from comptes.models import Utilisateur
from reprise.rapport import ENTETE
from reprise.tests.ancien import MOT_DE_PASSE, generer
from reprise.tests.compte_rendu import Lignes, remarques

pytestmark = pytest.mark.django_db


# --- signing in --------------------------------------------------------------------------------


@pytest.mark.vrai_hachage
def test_on_se_connecte_avec_son_ancien_mot_de_passe(
    reprendre: Callable[..., Lignes], client: Navigateur
) -> None:
    tables = generer(1)
    tables["users"] = tables["users"][:3]
    for row, version in zip(tables["users"], ("$2b$", "$2a$", "$2y$"), strict=True):
        row["hashed_password"] = version + row["hashed_password"][4:]
    reprendre(tables)

    def entrer(nom: str, mot: str = MOT_DE_PASSE) -> int:
        asked = {"username": nom, "password": mot}
        return client.post("/api/v1/auth/login", asked).status_code

    # Longer than bcrypt takes: refused like any wrong one.
    assert [entrer("u2", wrong) for wrong in ("faux", "x" * 200, "é" * 80)] == [401] * 3
    # The last time by our own hash.
    assert [entrer(nom) for nom in ("u1@ancien.ma", "u2", "u3", "u1")] == [200] * 4
    assert {u.password.split("$")[0] for u in Utilisateur.objects.all()} == {"bcrypt_sha256"}


@pytest.mark.vrai_hachage
def test_un_mot_de_passe_de_demonstration_nest_pas_repris(
    reprendre: Callable[..., Lignes],
) -> None:
    tables = generer(1)
    demo = bcrypt.hashpw(b"admin123", bcrypt.gensalt(4)).decode()
    tables["users"] = [{**tables["users"][0], "username": "admin", "hashed_password": demo}]
    lines = reprendre(tables)
    assert not is_password_usable(Utilisateur.objects.get().password)
    assert remarques(lines, "users", 1) == {"hashed_password": "***"}


def test_lentete_du_rapport(reprendre: Callable[..., Lignes]) -> None:
    assert tuple(reprendre(generer(1))[0]) == ENTETE

"""The page of open sessions: what is shown, what can be closed, by whom."""

from typing import Any

import pytest
from django.test import Client as Navigateur

from comptes import sessions
from comptes.choices import GenreSession
from comptes.models import Session
from core.tests.travaux import executer_travail
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
PAGE = "/gestion/profil/sessions/"
Navigateurs = dict[str, Navigateur]


def _texte(reponse: Any) -> str:
    assert reponse.status_code == 200
    return str(reponse.content.decode())


def test_les_siennes(navigateur: Navigateurs, monde: Monde) -> None:
    user = monde.compte("technicien")
    other = sessions.ouvrir(user, genre=GenreSession.API)
    page = _texte(navigateur["technicien"].get(PAGE))
    assert page.count("Cet appareil") == 1
    assert f'value="{other.pk}"' in page
    assert other.sid not in page
    answer = navigateur["technicien"].post(PAGE, {"session": other.pk}, follow=True)
    assert "Session fermée." in _texte(answer)
    assert sessions.lire(other.sid, genre=GenreSession.API) is None
    assert navigateur["technicien"].post(PAGE, {"session": other.pk}).status_code == 404
    assert navigateur["technicien"].post(PAGE, {"session": "x"}).status_code == 404


def test_toutes_les_autres(navigateur: Navigateurs, monde: Monde) -> None:
    user = monde.compte("client")
    for _ in range(2):
        sessions.ouvrir(user, genre=GenreSession.API)
    page = _texte(navigateur["client"].post(PAGE, follow=True))
    assert "2 sessions fermées." in page
    assert sessions.ouvertes(Session.objects.filter(utilisateur=user)).count() == 1


def test_personne_ne_ferme_celles_d_un_autre(navigateur: Navigateurs, monde: Monde) -> None:
    theirs = sessions.ouvrir(monde.admin, genre=GenreSession.API)
    assert navigateur["responsable"].post(PAGE, {"session": theirs.pk}).status_code == 404
    assert sessions.lire(theirs.sid, genre=GenreSession.API) is not None


def test_un_administrateur_ferme_tout(navigateur: Navigateurs, monde: Monde) -> None:
    user = monde.compte("technicien")
    address = f"/gestion/utilisateurs/{user.pk}/sessions/"
    assert "Là où le compte de" in _texte(navigateur["admin"].get(address))
    page = _texte(navigateur["admin"].post(address, follow=True))
    assert "Aucune session ouverte" in page
    assert navigateur["technicien"].get(PAGE).status_code == 302


def test_dans_l_administration(navigateur: Navigateurs, monde: Monde) -> None:
    theirs = sessions.ouvrir(monde.user_a, genre=GenreSession.API)
    page = _texte(navigateur["admin"].get(f"/admin/comptes/session/{theirs.pk}/change/"))
    assert theirs.sid not in page
    assert theirs.jti not in page
    navigateur["admin"].post(f"/admin/comptes/session/{theirs.pk}/actes/fermer/")
    assert sessions.lire(theirs.sid, genre=GenreSession.API) is None


def test_l_entretien(monde: Monde) -> None:
    assert executer_travail("comptes.purger_connexions") == "0"

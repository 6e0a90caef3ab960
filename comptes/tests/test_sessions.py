"""A session decides at each request: ended in one place, it is over by every door at once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptes import services, sessions
from comptes.api.authentification import emettre
from comptes.choices import FinSession, GenreSession, Role
from comptes.models import Session, Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from tests.api import Porte, lire, refus
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
ACCUEIL = "/gestion/profil/"
AUTRE = "Une-autre-phrase-bien-longue-9"


def _jetons(user: Utilisateur) -> tuple[Porte, str]:
    """A door with a session of its own, and its refresh token."""
    tokens = emettre(user)
    door = Porte(None, Navigateur())
    door.entetes["Authorization"] = f"Bearer {tokens['access_token']}"
    return door, tokens["refresh_token"]


def _page(user: Utilisateur) -> Navigateur:
    browser = Navigateur()
    answer = browser.post(
        "/gestion/connexion/", {"username": user.username, "password": MOT_DE_PASSE}
    )
    assert answer.status_code == 302
    return browser


def _fins(user: Utilisateur) -> set[str]:
    return set(Session.objects.filter(utilisateur=user).values_list("fin", flat=True))


@pytest.fixture
def chef() -> Utilisateur:
    UtilisateurFactory(role=Role.ADMIN)
    return UtilisateurFactory(role=Role.ADMIN)


@pytest.fixture
def user() -> Utilisateur:
    return UtilisateurFactory(role=Role.RESPONSABLE)


@pytest.mark.parametrize(
    ("fin", "acte"),
    [
        (
            FinSession.DESACTIVATION,
            lambda par, user: services.desactiver(par=par, utilisateur_id=user.pk),
        ),
        (
            FinSession.MOT_DE_PASSE,
            lambda par, user: services.definir_mot_de_passe(
                par=par, utilisateur_id=user.pk, nouveau=AUTRE
            ),
        ),
        (
            FinSession.MOT_DE_PASSE,
            lambda par, user: services.changer_mot_de_passe(
                utilisateur=user, ancien=MOT_DE_PASSE, nouveau=AUTRE
            ),
        ),
        (
            FinSession.ROLE,
            lambda par, user: services.modifier_utilisateur(
                par=par, utilisateur_id=user.pk, champs={"role": Role.ADMIN}
            ),
        ),
        (
            FinSession.REVOQUEE,
            lambda par, user: sessions.terminer_autres(par=par, utilisateur_id=user.pk),
        ),
    ],
    ids=["desactiver", "definir", "changer", "role", "fermer"],
)
def test_ce_qui_met_fin_a_tout(
    *, chef: Utilisateur, user: Utilisateur, fin: str, acte: Any
) -> None:
    browser, (door, refresh) = _page(user), _jetons(user)
    assert browser.get(ACCUEIL).status_code == 200
    lire(door.get("auth/me"))
    acte(chef, user)
    assert browser.get(ACCUEIL).status_code == 302
    refus(door.get("auth/me"), 401)
    refus(door.post("auth/refresh", {"refresh_token": refresh}), 401)
    assert _fins(user) == {fin}


def test_un_changement_de_nom_ne_ferme_rien(chef: Utilisateur, user: Utilisateur) -> None:
    door, _ = _jetons(user)
    services.modifier_utilisateur(par=chef, utilisateur_id=user.pk, champs={"full_name": "Autre"})
    assert lire(door.get("auth/me"))["full_name"] == "Autre"


def test_se_deconnecter_ne_ferme_que_sa_session(user: Utilisateur) -> None:
    browser, (first, _), (second, _) = _page(user), _jetons(user), _jetons(user)
    assert first.post("auth/logout").status_code == 204
    refus(first.get("auth/me"), 401)
    lire(second.get("auth/me"))
    assert browser.post("/gestion/deconnexion/").status_code == 302
    assert browser.get(ACCUEIL).status_code == 302
    lire(second.get("auth/me"))
    assert _fins(user) == {"", FinSession.DECONNEXION}


def test_un_temoin_garde_apres_la_deconnexion_n_ouvre_plus(user: Utilisateur) -> None:
    browser = _page(user)
    thief = Navigateur()
    thief.cookies["sessionid"] = browser.cookies["sessionid"].value
    browser.post("/gestion/deconnexion/")
    assert thief.get(ACCUEIL).status_code == 302


def test_renouveler_une_fois_par_jeton(user: Utilisateur) -> None:
    door, first = _jetons(user)
    fresh = lire(door.post("auth/refresh", {"refresh_token": first}))
    assert set(fresh) == {"access_token", "refresh_token", "token_type"}
    lire(door.get("auth/me"))  # the older access token is of the same session
    refus(door.post("auth/refresh", {"refresh_token": first}), 401)
    # Somebody has a copy: the session is over for both.
    refus(door.get("auth/me"), 401)
    refus(door.post("auth/refresh", {"refresh_token": fresh["refresh_token"]}), 401)
    assert _fins(user) == {FinSession.REJEU}


@pytest.mark.parametrize("valeur", ["", "x", "a.b.c", "é" * 20, "x" * 5000, 5, None, [], {}])
def test_jetons_de_renouvellement_refuses(user: Utilisateur, valeur: Any) -> None:
    door = Porte(None, Navigateur())
    assert door.post("auth/refresh", {"refresh_token": valeur}).status_code in {401, 422}


def test_un_jeton_d_acces_ne_renouvelle_pas(user: Utilisateur) -> None:
    door = Porte(None, Navigateur())
    refus(door.post("auth/refresh", {"refresh_token": emettre(user)["access_token"]}), 401)


def test_la_session_coute_une_requete(user: Utilisateur) -> None:
    door, _ = _jetons(user)
    with CaptureQueriesContext(connection) as seen:
        lire(door.get("auth/me"))
    assert len(seen) == 1


def test_les_siennes_et_pour_l_administrateur_celles_des_autres(
    chef: Utilisateur, user: Utilisateur
) -> None:
    own, (admin, _), (other, _) = _jetons(user)[0], _jetons(chef), _jetons(user)
    rows = lire(own.get("auth/sessions"))
    assert [row["actuelle"] for row in rows] == [False, True]
    assert all(row["utilisateur_id"] == user.pk for row in rows)
    assert not {"sid", "jti"} & rows[0].keys()
    refus(own.get(f"auth/sessions?user_id={chef.pk}"), 403)
    assert champs_de(own.get("auth/sessions?user_id=x")) == {"user_id"}
    seen = lire(admin.get(f"auth/sessions?user_id={user.pk}"))
    assert {row["id"] for row in seen} == {row["id"] for row in rows}
    theirs = lire(admin.get("auth/sessions"))[0]["id"]
    refus(own.delete(f"auth/sessions/{theirs}"), 404)
    assert admin.delete(f"auth/sessions/{rows[0]['id']}").status_code == 204
    refus(admin.delete(f"auth/sessions/{rows[0]['id']}"), 404)
    refus(other.get("auth/me"), 401)
    lire(own.get("auth/me"))


def champs_de(reponse: Any) -> set[str]:
    return set(refus(reponse, 422)["errors"])


def test_fermer_les_autres_garde_celle_qui_demande(user: Utilisateur) -> None:
    (here, _), (there, _), browser = _jetons(user), _jetons(user), _page(user)
    assert here.delete("auth/sessions").status_code == 204
    lire(here.get("auth/me"))
    refus(there.get("auth/me"), 401)
    assert browser.get(ACCUEIL).status_code == 302


def test_une_session_expire(user: Utilisateur, settings: Any) -> None:
    browser, now = _page(user), timezone.now()
    with time_machine.travel(now + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)):
        assert browser.get(ACCUEIL).status_code == 302


def test_vue_le_ne_s_ecrit_pas_a_chaque_demande(user: Utilisateur) -> None:
    opened = sessions.ouvrir(user, genre=GenreSession.API)
    later = opened.vue_le + timedelta(minutes=6)
    with time_machine.travel(later, tick=False):
        assert sessions.lire(opened.sid, genre=GenreSession.API) is not None
    opened.refresh_from_db()
    assert opened.vue_le == later
    assert sessions.lire(opened.sid, genre=GenreSession.PAGE) is None


def test_les_vieilles_sont_oubliees(user: Utilisateur) -> None:
    old = sessions.ouvrir(user, genre=GenreSession.PAGE)
    Session.objects.update(expire_le=timezone.now() - timedelta(days=91))
    kept = sessions.ouvrir(user, genre=GenreSession.PAGE)
    assert sessions.purger() == 1
    assert set(Session.objects.values_list("pk", flat=True)) == {kept.pk}
    assert old.pk != kept.pk


def test_l_api_n_ouvre_pas_de_session_de_page(monde: Monde) -> None:
    door = Porte(None, Navigateur())
    sent = {"username": monde.admin.username, "password": MOT_DE_PASSE}
    lire(door.post("auth/login", sent))
    kinds = Session.objects.filter(utilisateur=monde.admin).values_list("genre", flat=True)
    assert set(kinds) == {GenreSession.API}

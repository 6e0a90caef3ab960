"""Sign-in and one’s own account."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from comptes.choices import Role
from comptes.demo import COMPTES_DEMO
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from tests.saisie import envoyer, texte

CONNEXION = "/gestion/connexion/"
NOUVEAU = "Un-autre-mot-de-passe-2"


def _connecter(navigateur: Client, identifiant: str, mot: str = MOT_DE_PASSE, **plus: str) -> Any:
    return navigateur.post(CONNEXION, {"username": identifiant, "password": mot, **plus})


# --- Signing in and out ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("identifiant", ["salma", "SALMA", "salma@exemple.ma", " salma "])
def test_sign_in_by_username_or_email(client: Client, identifiant: str) -> None:
    UtilisateurFactory(username="salma")
    answer = _connecter(client, identifiant)
    assert (answer.status_code, answer["Location"]) == (302, "/gestion/")
    assert client.get("/gestion/profil/").status_code == 200


@pytest.mark.django_db
def test_a_refusal_is_the_same_for_unknown_wrong_and_shut(client: Client) -> None:
    UtilisateurFactory(username="salma")
    UtilisateurFactory(username="parti", is_active=False)
    answers = [
        _connecter(client, "salma", "mauvais"),
        _connecter(client, "inconnu"),
        _connecter(client, "parti"),
    ]
    assert {a.status_code for a in answers} == {422}
    for answer in answers:
        assert "Identifiant ou mot de passe incorrect." in texte(answer)
        assert answer.context["user"].is_anonymous
    assert 'value="salma"' in texte(answers[0])
    assert "mauvais" not in texte(answers[0])


@pytest.mark.django_db
def test_an_empty_form_names_its_fields(client: Client) -> None:
    answer = client.post(CONNEXION, {})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"username", "password"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("suite", "lieu"),
    [
        ("/gestion/equipements/?statut=panne", "/gestion/equipements/?statut=panne"),
        ("https://ailleurs.example/", "/gestion/"),
        ("//ailleurs.example/", "/gestion/"),
        ("javascript:alert(1)", "/gestion/"),
        ("/\\ailleurs.example", "/gestion/"),
    ],
)
def test_next_stays_in_the_house(client: Client, suite: str, lieu: str) -> None:
    UtilisateurFactory(username="salma")
    assert _connecter(client, "salma", next=suite)["Location"] == lieu


@pytest.mark.django_db
def test_the_form_carries_next_along(client: Client) -> None:
    UtilisateurFactory(username="salma")
    url = f"{CONNEXION}?next=/gestion/profil/"
    answer = envoyer(client, url, username="salma", password=MOT_DE_PASSE)
    assert answer["Location"] == "/gestion/profil/"


@pytest.mark.django_db
def test_who_is_signed_in_goes_home(client: Client, responsable: Any) -> None:
    client.force_login(responsable)
    assert client.get(CONNEXION)["Location"] == "/gestion/"


@pytest.mark.django_db
def test_signing_out_needs_a_post(client: Client, responsable: Any) -> None:
    client.force_login(responsable)
    assert client.get("/gestion/deconnexion/").status_code == 405
    assert client.post("/gestion/deconnexion/")["Location"] == CONNEXION
    assert client.get("/gestion/profil/").status_code == 302


@pytest.mark.django_db
def test_a_form_without_token_is_refused(responsable: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(responsable)
    assert browser.post("/gestion/profil/", {"full_name": "X"}).status_code == 403
    responsable.refresh_from_db()
    assert responsable.full_name != "X"


@pytest.mark.django_db
def test_demo_accounts_are_shown_while_open_and_never_in_production(
    client: Client, settings: Settings
) -> None:
    assert "démonstration" not in texte(client.get(CONNEXION))
    admin, *_rest, last = COMPTES_DEMO
    UtilisateurFactory(username=admin.username, admin=True)
    UtilisateurFactory(username=last.username, client=True, is_active=False)
    page = texte(client.get(CONNEXION))
    assert admin.password in page
    assert last.password not in page
    settings.PRODUCTION = True
    assert "démonstration" not in texte(client.get(CONNEXION))


# --- Oneself -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_everybody_changes_the_own_name_and_preferences(client: Client, role: str) -> None:
    user = UtilisateurFactory(role=role, full_name="Avant")
    client.force_login(user)
    answer = envoyer(client, "/gestion/profil/", full_name="Après", theme="sombre", role="admin")
    assert answer["Location"] == "/gestion/profil/"
    user.refresh_from_db()
    assert (user.full_name, user.theme, user.role) == ("Après", "sombre", role)
    assert 'data-bs-theme="dark"' in texte(client.get("/gestion/profil/"))


@pytest.mark.django_db
def test_a_wrong_preference_is_named_and_nothing_typed_is_lost(
    client: Client, responsable: Any
) -> None:
    client.force_login(responsable)
    answer = envoyer(client, "/gestion/profil/", full_name="Tapé", theme="rose")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["theme"]
    assert 'value="Tapé"' in texte(answer)
    responsable.refresh_from_db()
    assert responsable.full_name != "Tapé"


@pytest.mark.django_db
def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(responsable: Any) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        browser.force_login(responsable)
    answer = here.post(
        "/gestion/profil/mot-de-passe/",
        {
            "current_password": MOT_DE_PASSE,
            "new_password": NOUVEAU,
            "confirmation": NOUVEAU,
        },
    )
    assert answer["Location"] == "/gestion/profil/"
    assert here.get("/gestion/profil/").status_code == 200
    assert there.get("/gestion/profil/").status_code == 302
    assert _connecter(Client(), responsable.username, NOUVEAU).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actuel", "nouveau", "encore", "champ"),
    [
        ("faux", NOUVEAU, NOUVEAU, "current_password"),
        (MOT_DE_PASSE, "court", "court", "new_password"),
        (MOT_DE_PASSE, NOUVEAU, "autre", "confirmation"),
        (MOT_DE_PASSE, "", "", "new_password"),
    ],
)
def test_a_password_that_does_not_do(
    *, client: Client, responsable: Any, actuel: str, nouveau: str, encore: str, champ: str
) -> None:
    client.force_login(responsable)
    data = {"current_password": actuel, "new_password": nouveau, "confirmation": encore}
    answer = client.post("/gestion/profil/mot-de-passe/", data)
    assert answer.status_code == 422
    assert champ in answer.context["form"].errors
    responsable.refresh_from_db()
    assert responsable.check_password(MOT_DE_PASSE)


# --- Preferences from the menu -----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("suite", "lieu"),
    [
        ("/gestion/aide/?a=1", "/gestion/aide/?a=1"),
        ("https://ailleurs.example/", "/"),
        ("//ailleurs.example", "/"),
        ("", "/"),
    ],
)
def test_the_theme_changes_from_any_page_and_stays_there(
    client: Client, suite: str, lieu: str
) -> None:
    user = UtilisateurFactory()
    client.force_login(user)
    answer = client.post("/gestion/profil/affichage/", {"theme": "sombre", "suite": suite})
    assert (answer.status_code, answer["Location"]) == (302, lieu)
    user.refresh_from_db()
    assert user.theme == "sombre"


@pytest.mark.django_db
def test_a_theme_that_is_none_is_refused(client: Client) -> None:
    user = UtilisateurFactory()
    client.force_login(user)
    assert client.post("/gestion/profil/affichage/", {"theme": "rose"}).status_code == 422
    user.refresh_from_db()
    assert user.theme == "auto"


@pytest.mark.django_db
def test_the_density_changes_from_any_page_and_leaves_the_theme(client: Client) -> None:
    user = UtilisateurFactory(theme="sombre")
    client.force_login(user)
    assert "data-densite" not in texte(client.get("/gestion/profil/"))
    client.post("/gestion/profil/affichage/", {"densite": "compacte"})
    assert 'data-densite="compacte"' in texte(client.get("/gestion/profil/"))
    user.refresh_from_db()
    assert (user.densite, user.theme) == ("compacte", "sombre")


@pytest.mark.django_db
@pytest.mark.parametrize(("choix", "dit"), [({"raccourcis": "on"}, "oui"), ({}, "non")])
def test_single_keys_can_be_switched_off(client: Client, choix: dict[str, str], dit: str) -> None:
    user = UtilisateurFactory()
    client.force_login(user)
    answer = client.post(
        "/gestion/profil/",
        {"full_name": "Moi", "langue": "fr", "theme": "auto", "densite": "compacte"} | choix,
    )
    assert answer.status_code == 302
    assert f'data-raccourcis="{dit}"' in texte(client.get("/gestion/profil/"))

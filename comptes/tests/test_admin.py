"""Accounts in the admin: opened, changed, shut by the services; the password is never shown."""

import pytest
from django.contrib import admin as site_admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client as Navigateur
from django.urls import reverse

from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from interventions.models import Intervention
from techniciens.tests.factories import TechnicienFactory
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db

AJOUT = "/admin/comptes/utilisateur/add/"
FORME = "utilisateur_form"


@pytest.fixture
def chef(navigateur: dict[str, Navigateur]) -> Navigateur:
    return navigateur["admin"]


def _fiche(user: Utilisateur) -> str:
    return reverse("admin:comptes_utilisateur_change", args=[user.pk])


def _acte(user: Utilisateur, nom: str) -> str:
    return reverse("admin:comptes_utilisateur_acte", args=[user.pk, nom])


def _relire(user: Utilisateur) -> Utilisateur:
    read: Utilisateur = Utilisateur.objects.get(pk=user.pk)
    return read


def test_opening_an_account(chef: Navigateur) -> None:
    sent = lire(chef.get(AJOUT), FORME) | {
        "username": "salma",
        "full_name": "Salma Idrissi",
        "email": "salma@exemple.ma",
        "role": "responsable",
        "premier_mot_de_passe": MOT_DE_PASSE,
    }
    assert chef.post(AJOUT, sent).status_code == 302
    user = Utilisateur.objects.get(username="salma")
    assert (user.role, user.is_active) == ("responsable", True)
    assert user.check_password(MOT_DE_PASSE)


@pytest.mark.part(cas=True)
@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("username", "a@b"),
        ("username", "CHEF"),
        ("email", "chef"),
        ("email", "CHEF@exemple.ma"),
        ("role", "dieu"),
        ("premier_mot_de_passe", "court"),
        ("premier_mot_de_passe", ""),
    ],
)
def test_what_does_not_hold_is_said_beside_the_field(
    champ: str, valeur: str, chef: Navigateur
) -> None:
    before = Utilisateur.objects.count()
    good = {
        "username": "salma",
        "full_name": "Salma Idrissi",
        "email": "salma@exemple.ma",
        "role": "responsable",
        "premier_mot_de_passe": MOT_DE_PASSE,
    }
    answer = chef.post(AJOUT, lire(chef.get(AJOUT), FORME) | good | {champ: valeur})
    assert answer.status_code == 422
    form = answer.context["adminform"].form
    # An index over two columns' lower case says it for the whole form.
    assert champ in form.errors or "déjà" in str(form.non_field_errors())
    again = lire(answer, FORME)
    assert again["full_name"] == "Salma Idrissi"
    assert again["premier_mot_de_passe"] == ""
    assert MOT_DE_PASSE not in answer.content.decode()
    assert Utilisateur.objects.count() == before


def test_changing_an_account(chef: Navigateur, monde: Monde) -> None:
    user = monde.responsable
    sent = lire(chef.get(_fiche(user)), FORME)
    assert set(sent) & {"password", "is_active", "last_login"} == set()
    sent |= {"full_name": "Nom neuf", "langue": "ar", "role": "admin", "is_active": ""}
    assert chef.post(_fiche(user), sent | {"password": "pirate"}).status_code == 302
    after = _relire(user)
    assert (after.full_name, after.langue, after.role) == ("Nom neuf", "ar", "admin")
    assert after.is_active
    assert after.password == user.password


def test_nobody_changes_their_own_role(chef: Navigateur, monde: Monde) -> None:
    sent = lire(chef.get(_fiche(monde.admin)), FORME) | {"role": "client", "full_name": "Gardé"}
    answer = chef.post(_fiche(monde.admin), sent)
    assert answer.status_code == 403
    assert "propre rôle" in answer.content.decode()
    assert lire(answer, FORME)["full_name"] == "Gardé"
    assert _relire(monde.admin).role == "admin"
    assert _relire(monde.admin).full_name == monde.admin.full_name


def test_setting_a_password_ends_the_sessions(
    chef: Navigateur, monde: Monde, navigateur: dict[str, Navigateur]
) -> None:
    path = _acte(monde.responsable, "mot-de-passe")
    refused = chef.post(path, {"new_password": "court"})
    assert refused.status_code == 422
    assert "new_password" in refused.context["errors"]
    assert "court" not in lire(refused)["new_password"]
    answer = chef.post(path, {"new_password": "Un-autre-mot-tres-long-2"})
    assert answer.status_code == 302
    assert _relire(monde.responsable).check_password("Un-autre-mot-tres-long-2")
    assert "_auth_user_id" not in navigateur["responsable"].get("/admin/").wsgi_request.session
    entry = LogEntry.objects.get(object_id=str(monde.responsable.pk))
    assert "mot-tres-long" not in entry.change_message


def test_setting_one_s_own_password_keeps_this_session(chef: Navigateur, monde: Monde) -> None:
    chef.post(_acte(monde.admin, "mot-de-passe"), {"new_password": "Un-autre-mot-tres-long-2"})
    assert chef.get("/admin/").status_code == 200


def test_shutting_and_opening_an_account(chef: Navigateur, monde: Monde) -> None:
    user = monde.responsable
    page = chef.get(_fiche(user)).content.decode()
    assert _acte(user, "desactiver") in page
    assert _acte(user, "reactiver") not in page
    assert chef.post(_acte(user, "desactiver"), {}).status_code == 302
    assert not _relire(user).is_active
    page = chef.get(_fiche(user)).content.decode()
    assert _acte(user, "desactiver") not in page
    assert chef.post(_acte(user, "reactiver"), {}).status_code == 302
    assert _relire(user).is_active


def test_nobody_shuts_their_own_account(chef: Navigateur, monde: Monde) -> None:
    UtilisateurFactory(admin=True)
    answer = chef.post(_acte(monde.admin, "desactiver"), {})
    assert answer.status_code == 409
    assert _relire(monde.admin).is_active


def test_open_work_is_shown_then_confirmed(chef: Navigateur, monde: Monde) -> None:
    user, row = monde.technicien_a.user, monde.intervention_a
    first = chef.post(_acte(user, "desactiver"), lire(chef.get(_acte(user, "desactiver"))))
    assert first.status_code == 409
    text = first.content.decode()
    assert row.numero in text
    assert row.titre in text
    assert monde.intervention_b.numero not in text
    assert _relire(user).is_active
    assert chef.post(_acte(user, "desactiver"), lire(first)).status_code == 302
    assert not _relire(user).is_active
    assert Intervention.objects.get(pk=row.pk).statut == "ouverte"


def test_open_work_goes_to_the_successor(chef: Navigateur, monde: Monde) -> None:
    user, next_ = monde.technicien_a.user, TechnicienFactory()
    sent = lire(chef.get(_acte(user, "desactiver"))) | {"successeur_id": str(next_.pk)}
    assert chef.post(_acte(user, "desactiver"), sent).status_code == 302
    row = Intervention.objects.get(pk=monde.intervention_a.pk)
    assert (row.statut, row.technicien_id) == ("affectee", next_.pk)


def test_a_list_of_ids_that_is_none_is_refused(chef: Navigateur, monde: Monde) -> None:
    user = monde.technicien_a.user
    for junk in ("a,b", "1;2", "-1", "9" * 40):
        answer = chef.post(_acte(user, "desactiver"), {"interventions_vues": junk})
        assert answer.status_code == 422
    assert _relire(user).is_active


def test_groups_are_put_away() -> None:
    assert not site_admin.site.is_registered(Group)


def test_one_s_password_is_changed_on_the_application_s_page(chef: Navigateur) -> None:
    answer = chef.get(reverse("admin:password_change"))
    assert answer["Location"] == reverse("comptes:mot_de_passe")

"""The administrator's pages of accounts."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from comptes.choices import Role
from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from techniciens.tests.factories import TechnicienFactory
from tests.saisie import envoyer, texte

LISTE = "/gestion/utilisateurs/"
NOUVEAU = "Un-autre-mot-de-passe-2"


PAGES = ("", "nouveau/", "{pk}/", "{pk}/mot-de-passe/", "{pk}/desactiver/", "{pk}/reactiver/")


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("qui", ["responsable", "technicien", "client"])
def test_only_administrators_come_here(*, navigateur: Any, monde: Any, page: str, qui: str) -> None:
    url = LISTE + page.format(pk=monde.technicien_a.user.pk)
    seen = qui != "client" or "{pk}" not in page
    before = Utilisateur.objects.order_by("pk").values_list("pk", "is_active", "password")
    count = list(before)
    for answer in (navigateur[qui].get(url), navigateur[qui].post(url, {"new_password": NOUVEAU})):
        assert answer.status_code in ({403, 405} if seen else {404})
    assert list(before.all()) == count


@pytest.mark.django_db
def test_the_list_filters_and_searches(client: Client, admin: Any) -> None:
    client.force_login(admin)
    UtilisateurFactory(full_name="Rachid Amrani", technicien=True)
    UtilisateurFactory(full_name="Leïla Mansouri", client=True, is_active=False)
    assert "Rachid Amrani" in texte(client.get(LISTE))
    page = texte(client.get(f"{LISTE}?role=client&is_active=false"))
    assert "Leïla Mansouri" in page
    assert "Rachid Amrani" not in page
    assert "Rôle : Client" in page
    assert "Aucun compte ne correspond" in texte(client.get(f"{LISTE}?search=personne+ici"))


@pytest.mark.django_db
@pytest.mark.parametrize("demande", ["role=roi", "is_active=peut-être", "ordering=password"])
def test_a_filter_that_does_not_hold_is_422(client: Client, admin: Any, demande: str) -> None:
    client.force_login(admin)
    answer = client.get(f"{LISTE}?{demande}")
    assert answer.status_code == 422
    assert demande.split("=", maxsplit=1)[0] in answer.context["erreurs"]


@pytest.mark.django_db
@pytest.mark.parametrize("nombre", [3, 30])
def test_the_list_costs_the_same_for_few_and_many(
    *, client: Client, admin: Any, nombre: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(admin)
    UtilisateurFactory.create_batch(nombre)
    with django_assert_num_queries(7):
        client.get(LISTE)


@pytest.mark.django_db
def test_opening_an_account(client: Client, admin: Any) -> None:
    client.force_login(admin)
    answer = envoyer(
        client,
        f"{LISTE}nouveau/",
        full_name="Imane Tazi",
        email="imane@exemple.ma",
        username="imane",
        role="responsable",
        password=MOT_DE_PASSE,
    )
    user = Utilisateur.objects.get(username="imane")
    assert answer["Location"] == f"{LISTE}{user.pk}/"
    assert (user.full_name, user.role) == ("Imane Tazi", Role.RESPONSABLE)
    assert user.check_password(MOT_DE_PASSE)
    assert "est ouvert" in texte(client.get(answer["Location"]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("username", "avec@arobase"),
        ("username", "pris"),
        ("username", "PRIS"),
        ("email", "pris@exemple.ma"),
        ("email", "pasuncourriel"),
        ("password", "court"),
        ("role", "roi"),
        ("full_name", "a\x01b"),
        ("full_name", "a" * 256),
    ],
)
def test_what_an_account_may_not_be(*, client: Client, admin: Any, champ: str, valeur: str) -> None:
    client.force_login(admin)
    UtilisateurFactory(username="pris")
    count = Utilisateur.objects.count()
    good = {
        "full_name": "Imane Tazi",
        "email": "imane@exemple.ma",
        "username": "imane",
        "role": "responsable",
        "password": MOT_DE_PASSE,
    }
    answer = envoyer(client, f"{LISTE}nouveau/", **{**good, champ: valeur})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert champ in errors or "__all__" in errors
    assert Utilisateur.objects.count() == count
    kept = "imane@exemple.ma" if champ != "email" else "Imane Tazi"
    assert kept in texte(answer)


@pytest.mark.django_db
def test_changing_an_account(client: Client, admin: Any) -> None:
    client.force_login(admin)
    user = UtilisateurFactory(full_name="Avant")
    answer = envoyer(client, f"{LISTE}{user.pk}/", full_name="Après", role="admin")
    assert answer["Location"] == f"{LISTE}{user.pk}/"
    user.refresh_from_db()
    assert (user.full_name, user.role) == ("Après", Role.ADMIN)


@pytest.mark.django_db
def test_the_own_account_shows_no_password_and_keeps_its_role(client: Client, admin: Any) -> None:
    client.force_login(admin)
    page = client.get(f"{LISTE}{admin.pk}/")
    assert "password" not in page.context["form"].fields
    assert admin.password not in texte(page)
    answer = envoyer(client, f"{LISTE}{admin.pk}/", role="client")
    assert answer.status_code == 403
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN


@pytest.mark.django_db
def test_two_administrators_on_one_column(client: Client, admin: Any) -> None:
    client.force_login(admin)
    user = UtilisateurFactory(full_name="Avant")
    page = client.get(f"{LISTE}{user.pk}/")
    Utilisateur.objects.filter(pk=user.pk).update(full_name="Du collègue")
    vu = page.context["form"].vu
    mine = {**page.context["form"].initial, "full_name": "De moi", "vu": vu}
    answer = client.post(f"{LISTE}{user.pk}/", mine)
    assert answer.status_code == 409
    assert "Du collègue" in texte(answer)
    assert 'value="De moi"' in texte(answer)
    client.post(f"{LISTE}{user.pk}/", {**mine, "vu": answer.context["form"].vu})
    user.refresh_from_db()
    assert user.full_name == "De moi"


@pytest.mark.django_db
def test_a_new_password_for_somebody_ends_their_sessions(client: Client, admin: Any) -> None:
    client.force_login(admin)
    user = UtilisateurFactory()
    theirs = Client()
    theirs.force_login(user)
    url = f"{LISTE}{user.pk}/mot-de-passe/"
    assert client.post(url, {"new_password": "court"}).status_code == 422
    assert client.post(url, {"new_password": NOUVEAU}).status_code == 302
    assert theirs.get("/gestion/profil/").status_code == 302


@pytest.mark.django_db
def test_shutting_and_opening_an_account(client: Client, admin: Any) -> None:
    client.force_login(admin)
    user = UtilisateurFactory()
    theirs = Client()
    theirs.force_login(user)
    envoyer(client, f"{LISTE}{user.pk}/desactiver/")
    user.refresh_from_db()
    assert not user.is_active
    assert theirs.get("/gestion/profil/").status_code == 302
    assert "Réactiver" in texte(client.get(f"{LISTE}{user.pk}/"))
    envoyer(client, f"{LISTE}{user.pk}/reactiver/")
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.django_db
def test_nobody_shuts_the_own_account(client: Client, admin: Any) -> None:
    client.force_login(admin)
    answer = envoyer(client, f"{LISTE}{admin.pk}/desactiver/")
    assert answer.status_code == 409
    assert "propre compte" in texte(answer)
    admin.refresh_from_db()
    assert admin.is_active
    other = UtilisateurFactory()
    shown = [
        f"{pk}/desactiver/" in texte(client.get(f"{LISTE}{pk}/")) for pk in (admin.pk, other.pk)
    ]
    assert shown == [False, True]


@pytest.fixture
def charge(responsable: Any) -> Any:
    """A technician with open work, and a colleague."""
    leaver = TechnicienFactory()
    row = InterventionFactory(technicien=leaver, par=responsable, etat="en_cours")
    return leaver, TechnicienFactory(user__full_name="Omar Fassi"), row


@pytest.mark.django_db
def test_open_work_is_shown_before_its_holder_goes(client: Client, admin: Any, charge: Any) -> None:
    leaver, _colleague, row = charge
    client.force_login(admin)
    url = f"{LISTE}{leaver.user.pk}/desactiver/"
    shown = envoyer(client, url)
    assert shown.status_code == 409
    assert row.numero in texte(shown)
    assert "Omar Fassi" in texte(shown)
    assert f'<option value="{leaver.pk}"' not in texte(shown)
    leaver.user.refresh_from_db()
    assert leaver.user.is_active
    confirmed = client.post(url, {"interventions_vues": [row.pk], "successeur_id": ""})
    assert confirmed.status_code == 302
    leaver.user.refresh_from_db()
    assert not leaver.user.is_active
    assert Intervention.objects.get(pk=row.pk).technicien_id is None


@pytest.mark.django_db
def test_open_work_is_handed_to_a_successor(client: Client, admin: Any, charge: Any) -> None:
    leaver, colleague, row = charge
    client.force_login(admin)
    url = f"{LISTE}{leaver.user.pk}/desactiver/"
    assert client.post(url, {"successeur_id": colleague.pk}).status_code == 302
    assert Intervention.objects.get(pk=row.pk).technicien_id == colleague.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {"successeur_id": "abc"},
        {"successeur_id": "99999999999999999999"},
        {"successeur_id": "999999"},
        {"interventions_vues": ["abc"]},
        {"interventions_vues": ["1", "-1"]},
    ],
)
def test_a_leaving_form_that_is_not_ours(
    *, client: Client, admin: Any, charge: Any, data: dict[str, Any]
) -> None:
    leaver, _colleague, _row = charge
    client.force_login(admin)
    answer = client.post(f"{LISTE}{leaver.user.pk}/desactiver/", data)
    assert answer.status_code in {404, 409, 422}
    leaver.user.refresh_from_db()
    assert leaver.user.is_active


@pytest.mark.django_db
def test_a_technicians_account_leads_to_its_profile(
    client: Client, admin: Any, technicien: Any
) -> None:
    client.force_login(admin)
    bare = UtilisateurFactory(technicien=True)
    assert f"/gestion/techniciens/nouveau/?user={bare.pk}" in texte(
        client.get(f"{LISTE}{bare.pk}/")
    )
    page = texte(client.get(f"{LISTE}{technicien.user.pk}/"))
    assert f"/gestion/techniciens/{technicien.pk}/" in page
    assert "Profil de technicien" not in texte(client.get(f"{LISTE}{admin.pk}/"))


@pytest.mark.django_db
def test_the_menu_offers_accounts_to_administrators_only(navigateur: Any) -> None:
    for qui, offered in (("admin", True), ("responsable", False), ("client", False)):
        assert (f'href="{LISTE}"' in texte(navigateur[qui].get("/gestion/profil/"))) is offered

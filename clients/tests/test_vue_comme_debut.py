"""Beginning « voir comme le client »: who may, as whom, and what the service itself refuses."""

from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync
from django.test import Client as Navigateur
from django.test import RequestFactory
from django.urls import reverse

from clients import services
from clients.middleware import VueCommeMiddleware
from clients.models import Client
from clients.tests.factories import ContactFactory
from clients.tests.test_vue_comme import ACCUEIL, QUITTER, _adresse, _evenements
from clients.vue_comme import CLE, VueCourante, commencer
from comptes.tests.factories import MOT_DE_PASSE, UtilisateurFactory
from core.errors import Interdit, Introuvable, Invalide
from tests.fixtures import Monde
from tests.saisie import texte

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("qui", "statut"), [("technicien", 403), ("client", 403)])
def test_only_managers_begin(
    *, navigateur: dict[str, Navigateur], monde: Monde, qui: str, statut: int
) -> None:
    browser = navigateur[qui]
    assert browser.get(_adresse(monde.client_a)).status_code == statut
    answer = browser.post(_adresse(monde.client_a), {"compte": monde.user_a.pk})
    assert answer.status_code == statut
    assert CLE not in browser.session
    assert not _evenements()
    assert "voir-comme" not in texte(browser.get(f"/gestion/clients/{monde.client_a.pk}/"))


def test_only_open_client_accounts_of_that_firm(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    shut = UtilisateurFactory(client=True, is_active=False)
    ContactFactory(client=monde.client_a, user=shut)
    staff = UtilisateurFactory(technicien=True)
    ContactFactory(client=monde.client_a, user=staff)
    browser = navigateur["responsable"]
    wrong = (monde.user_b, monde.admin, monde.responsable, shut, staff)
    for compte in wrong:
        answer = browser.post(_adresse(monde.client_a), {"compte": compte.pk})
        assert answer.status_code == 422, compte.role
    assert browser.post(_adresse(monde.client_a), {"compte": "x"}).status_code == 422
    assert browser.post(_adresse(monde.client_a)).status_code == 422
    assert CLE not in browser.session
    assert not _evenements()


def test_a_second_account_of_the_firm_may_be_chosen(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    second = services.ouvrir_compte(
        par=monde.responsable,
        client_id=monde.client_a.pk,
        username="salma",
        email="salma@exemple.ma",
        password=MOT_DE_PASSE,
        full_name="Salma Bennis",
    )
    browser = navigateur["responsable"]
    page = texte(browser.get(_adresse(monde.client_a)))
    assert "Salma Bennis" in page
    assert str(monde.user_a) in page
    browser.post(_adresse(monde.client_a), {"compte": second.pk})
    assert "Salma Bennis" in texte(browser.get(ACCUEIL))


def test_a_firm_without_account_says_so(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    Client.objects.filter(pk=monde.client_a.pk).update(user=None)
    page = texte(navigateur["responsable"].get(_adresse(monde.client_a)))
    assert "ne peut encore se connecter" in page
    assert reverse("clients:ouvrir_acces", args=[monde.client_a.pk]) in page


def test_leaving_without_a_view_changes_nothing(navigateur: dict[str, Navigateur]) -> None:
    assert navigateur["client"].post(QUITTER)["Location"] == "/"
    assert navigateur["client"].get(QUITTER).status_code == 405
    assert not _evenements()


# --- the service and the swap themselves ---------------------------------------------------------


def test_the_service_refuses_whatever_the_door(monde: Monde) -> None:
    request = RequestFactory().post("/")
    request.user = monde.compte("responsable")
    with pytest.raises(Introuvable):
        commencer(request, client_id=10**9, compte_id=monde.user_a.pk)
    with pytest.raises(Invalide):
        commencer(request, client_id=monde.client_a.pk, compte_id=monde.user_b.pk)
    request.__dict__["vue_comme"] = object()
    with pytest.raises(Interdit):
        commencer(request, client_id=monde.client_a.pk, compte_id=monde.user_a.pk)
    request.user = monde.compte("technicien")
    with pytest.raises(Interdit):
        commencer(request, client_id=monde.client_a.pk, compte_id=monde.user_a.pk)
    assert not _evenements()


def test_asynchronous_views_see_the_same_person(monde: Monde) -> None:
    request = RequestFactory().get("/")
    now = datetime.now(UTC)
    view = VueCourante(monde.responsable, monde.user_a, monde.client_a, now)
    VueCommeMiddleware._yeux(request, view)
    assert async_to_sync(request.auser)() == request.user == monde.user_a

"""The admin's base class: hidden columns, refusals of every kind, services that are missing."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client as Navigateur
from django.test import RequestFactory
from django.urls import reverse

from comptes.models import Utilisateur
from core.admin_base import AdminBase
from core.errors import Introuvable
from core.models import Serie
from techniciens import services
from techniciens.models import Competence
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db

AJOUT = "/admin/techniciens/competence/add/"
FORME = "competence_form"


@pytest.fixture
def chef(admin: Utilisateur) -> Navigateur:
    browser = Navigateur()
    browser.force_login(admin)
    return browser


class AdminBavard(AdminBase[Utilisateur]):
    """Declares what nobody may see."""

    list_display = ("username", "password")
    list_filter = ("role", "password", ("password", admin.AllValuesFieldListFilter))
    search_fields = ("username", "password")
    modifiables = ("username", "password")


def test_a_hidden_column_is_dropped_wherever_it_is_declared(admin: Utilisateur) -> None:
    page = AdminBavard(Utilisateur, _site())
    request = RequestFactory().get("/admin/")
    request.user = admin
    assert page.get_list_display(request) == ["username"]
    assert page.get_list_filter(request) == ["role"]
    assert page.get_search_fields(request) == ["username"]
    assert page.saisis(request, admin) == ["username"]
    assert "password" not in page.lus(request, admin)
    for path in ("password", "password__startswith", "interventions_creees__cree_par__password"):
        assert not page.lookup_allowed(path, "x", request)


def test_a_page_that_takes_values_calls_a_service() -> None:
    """Saying what a service takes without calling one is a programming error."""
    request = RequestFactory().post("/admin/")
    for page in admin.site._registry.values():
        assert isinstance(page, AdminBase)
        own = type(page)
        saves = own.save_form is not AdminBase.save_form
        assert saves or not page.ajoutables or own.creer is not AdminBase.creer
        assert saves or not page.modifiables or own.modifier is not AdminBase.modifier
    bare: AdminBase[Serie] = AdminBase(Serie, _site())
    with pytest.raises(NotImplementedError):
        bare.creer(request, {})
    with pytest.raises(NotImplementedError):
        bare.modifier(request, Serie(), {})


def _site() -> admin.AdminSite:
    site: admin.AdminSite = admin.site
    return site


def _tombe(error: Exception) -> Any:
    def act(**_faits: Any) -> None:
        raise error

    return act


def test_two_who_save_the_same_at_once(chef: Navigateur, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only the database's index catches is a sentence too, and the form stays."""
    monkeypatch.setattr(services, "creer_competence", _tombe(IntegrityError("unique")))
    sent = lire(chef.get(AJOUT), FORME) | {"nom": "Soudure", "description": "TIG"}
    answer = chef.post(AJOUT, sent)
    assert answer.status_code == 409
    assert "la même valeur" in answer.content.decode()
    assert lire(answer, FORME)["description"] == "TIG"


def test_an_act_that_meets_an_index_is_refused(
    chef: Navigateur, monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comptes.services.reactiver", _tombe(IntegrityError("unique")))
    path = reverse("admin:comptes_utilisateur_acte", args=[monde.responsable.pk, "reactiver"])
    answer = chef.post(path, {})
    assert answer.status_code == 409
    assert "la même valeur" in answer.content.decode()


def test_a_refusal_of_any_kind_keeps_the_form(
    chef: Navigateur, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Introuvable("Cette compétence n’existe plus.", {"nom": ["Retirée."]})
    monkeypatch.setattr(services, "creer_competence", _tombe(gone))
    sent = lire(chef.get(AJOUT), FORME) | {"nom": "Soudure"}
    answer = chef.post(AJOUT, sent)
    assert answer.status_code == 404
    assert answer.context["adminform"].form.errors["nom"] == ["Retirée."]
    assert lire(answer, FORME)["nom"] == "Soudure"
    assert not Competence.objects.exists()


def test_a_refusal_while_reading_is_not_taken_for_a_form_s(
    chef: Navigateur, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Introuvable("Disparue.")
    monkeypatch.setattr(AdminBase, "get_fieldsets", lambda *_a, **_k: _tombe(gone)())
    answer = chef.get(AJOUT)
    assert answer.status_code == 404
    assert "Disparue." in answer.content.decode()


def test_a_permission_refused_by_django_stays_one(
    chef: Navigateur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "creer_competence", _tombe(PermissionDenied()))
    sent = lire(chef.get(AJOUT), FORME) | {"nom": "Soudure"}
    assert chef.post(AJOUT, sent).status_code == 403

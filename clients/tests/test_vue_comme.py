"""« Voir comme le client »: the client's eyes, nobody's hands, and no way to stay."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client as Navigateur
from django.urls import reverse

from clients.models import Client
from clients.tests.factories import ContactFactory
from clients.vue_comme import CLE, DUREE, lecture_seule
from comptes.models import Utilisateur
from core.errors import Interdit
from core.models import Evenement
from tests.fixtures import Monde
from tests.photo import prendre
from tests.saisie import texte

pytestmark = pytest.mark.django_db

ACCUEIL = "/gestion/"
QUITTER = "/gestion/clients/quitter-la-vue/"
BANDEAU = "Vous regardez comme"


@pytest.fixture(autouse=True)
def horloge() -> Iterator[time_machine.Traveller]:
    """The tests' sessions are of now: noon is a little later, and a view lasts half an hour."""
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1), tick=False) as clock:
        yield clock


def _adresse(client: Client) -> str:
    return reverse("clients:voir_comme", args=[client.pk])


def _regarder(browser: Navigateur, monde: Monde) -> Navigateur:
    answer = browser.post(_adresse(monde.client_a), {"compte": monde.user_a.pk})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    return browser


def _evenements() -> list[tuple[str, Any]]:
    rows = Evenement.objects.filter(type__startswith="client.vue").order_by("id")
    return [(row.type, row.donnees.get("raison")) for row in rows]


@pytest.fixture
def chef(navigateur: dict[str, Navigateur], monde: Monde) -> Navigateur:
    """The responsable's browser, looking as firm A's user."""
    return _regarder(navigateur["responsable"], monde)


# --- what is seen ------------------------------------------------------------------------------


@pytest.mark.parametrize("qui", ["admin", "responsable"])
def test_the_pages_are_the_clients_own(
    navigateur: dict[str, Navigateur], monde: Monde, qui: str
) -> None:
    browser = _regarder(navigateur[qui], monde)
    theirs = navigateur["client"]
    for page in ("/gestion/interventions/", "/gestion/equipements/", "/gestion/clients/la-mienne/"):
        seen, own = browser.get(page), theirs.get(page)
        assert seen.status_code == own.status_code
        assert (monde.machine_b.nom in texte(seen)) is (monde.machine_b.nom in texte(own)) is False
    fiche = f"/gestion/interventions/{monde.intervention_a.pk}/"
    page = texte(browser.get(fiche))
    assert BANDEAU in page
    assert str(monde.user_a) in page
    assert "data-adresse-ip" not in page
    assert browser.get(f"/gestion/interventions/{monde.intervention_b.pk}/").status_code == 404
    assert browser.get("/gestion/techniciens/").status_code == 403
    assert browser.get("/gestion/utilisateurs/").status_code == 403


def test_every_page_says_whom_even_one_of_error(chef: Navigateur, monde: Monde) -> None:
    for page in (ACCUEIL, "/gestion/profil/", "/gestion/introuvable/", "/gestion/techniciens/"):
        assert BANDEAU in texte(chef.get(page, follow=True)), page
    neutral = chef.get(f"/e/{monde.machine_b.code}/")
    assert neutral.status_code == 404
    assert BANDEAU in texte(neutral)


def test_leaving_gives_back_ones_own_pages(chef: Navigateur, monde: Monde) -> None:
    answer = chef.post(QUITTER)
    assert answer["Location"] == reverse("clients:fiche", args=[monde.client_a.pk])
    page = texte(chef.get(answer["Location"]))
    assert BANDEAU not in page
    assert chef.get("/gestion/techniciens/").status_code == 200
    assert _evenements() == [("client.vue_commencee", None), ("client.vue_terminee", "quittee")]
    event = Evenement.objects.get(type="client.vue_commencee")
    assert event.donnees == {
        "client_id": monde.client_a.pk,
        "compte_id": monde.user_a.pk,
        "par_id": monde.responsable.pk,
    }


def test_where_the_person_signs_in_from_is_not_shown(
    chef: Navigateur, navigateur: dict[str, Navigateur]
) -> None:
    page = "/gestion/profil/sessions/"
    assert chef.get(page).status_code == 403
    assert navigateur["client"].get(page).status_code == 200


def test_signing_out_ends_it(chef: Navigateur) -> None:
    chef.post("/gestion/deconnexion/")
    assert CLE not in chef.session
    assert _evenements()[-1] == ("client.vue_terminee", "deconnexion")
    assert chef.get(ACCUEIL).status_code == 302


def test_the_account_looked_as_is_untouched(chef: Navigateur, monde: Monde) -> None:
    before = Utilisateur.objects.filter(pk=monde.user_a.pk).values().get()
    for page in (ACCUEIL, "/gestion/profil/", "/gestion/interventions/"):
        chef.get(page)
    assert Utilisateur.objects.filter(pk=monde.user_a.pk).values().get() == before
    assert chef.session["_auth_user_id"] == str(monde.responsable.pk)


# --- nothing is done ---------------------------------------------------------------------------


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent(chef: Navigateur, monde: Monde, methode: str) -> None:
    before = prendre()
    for page, fields in (
        (reverse("interventions:acte", args=[monde.intervention_a.pk, "annuler"]), {"motif": "x"}),
        ("/gestion/interventions/nouvelle/", {"titre": "x", "equipement": monde.machine_a.pk}),
        ("/gestion/profil/", {"full_name": "Autre"}),
        (reverse("comptes:mot_de_passe"), {}),
        (reverse("clients:archiver", args=[monde.client_b.pk]), {}),
    ):
        answer = getattr(chef, methode)(page, fields)
        assert answer.status_code == 403, page
        assert QUITTER in texte(answer), "the way out"
    assert prendre() == before


def test_a_view_cannot_begin_within_a_view(chef: Navigateur, monde: Monde) -> None:
    answer = chef.post(_adresse(monde.client_b), {"compte": monde.user_b.pk})
    assert answer.status_code == 403
    assert chef.session[CLE]["compte_id"] == monde.user_a.pk
    assert len(_evenements()) == 1


def test_neither_the_admin_nor_the_api(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    browser = _regarder(navigateur["admin"], monde)
    for page in ("/admin/", "/admin/comptes/utilisateur/", "/admin/clients/client/"):
        answer = browser.get(page)
        assert answer.status_code == 403, page
        assert BANDEAU in texte(answer)
    assert browser.get("/api/v1/interventions/").status_code == 401
    assert browser.get("/api/v1/users/me").status_code == 401


def test_reading_writes_nothing_whatever_the_page_does(monde: Monde) -> None:
    with lecture_seule(connection):
        assert Client.objects.count() == 2
        for ecrire in (
            lambda: Client.objects.filter(pk=monde.client_a.pk).update(ville="Fès"),
            lambda: ContactFactory(client=monde.client_a),
            monde.intervention_a.commentaires.all().delete,
        ):
            with pytest.raises(Interdit), transaction.atomic():
                ecrire()
    Client.objects.filter(pk=monde.client_a.pk).update(ville="Fès")


def test_a_form_of_the_clients_page_is_worth_nothing_afterwards(monde: Monde) -> None:
    """And the manager's own forms of before hold again."""
    browser = Navigateur(enforce_csrf_checks=True)
    browser.force_login(monde.compte("responsable"))

    def jeton(page: str) -> str:
        text = texte(browser.get(page))
        return text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    site = reverse("clients:creer_site", args=[monde.client_a.pk])
    mine = jeton(site)
    begin = {"compte": monde.user_a.pk, "csrfmiddlewaretoken": jeton(_adresse(monde.client_a))}
    assert browser.post(_adresse(monde.client_a), begin).status_code == 302
    theirs = jeton("/gestion/profil/")
    assert browser.post(QUITTER, {"csrfmiddlewaretoken": mine}).status_code == 403
    assert browser.post(QUITTER, {"csrfmiddlewaretoken": theirs}).status_code == 302
    sent = {"nom": "Dépôt", "csrfmiddlewaretoken": theirs}
    assert browser.post(site, sent).status_code == 403
    assert browser.post(site, sent | {"csrfmiddlewaretoken": mine}).status_code == 302


# --- it ends by itself -------------------------------------------------------------------------


def test_it_ends_after_half_an_hour(chef: Navigateur, horloge: time_machine.Traveller) -> None:
    horloge.shift(DUREE - timedelta(seconds=1))
    assert BANDEAU in texte(chef.get(ACCUEIL))
    horloge.shift(1)
    answer = chef.get(ACCUEIL)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = texte(chef.get(ACCUEIL))
    assert BANDEAU not in page
    assert "a pris fin" in page
    assert _evenements()[-1] == ("client.vue_terminee", "expiree")


def test_what_is_sent_after_the_end_is_not_done_as_oneself(
    chef: Navigateur, monde: Monde, horloge: time_machine.Traveller
) -> None:
    horloge.shift(DUREE)
    adresse = reverse("clients:archiver", args=[monde.client_b.pk])
    answer = chef.post(adresse)
    assert answer.status_code == 403
    assert "Rien n’a été enregistré" in texte(answer)
    assert CLE not in chef.session
    assert _evenements()[-1] == ("client.vue_terminee", "expiree")


def _demettre(monde: Monde) -> None:
    Utilisateur.objects.filter(pk=monde.responsable.pk).update(role="client")


def _desactiver_chef(monde: Monde) -> None:
    Utilisateur.objects.filter(pk=monde.responsable.pk).update(is_active=False)


def _desactiver_compte(monde: Monde) -> None:
    Utilisateur.objects.filter(pk=monde.user_a.pk).update(is_active=False)


def _promouvoir_compte(monde: Monde) -> None:
    Utilisateur.objects.filter(pk=monde.user_a.pk).update(role="admin")


def _detacher_compte(monde: Monde) -> None:
    Client.objects.filter(pk=monde.client_a.pk).update(user=None)


@pytest.mark.parametrize(
    "changer",
    [_demettre, _desactiver_chef, _desactiver_compte, _promouvoir_compte, _detacher_compte],
)
def test_it_ends_when_rights_or_the_account_change(
    chef: Navigateur, monde: Monde, changer: Any
) -> None:
    changer(monde)
    answer = chef.get("/gestion/interventions/")
    assert answer.status_code == 302
    assert CLE not in chef.session
    assert _evenements()[-1] == ("client.vue_terminee", "refusee")
    assert BANDEAU not in texte(chef.get(ACCUEIL, follow=True))


def test_a_session_of_another_release_is_no_view(chef: Navigateur) -> None:
    session = chef.session
    session[CLE] = {"compte": 1}
    session.save()
    assert BANDEAU not in texte(chef.get("/gestion/techniciens/"))


def test_a_copied_session_value_of_somebody_else_does_not_hold(
    chef: Navigateur, navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    """Even a session that somehow carried the view of another person would not swap the eyes."""
    for qui in ("technicien", "autre_client", "admin"):
        session = navigateur[qui].session
        session[CLE] = chef.session[CLE]
        session.save()
        answer = navigateur[qui].get("/gestion/interventions/")
        assert answer.status_code == 302
        assert CLE not in navigateur[qui].session

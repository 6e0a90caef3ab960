"""Saved views: kept, shared, pinned with counts, opened by default, forgotten and taken back."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from clients.tests.factories import ClientFactory
from core.errors import Interdit, Introuvable, Invalide
from core.retours import suites_de
from interventions.tests.factories import InterventionFactory
from listes import services
from listes.models import PreferenceListe, VueEnregistree
from listes.selectors import EPINGLEES_MAX
from listes.tests.factories import PreferenceListeFactory, VueEnregistreeFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

LISTE = "/gestion/interventions/"
VUES = "/gestion/listes/interventions/vues/"


def _html(page: Any) -> str:
    text: str = page.content.decode()
    return text


def _liens(page: Any) -> list[str]:
    return [str(vue) for vue, _adresse in page.context["vues"]]


def test_the_list_as_it_stands_is_kept_under_a_name(navigateur: Any, monde: Monde) -> None:
    browser = navigateur["responsable"]
    query = "statut=affectee&statut=ouverte&ordering=-numero&search=fuite&inconnu=1&page=3"
    shown = _html(browser.get(f"{VUES}nouvelle/?{query}"))
    assert "Statut : Affectée" in shown
    assert "Statut : Ouverte" in shown
    answer = browser.post(f"{VUES}nouvelle/?{query}", {"nom": "À moi", "epinglee": "on"})
    row = VueEnregistree.objects.get()
    assert row.requete == "ordering=-numero&search=fuite&statut=affectee&statut=ouverte"
    assert (row.nom, row.proprietaire, row.epinglee, row.partagee) == (
        "À moi",
        monde.responsable,
        True,
        False,
    )
    assert answer["Location"] == f"{LISTE}?{row.requete}&vue={row.pk}"
    page = browser.get(answer["Location"])
    assert page.context["vue"] == row
    assert not page.context["vue_modifiee"]
    assert '<a id="vue-' in _html(page)


@pytest.mark.parametrize(("nom", "requete"), [("", ""), ("x" * 61, ""), ("Bon", "statut=zz")])
def test_what_cannot_be_kept_is_said_and_kept_on_the_page(
    navigateur: Any, nom: str, requete: str
) -> None:
    page = navigateur["responsable"].post(f"{VUES}nouvelle/?{requete}", {"nom": nom})
    assert page.status_code == 422
    assert not VueEnregistree.objects.exists()
    assert ("nom" in page.context["form"].errors) == (nom != "Bon")
    assert f'value="{nom}"' in _html(page) or not nom


def test_a_name_serves_once_per_person_and_list(navigateur: Any, monde: Monde) -> None:
    VueEnregistreeFactory(par=monde.responsable, nom="Matin")
    page = navigateur["responsable"].post(f"{VUES}nouvelle/", {"nom": "Matin"})
    assert page.status_code == 422
    assert "déjà une vue de ce nom" in _html(page)
    VueEnregistreeFactory(par=monde.responsable, nom="Matin", liste="clients", requete="")
    VueEnregistreeFactory(par=monde.admin, nom="Matin")


def test_private_views_are_their_owners_alone_and_shared_ones_the_teams(
    navigateur: Any, monde: Monde
) -> None:
    VueEnregistreeFactory(par=monde.responsable, nom="Privée")
    VueEnregistreeFactory(par=monde.responsable, nom="Commune", partagee=True)
    seen = {role: _liens(navigateur[role].get(LISTE)) for role in navigateur if role != "anonyme"}
    assert seen == {
        "admin": ["Commune"],
        "responsable": ["Privée", "Commune"],
        "technicien": ["Commune"],
        "autre_technicien": ["Commune"],
        "client": [],
        "autre_client": [],
    }
    mine = VueEnregistree.objects.get(nom="Commune")
    for role in ("admin", "technicien", "client"):
        for name in ("supprimer", "deplacer"):
            path = reverse(f"listes:{name}", args=["interventions", mine.pk])
            assert navigateur[role].post(path).status_code == 404


def test_only_chiefs_share(navigateur: Any, monde: Monde) -> None:
    for role in ("technicien", "client"):
        page = navigateur[role].get(f"{VUES}nouvelle/")
        assert "partagee" not in page.context["form"].fields
        navigateur[role].post(f"{VUES}nouvelle/", {"nom": "Vue", "partagee": "on"})
        assert not VueEnregistree.objects.get(proprietaire=monde.compte(role)).partagee
        with pytest.raises(Interdit):
            VueEnregistreeFactory(par=monde.compte(role), partagee=True)
    page = navigateur["technicien"].post(f"{VUES}retablir/", {"nom": "Vue 2", "partagee": "1"})
    assert page.status_code == 403


def test_a_shared_view_loses_what_its_reader_may_not_see(navigateur: Any, monde: Monde) -> None:
    gold = ClientFactory(niveau_service="gold", nom_entreprise="Or Massif")
    monde.client_a.__class__.objects.filter(pk=monde.client_a.pk).update(niveau_service="basic")
    row = VueEnregistreeFactory(
        par=monde.responsable, liste="clients", requete="niveau_service=gold", partagee=True
    )
    mine = navigateur["responsable"].get(f"/gestion/clients/?{row.requete}&vue={row.pk}")
    assert [line["nom_entreprise"] for line in mine.context["lignes"]] == [gold.nom_entreprise]
    theirs = navigateur["technicien"].get(f"/gestion/clients/?{row.requete}&vue={row.pk}")
    assert theirs.status_code == 200
    names = [line["nom_entreprise"] for line in theirs.context["lignes"]]
    assert names == [monde.client_a.nom_entreprise]
    assert theirs.context["puces"] == []


def test_a_sort_that_is_no_more_is_left_out_of_the_tab(navigateur: Any, monde: Monde) -> None:
    row = VueEnregistreeFactory(par=monde.responsable)
    VueEnregistree.objects.update(requete="ordering=cout_reel&ouvertes=true")
    [(_vue, address)] = navigateur["responsable"].get(LISTE).context["vues"]
    assert address == f"?ouvertes=true&vue={row.pk}"


@pytest.mark.parametrize("role", ["responsable", "technicien"])
def test_a_pins_count_is_the_lists_own_for_that_person(
    navigateur: Any, monde: Monde, role: str
) -> None:
    VueEnregistreeFactory(par=monde.admin, requete="statut=affectee", partagee=True)
    VueEnregistreeFactory(par=monde.admin, requete="", epinglee=False, partagee=True)
    InterventionFactory(equipement=monde.machine_a, etat="affectee")
    path = f"{VUES}nombres/?vue="
    fragment = navigateur[role].get(path, headers={"HX-Request": "true"})
    [(vue, address, count)] = fragment.context["epingles"]
    listed = navigateur[role].get(LISTE + address).context["page"].total
    assert count == str(listed) == {"responsable": "3", "technicien": "1"}[role]
    assert "<html" not in _html(fragment)
    assert f'id="vue-{vue.pk}"' in _html(fragment)


def test_pins_are_few_and_ones_own_come_first(navigateur: Any, monde: Monde) -> None:
    for n in range(EPINGLEES_MAX):
        VueEnregistreeFactory(par=monde.admin, partagee=True, nom=f"A{n}")
    VueEnregistreeFactory(par=monde.responsable, nom="La mienne")
    pins = navigateur["responsable"].get(LISTE).context["epingles"]
    assert len(pins) == EPINGLEES_MAX
    assert str(pins[0][0]) == "La mienne"


def test_a_view_is_renamed_and_takes_the_filters_in_force(navigateur: Any, monde: Monde) -> None:
    row = VueEnregistreeFactory(par=monde.responsable, requete="statut=affectee")
    browser = navigateur["responsable"]
    page = browser.get(f"{LISTE}?urgence=true&vue={row.pk}")
    assert page.context["vue_modifiee"]
    assert page.context["vue_mienne"]
    assert "Mettre à jour" in _html(page)
    browser.post(f"{VUES}{row.pk}/?urgence=true&vue={row.pk}", {"nom": "Urgences"})
    row.refresh_from_db()
    assert (row.nom, row.requete, row.epinglee) == ("Urgences", "urgence=true", False)
    browser.post(f"{VUES}{row.pk}/", {"nom": "Urgences", "epinglee": "on"})
    row.refresh_from_db()
    assert (row.requete, row.epinglee) == ("urgence=true", True)


def test_a_deletion_is_taken_back_whole(navigateur: Any, monde: Monde) -> None:
    browser = navigateur["responsable"]
    row = VueEnregistreeFactory(
        par=monde.responsable,
        nom="L’été; & co",
        requete="statut=affectee&statut=ouverte",
        colonnes=["statut", "client"],
        partagee=True,
    )
    services.choisir_ouverture(par=monde.technicien_a.user, liste=row.liste, vue_id=row.pk)
    answer = browser.post(f"{VUES}{row.pk}/supprimer/")
    assert not VueEnregistree.objects.exists()
    assert PreferenceListe.objects.get().vue is None
    [message] = get_messages(answer.wsgi_request)
    back = suites_de(message)
    browser.post(back.defaire, dict(back.champs))
    kept = ("nom", "requete", "colonnes", "partagee", "epinglee", "proprietaire_id")
    again = VueEnregistree.objects.get()
    assert {n: getattr(again, n) for n in kept} == {n: getattr(row, n) for n in kept}


def test_views_change_places(navigateur: Any, monde: Monde) -> None:
    for name in "abc":
        VueEnregistreeFactory(par=monde.responsable, nom=name)

    def order() -> str:
        return "".join(_liens(navigateur["responsable"].get(LISTE)))

    def move(nom: str, sens: str) -> None:
        pk = VueEnregistree.objects.get(nom=nom).pk
        navigateur["responsable"].post(f"{VUES}{pk}/deplacer/", {"sens": sens})

    move("a", "bas")
    assert order() == "bac"
    move("c", "haut")
    assert order() == "bca"
    move("b", "haut")
    move("a", "bas")
    assert order() == "bca"


def test_a_bare_address_opens_the_view_that_the_person_chose(navigateur: Any, monde: Monde) -> None:
    row = VueEnregistreeFactory(par=monde.admin, requete="statut=cloturee", partagee=True)
    browser = navigateur["responsable"]
    browser.post(f"{VUES}ouverture/", {"vue": row.pk})
    assert browser.get(LISTE).context["vue"] == row
    assert [str(j.valeur) for j in browser.get(LISTE).context["puces"]] == ["Clôturée"]
    assert browser.get(f"{LISTE}?toutes=1").context["vue"] is None
    # Nobody else's list opens so, and not this one's once the view is shared no more.
    assert navigateur["admin"].get(LISTE).context["vue"] is None
    services.modifier_vue(par=monde.admin, vue_id=row.pk, champs={"partagee": False})
    assert browser.get(LISTE).context["vue"] is None
    assert PreferenceListe.objects.get().vue is None


def test_opening_on_a_view_is_chosen_with_its_form_and_given_up(
    navigateur: Any, monde: Monde
) -> None:
    browser = navigateur["responsable"]
    browser.post(f"{VUES}nouvelle/?urgence=true", {"nom": "Urgences", "ouverture": "on"})
    row = VueEnregistree.objects.get()
    assert browser.get(LISTE).context["vue"] == row
    assert browser.get(f"{VUES}{row.pk}/").context["form"].initial["ouverture"]
    browser.post(f"{VUES}{row.pk}/", {"nom": "Urgences"})
    assert browser.get(LISTE).context["vue"] is None
    browser.post(f"{VUES}ouverture/", {"vue": row.pk})
    browser.post(f"{VUES}ouverture/", {"vue": ""})
    assert browser.get(LISTE).context["vue"] is None


@pytest.mark.parametrize("vue", ["0", "abc", "99999999999999999999", "12345"])
def test_no_such_view_is_no_opening(navigateur: Any, vue: str) -> None:
    assert navigateur["responsable"].post(f"{VUES}ouverture/", {"vue": vue}).status_code == 404


def test_someone_elses_view_in_an_address_is_no_view(navigateur: Any, monde: Monde) -> None:
    row = VueEnregistreeFactory(par=monde.admin, colonnes=["statut"])
    page = navigateur["responsable"].get(f"{LISTE}?toutes=1&vue={row.pk}")
    assert page.status_code == 200
    assert page.context["vue"] is None
    assert len(page.context["entetes"]) > 2


def test_the_page_of_views_says_what_each_holds_or_how_to_keep_one(
    navigateur: Any, monde: Monde
) -> None:
    assert "Aucune vue enregistrée" in _html(navigateur["responsable"].get(VUES))
    VueEnregistreeFactory(par=monde.responsable, requete="statut=en_attente", partagee=True)
    mine = _html(navigateur["responsable"].get(VUES))
    assert "Statut : En attente" in mine
    assert "Supprimer" in mine
    theirs = _html(navigateur["technicien"].get(VUES))
    assert f"par {monde.responsable}" in theirs
    assert "Supprimer" not in theirs


def test_services_refuse_what_the_list_does_not_offer(monde: Monde) -> None:
    par = monde.technicien_a.user
    for columns in (["cout_reel"], ["password"], ["user__password"]):
        with pytest.raises(Invalide):
            VueEnregistreeFactory(par=par, colonnes=columns)
        with pytest.raises(Invalide):
            PreferenceListeFactory(par=par, colonnes=columns)
    with pytest.raises(Invalide):
        VueEnregistreeFactory(par=par, requete="search=" + "a" * 3000)
    with pytest.raises(Interdit):
        VueEnregistreeFactory(par=par, liste="utilisateurs", requete="")
    with pytest.raises(Introuvable):
        VueEnregistreeFactory(par=par, liste="autre", requete="")


def test_the_number_of_views_is_bounded(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "VUES_MAX", 1)
    VueEnregistreeFactory(par=monde.admin)
    with pytest.raises(Exception, match="cinquante"):
        VueEnregistreeFactory(par=monde.admin)

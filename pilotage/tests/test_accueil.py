"""Home pages: each role's own, and figures that are the count of the list behind them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptes.models import Utilisateur
from core.models import Organisation
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html
from pilotage.selectors import charge, machines_de, semaine
from pilotage.tuiles import MESURES, tuiles
from techniciens.tests.factories import TechnicienFactory
from tests.fixtures import Monde
from tests.photo import couche

ACCUEIL = "/gestion/"


def _varier(monde: Monde) -> None:
    """Work in every state, urgent, late, on stopped machines."""
    late, soon = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(days=1)
    chief = monde.responsable
    for state in ("ouverte", "affectee", "en_cours", "en_attente", "cloturee", "annulee"):
        for limit, urgent in ((late, True), (soon, False), (None, True)):
            InterventionFactory(
                equipement=EquipementFactory(client=monde.client_a),
                technicien=monde.technicien_a,
                par=chief,
                etat=state,
                date_limite=limit,
                urgence=urgent,
                arret_machine=urgent,
            )


@pytest.fixture
def varie(monde: Monde) -> Monde:
    """The same, beside work of strangers."""
    couche("accueil varié", lambda: _varier(monde))
    return monde


@pytest.mark.parametrize("role", ["admin", "responsable"])
def test_a_figure_is_the_count_of_the_list_that_it_opens(
    navigateur: dict[str, Navigateur], varie: Monde, role: str
) -> None:
    page = navigateur[role].get(ACCUEIL)
    assert page.status_code == 200
    found = page.context["tuiles"]
    assert len(found) == len(MESURES)
    for tile in found:
        listed = navigateur[role].get(tile.lien)
        assert listed.context["page"].total == tile.nombre > 0, tile.libelle


def test_a_figure_counts_only_what_the_person_sees(varie: Monde) -> None:
    chief = {t.lien: t.nombre for t in tuiles(varie.compte("responsable"))}
    client = {t.lien: t.nombre for t in tuiles(varie.compte("client"))}
    other = {t.lien: t.nombre for t in tuiles(varie.compte("autre_client"))}
    assert sum(other.values()) == 1  # its one intervention, affectee, is under « À faire »
    assert all(chief[link] == client[link] + other[link] for link in chief)


def test_the_administrator_has_a_way_into_the_admin(navigateur: dict[str, Navigateur]) -> None:
    assert 'href="/admin/"' in html(navigateur["admin"].get(ACCUEIL))
    assert 'href="/admin/"' not in html(navigateur["responsable"].get(ACCUEIL))


def test_what_waits_for_a_technician_is_listed_urgent_first(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    plain = InterventionFactory(equipement=monde.machine_a)
    high = InterventionFactory(equipement=monde.machine_a, priorite="haute")
    urgent = InterventionFactory(equipement=monde.machine_a, urgence=True)
    page = navigateur["responsable"].get(ACCUEIL)
    numbers = [ligne["numero"] for ligne in page.context["a_affecter"]]
    assert numbers == [urgent.numero, high.numero, plain.numero]
    assert f"/gestion/interventions/{urgent.pk}/?action=affecter#acte" in html(page)


def test_the_load_counts_open_work_by_technician(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    InterventionFactory(equipement=monde.machine_a, technicien=monde.technicien_b, etat="en_cours")
    page = navigateur["responsable"].get(ACCUEIL)
    assert [(t.pk, t.ouvertes, t.en_cours) for t in page.context["charge"]] == [
        (monde.technicien_b.pk, 2, 1),
        (monde.technicien_a.pk, 1, 0),
    ]


def test_an_empty_firm_is_told_that_all_is_assigned(admin: object) -> None:
    browser = Navigateur()
    browser.force_login(admin)  # type: ignore[arg-type]
    text = html(browser.get(ACCUEIL))
    assert "Tout est affecté" in text
    assert "Aucun technicien en activité" in text


def test_a_technician_lands_on_its_day(navigateur: dict[str, Navigateur]) -> None:
    answer = navigateur["technicien"].get(ACCUEIL)
    assert (answer.status_code, answer["Location"]) == (302, "/gestion/ma-journee/")


def test_a_client_lands_on_its_requests(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    done = InterventionFactory(equipement=monde.machine_a, etat="cloturee", titre="Réglée")
    rated = InterventionFactory(equipement=monde.machine_a, etat="cloturee", titre="Notée")
    services.evaluer(intervention_id=rated.pk, par=monde.user_a, note=5)
    InterventionFactory(equipement=monde.machine_a, titre="Arrêtée", arret_machine=True)
    page = navigateur["client"].get(ACCUEIL)
    assert [row.titre for row, _steps in page.context["demandes"]] == [
        "Arrêtée",
        monde.intervention_a.titre,
    ]
    assert [row.pk for row in page.context["a_evaluer"]] == [done.pk]
    text = html(page)
    assert "1 de vos machines est en panne" in text
    assert monde.intervention_b.titre not in text


def test_a_client_without_request_is_invited_to_report(db: None) -> None:
    browser = Navigateur()
    browser.force_login(EquipementFactory(client__avec_compte=True).client.user)
    text = html(browser.get(ACCUEIL))
    assert "Aucune demande en cours" in text
    assert "/gestion/interventions/nouvelle/" in text


@pytest.mark.parametrize("role", ["responsable", "client"])
def test_the_number_of_queries_does_not_grow_with_the_work(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    counts = []
    for more in (2, 20):
        for _ in range(more):
            InterventionFactory(equipement=monde.machine_a)
            EquipementFactory(client=monde.client_a)
        with CaptureQueriesContext(connection) as queries:
            assert navigateur[role].get(ACCUEIL).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


# --- First steps -------------------------------------------------------------------------------

PAS = "/gestion/premiers-pas/"


def test_a_new_house_is_led_step_by_step(admin: Utilisateur) -> None:
    browser = Navigateur()
    browser.force_login(admin)
    guide = browser.get(ACCUEIL).context["guide"]
    assert [pas.fait for pas in guide.pas] == [False] * 5
    assert guide.prochain == guide.pas[0]
    assert "manage.py demo" in html(browser.get(ACCUEIL))
    machine = EquipementFactory()
    page = browser.get(ACCUEIL)
    assert [pas.fait for pas in page.context["guide"].pas] == [False, True, False, True, False]
    assert "manage.py demo" not in html(page)
    Organisation.objects.create(pk=1, nom="Atlas", ice="001524789000081")
    TechnicienFactory()
    InterventionFactory(equipement=machine)
    assert browser.get(ACCUEIL).context["guide"] is None


def test_every_step_leads_to_a_page_of_the_person(
    navigateur: dict[str, Navigateur],
) -> None:
    for role, without in (("admin", 0), ("responsable", 1)):
        guide = navigateur[role].get(ACCUEIL).context["guide"]
        links = [pas.url for pas in guide.pas if pas.url]
        assert len(guide.pas) - len(links) == without
        assert {navigateur[role].get(link, follow=True).status_code for link in links} == {200}


def test_the_steps_are_put_away_and_taken_back(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser = navigateur["responsable"]
    page = browser.post(PAS, {"montrer": "false"}, follow=True)
    assert page.context["guide"] is None
    assert f'action="{PAS}"' in html(page)  # « Annuler »
    assert browser.post(PAS, {"montrer": "true"}, follow=True).context["guide"] is not None
    assert navigateur["client"].post(PAS, {"montrer": "false"}).status_code == 403


# --- Load, latest events -----------------------------------------------------------------------


def test_the_week_is_the_one_from_monday(monde: Monde) -> None:
    rabat = ZoneInfo("Africa/Casablanca")
    with time_machine.travel(datetime(2026, 11, 22, 23, 30, tzinfo=rabat), tick=False):
        first, last = semaine()
    assert first == datetime(2026, 11, 16, tzinfo=rabat)
    assert last == datetime(2026, 11, 23, tzinfo=rabat)


def test_the_load_counts_what_is_planned_this_week(monde: Monde) -> None:
    first, last = semaine()
    for moment in (first, last - timedelta(seconds=1), last, first - timedelta(seconds=1)):
        InterventionFactory(
            equipement=monde.machine_a,
            technicien=monde.technicien_b,
            etat="affectee",
            date_planifiee=moment,
        )
    idle = TechnicienFactory()
    found = charge(monde.compte("responsable"), 3)
    assert [(line.pk, line.ouvertes, line.semaine) for line in found] == [
        (monde.technicien_b.pk, 5, 2),
        (monde.technicien_a.pk, 1, 0),
        (idle.pk, 0, 0),
    ]
    assert [line.pk for line in charge(monde.compte("responsable"), 1)] == [monde.technicien_b.pk]


def test_the_latest_events_come_first_with_who_did_them(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    chief = monde.compte("responsable")
    services.commenter(intervention_id=monde.intervention_b.pk, par=chief, texte="Rappelé")
    page = navigateur["responsable"].get(ACCUEIL)
    first = page.context["faits"][0]
    assert (first.intervention_id, first.qui) == (monde.intervention_b.pk, str(chief))
    assert str(first.quoi) == "Commentaire"
    assert len(page.context["faits"]) <= 8


# --- The client's form in three fields ---------------------------------------------------------


def test_a_client_reports_from_home_in_three_fields(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser = navigateur["client"]
    page = browser.get(ACCUEIL)
    assert page.context["a_signaler"] == [monde.machine_a]
    sent = {
        "jeton": page.context["jeton"],
        "type_intervention": "corrective",
        "equipement": monde.machine_a.pk,
        "titre": "Fuite d’huile",
        "description": "Sous le vérin, depuis ce matin",
        "arret_machine": "on",
    }
    answer = browser.post("/gestion/interventions/nouvelle/", sent)
    assert answer.status_code == 302
    row = Intervention.objects.latest("pk")
    assert (row.titre, row.arret_machine, row.statut) == ("Fuite d’huile", True, "ouverte")
    # What is missing is asked for on the request's own page, with what was typed.
    again = browser.post(
        "/gestion/interventions/nouvelle/", sent | {"description": "", "jeton": ""}
    )
    assert again.status_code == 422
    assert "Fuite d’huile" in html(again)


def test_machines_that_stand_still_come_first_and_retired_ones_not(monde: Monde) -> None:
    stopped = EquipementFactory(client=monde.client_a, nom="Zz", statut="panne")
    EquipementFactory(client=monde.client_a, nom="Aa", statut="retire")
    assert machines_de(monde.compte("client"), 9) == [stopped, monde.machine_a]

"""Panels about interventions on the pages of clients, machines and technicians."""

import pytest
from django.test import Client as Navigateur
from django.test import RequestFactory
from django.urls import reverse

from interventions import panneaux, services
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html
from tests.fixtures import Monde


def _page(browser: Navigateur, route: str, pk: int) -> str:
    page = browser.get(reverse(route, args=[pk]))
    assert page.status_code == 200
    return html(page)


@pytest.mark.parametrize("role", ["responsable", "client"])
def test_the_machines_page_shows_its_visible_interventions(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    text = _page(navigateur[role], "equipements:fiche", monde.machine_a.pk)
    assert monde.intervention_a.numero in text
    assert monde.intervention_b.numero not in text


def test_a_technician_reads_what_others_did_on_the_machine_but_no_title(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    done = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_b,
        etat="cloturee",
        titre="TITRE-CACHE",
    )
    text = _page(navigateur["technicien"], "equipements:fiche", monde.machine_a.pk)
    assert done.numero in text
    assert "Joint remplacé" in text
    assert "TITRE-CACHE" not in text
    assert f"/gestion/interventions/{done.pk}/" not in text


def test_its_own_past_work_is_not_shown_twice(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    mine = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat="cloturee"
    )
    request = RequestFactory().get("/")
    request.user = monde.compte("technicien")
    content = panneaux.de_l_equipement(request, monde.machine_a)
    assert mine.pk in [ligne["id"] for ligne in content["lignes"]]
    assert content["passe"] == []


def test_the_firms_page_shows_its_latest_work(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    text = _page(navigateur["responsable"], "clients:fiche", monde.client_a.pk)
    assert monde.intervention_a.numero in text
    assert monde.intervention_b.numero not in text


def test_the_technicians_page_shows_the_open_work_it_holds(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    services.desaffecter(
        intervention_id=monde.intervention_b.pk, par=monde.responsable, motif="Congé"
    )
    text = _page(navigateur["responsable"], "techniciens:fiche", monde.technicien_a.pk)
    assert monde.intervention_a.numero in text
    text = _page(navigateur["responsable"], "techniciens:fiche", monde.technicien_b.pk)
    assert "Aucune intervention ici" in text

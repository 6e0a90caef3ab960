"""Availability by its formula, on cases worked out by hand; open work by machine, site, client."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Navigateur

from equipements.models import Equipement
from equipements.selectors import travail_ouvert
from equipements.tests.factories import EquipementFactory
from interventions.indicateurs import arrets_de, disponibilite
from interventions.models import Indisponibilite
from interventions.tests.factories import IndisponibiliteFactory, InterventionFactory
from tests.fixtures import Monde
from tests.saisie import texte

pytestmark = pytest.mark.django_db

MAINTENANT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _il_y_a(jours: float) -> datetime:
    return MAINTENANT - timedelta(days=jours)


def _arret(machine: Equipement, de: float, a: float | None) -> Indisponibilite:
    row: Indisponibilite = IndisponibiliteFactory(
        equipement=machine, debut=_il_y_a(de), fin=None if a is None else _il_y_a(a)
    )
    return row


@pytest.fixture
def machine() -> Equipement:
    row: Equipement = EquipementFactory(date_installation=date(2010, 1, 1))
    return row


@pytest.mark.parametrize(
    ("arrets", "perdus", "nombre"),
    [
        ([], 0, 0),
        ([(10, 9)], 1, 1),
        ([(10, 9), (5, 3)], 3, 2),
        # Half of it before the twelve months.
        ([(370, 360)], 5, 1),
        ([(400, 380)], 0, 0),
        # Still down.
        ([(2, None)], 2, 1),
        # What overlaps, or lies within, counts once.
        ([(10, 8), (9, 7)], 3, 2),
        ([(10, 5), (8, 7)], 5, 2),
        ([(380, None)], 365, 1),
    ],
)
def test_the_formula(
    *, machine: Equipement, arrets: list[tuple[float, Any]], perdus: int, nombre: int
) -> None:
    for de, a in arrets:
        _arret(machine, de, a)
    with time_machine.travel(MAINTENANT, tick=False):
        found = disponibilite(machine, Indisponibilite.objects.filter(equipement=machine))
    assert found.arret == timedelta(days=perdus)
    assert found.arrets == nombre
    assert found.taux == pytest.approx(100 * (365 - perdus) / 365)


def test_before_the_machine_was_there_nothing_counts(machine: Equipement) -> None:
    machine.date_installation = date(2026, 11, 2)
    _arret(machine, 30, 15.5)
    with time_machine.travel(MAINTENANT, tick=False):
        found = disponibilite(machine, Indisponibilite.objects.filter(equipement=machine))
    # Midnight of 2 November in Casablanca is 23:00 UTC the day before: 20 days 13 hours ago.
    assert found.periode == timedelta(days=20, hours=13)
    assert found.arret == timedelta(days=5, hours=1)
    machine.date_installation = date(2027, 1, 1)
    with time_machine.travel(MAINTENANT, tick=False):
        assert disponibilite(machine, []).taux is None


def test_the_log_is_of_the_last_twelve_months_and_of_ones_own(monde: Monde) -> None:
    mine, other = monde.machine_a, monde.machine_b
    with time_machine.travel(MAINTENANT, tick=False):
        old, recent, now = _arret(mine, 500, 400), _arret(mine, 30, 29), _arret(mine, 1, None)
        theirs = _arret(other, 3, 2)
        assert arrets_de(mine, monde.compte("admin")) == [now, recent]
        for qui in ("technicien", "client"):
            assert arrets_de(mine, monde.compte(qui)) == [now, recent]
            assert arrets_de(other, monde.compte(qui)) == []
    assert {old, theirs}.isdisjoint({now, recent})


def test_the_machines_page_says_the_figure_and_links_what_one_may_read(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    order = InterventionFactory(
        equipement=monde.machine_a, arret_machine=True, technicien=monde.technicien_b
    )
    link = f'href="/gestion/interventions/{order.pk}/"'
    page = f"/gestion/equipements/{monde.machine_a.pk}/"
    for qui, linked in (("responsable", True), ("client", True), ("technicien", False)):
        text = texte(navigateur[qui].get(page))
        log = text.split('id="titre-arrets"')[1].split("</section>")[0]
        assert (link in log) is linked, qui
        assert (order.numero in log) is linked, qui
        assert "En cours" in log


def test_open_work_is_what_the_person_sees(monde: Monde) -> None:
    machine = monde.machine_a
    InterventionFactory(equipement=machine, par=monde.responsable)
    InterventionFactory(equipement=machine, par=monde.responsable, etat="cloturee")
    keys = {"id": machine.pk, "site_id": machine.site_id, "client_id": machine.client_id}
    for column, key in keys.items():
        ids = [key, 10**9]
        assert travail_ouvert(monde.compte("responsable"), column, ids) == {key: 2}
        assert travail_ouvert(monde.compte("client"), column, ids) == {key: 2}
        assert travail_ouvert(monde.compte("technicien"), column, ids) == {key: 1}
        assert travail_ouvert(monde.compte("autre_client"), column, ids) == {}
    assert travail_ouvert(monde.compte("responsable"), "id", []) == {}


def test_each_figure_opens_the_list_that_makes_it(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    machine, browser = monde.machine_a, navigateur["responsable"]
    InterventionFactory(equipement=machine, par=monde.responsable)
    for _n in range(2):
        InterventionFactory(equipement=machine, par=monde.responsable, etat="cloturee")
    for address in (
        f"/gestion/equipements/{machine.pk}/",
        f"/gestion/clients/{machine.client_id}/",
        f"/gestion/techniciens/{monde.technicien_a.pk}/",
    ):
        text = texte(browser.get(address)).split('class="compteurs"')[1].split("</ul>")[0]
        figures = text.split("<li>")[1:]
        assert len(figures) >= 2
        for figure in figures:
            link = figure.split('href="')[1].split('"')[0].replace("&amp;", "&")
            number = int(figure.split('class="nombre">')[1].split("<")[0])
            assert browser.get(link).context["page"].total == number, link

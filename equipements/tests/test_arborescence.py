"""The tree page: level by level, as much of it as the person sees, at a constant cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clients.tests.factories import SiteFactory
from comptes.models import Utilisateur
from core import pages
from equipements.models import Equipement
from equipements.selectors import descendance
from equipements.tests.factories import EquipementFactory
from interventions.tests.factories import InterventionFactory
from tests.fixtures import Monde
from tests.saisie import texte

pytestmark = pytest.mark.django_db

ARBRE = "/gestion/equipements/arbre/"
HTMX = {"HX-Request": "true"}


def _noeuds(browser: Navigateur, question: str = "") -> dict[str, Any]:
    answer = browser.get(f"{ARBRE}{question}")
    assert answer.status_code == 200
    return {noeud.nom: noeud for noeud in answer.context["niveau"].noeuds}


def test_the_way_down_from_firm_to_part(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    browser, top = navigateur["responsable"], monde.machine_a
    part = EquipementFactory(client=top.client, parent=top, nom="Bloc vis", statut="panne")
    InterventionFactory(equipement=part, par=monde.responsable)
    firms = _noeuds(browser)
    firm = firms[monde.client_a.nom_entreprise]
    assert (firm.machines, firm.pannes, firm.ouvertes) == (2, 1, 2)
    assert firms[monde.client_b.nom_entreprise].machines == 1
    sites = _noeuds(browser, f"?client={monde.client_a.pk}")
    (site,) = sites.values()
    assert (site.machines, site.pannes, site.ouvertes) == (2, 1, 2)
    machines = _noeuds(browser, site.branche.removeprefix(ARBRE))
    (line,) = machines.values()
    assert (line.nom, line.machines, line.pannes_dessous, line.ouvertes) == (top.nom, 1, 1, 2)
    parts = _noeuds(browser, f"?machine={top.pk}")
    assert (parts["Bloc vis"].branche, parts["Bloc vis"].ouvertes) == ("", 1)
    page = texte(browser.get(f"{ARBRE}?machine={part.pk}"))
    for step in (f"?client={monde.client_a.pk}", f"?site={site.pk}", f"?machine={top.pk}"):
        assert f'href="{step}"' in page
    assert "Rien en dessous" in page


def test_each_sees_its_own_branches(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    assert set(_noeuds(navigateur["technicien"])) == {monde.client_a.nom_entreprise}
    # Who has one firm begins at its sites.
    assert set(_noeuds(navigateur["client"])) == {s.nom for s in monde.client_a.sites.all()}
    stranger, site = monde.machine_b, monde.machine_b.site
    for qui in ("technicien", "client"):
        for step in (f"machine={stranger.pk}", f"site={site.pk}", f"client={stranger.client_id}"):
            assert navigateur[qui].get(f"{ARBRE}?{step}").status_code == 404
        assert navigateur[qui].get(f"{ARBRE}?machine={monde.machine_a.pk}").status_code == 200


@pytest.mark.parametrize(
    ("question", "statut"),
    [
        ("machine=x", 422),
        ("client=-1", 422),
        ("machine=999999", 404),
        ("machine=1&machine=2", 400),
        ("page=0", 404),
        ("page=999", 404),
    ],
)
def test_an_address_that_does_not_hold(
    navigateur: dict[str, Navigateur], question: str, statut: int
) -> None:
    assert navigateur["responsable"].get(f"{ARBRE}?{question}").status_code == statut


def test_a_branch_is_a_fragment_for_htmx_and_a_page_without(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser, address = navigateur["responsable"], f"{ARBRE}?client={monde.client_a.pk}"
    part, page = browser.get(address, headers=HTMX), browser.get(address)
    for answer in (part, page):
        assert "HX-Request" in answer["Vary"]
    assert texte(part).lstrip().startswith('<ul class="arbre-niveau">')
    assert "<html" in texte(page)


def test_a_long_level_goes_on(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    for _n in range(pages.TAILLE + 1):
        EquipementFactory(client=monde.client_a, parent=monde.machine_a)
    browser, address = navigateur["responsable"], f"{ARBRE}?machine={monde.machine_a.pk}"
    first = browser.get(address, headers=HTMX)
    assert texte(first).count('class="arbre-nom"') == pages.TAILLE
    assert f"{address}&amp;page=2" in texte(first)
    rest = texte(browser.get(f"{address}&page=2", headers=HTMX))
    assert rest.lstrip().startswith("<li")
    assert rest.count('class="arbre-nom"') == 1


def test_what_stands_still_is_read_first(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    for nom, statut in (("A", "operationnel"), ("B", "maintenance"), ("C", "panne")):
        EquipementFactory(client=monde.client_a, parent=monde.machine_a, nom=nom, statut=statut)
    assert list(_noeuds(navigateur["client"], f"?machine={monde.machine_a.pk}")) == ["C", "B", "A"]


def test_a_machine_whose_whole_stands_elsewhere_is_on_its_own_site_too(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    away = SiteFactory(client=monde.client_a)
    part = EquipementFactory(
        client=monde.client_a, site=away, parent=monde.machine_a, nom="Pompe de forage"
    )
    browser = navigateur["responsable"]
    assert "Pompe de forage" in _noeuds(browser, f"?site={away.pk}")
    assert "Pompe de forage" in _noeuds(browser, f"?machine={monde.machine_a.pk}")
    assert part.nom not in _noeuds(browser, f"?site={monde.machine_a.site_id}")


def test_archives_are_no_part_of_it(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    part = EquipementFactory(client=monde.client_a, parent=monde.machine_a, statut="panne")
    Equipement.objects.filter(pk=part.pk).update(archive_le=timezone.now())
    (line,) = _noeuds(navigateur["admin"], f"?site={monde.machine_a.site_id}").values()
    assert (line.machines, line.pannes) == (0, 0)
    assert not _noeuds(navigateur["admin"], f"?machine={monde.machine_a.pk}")
    assert descendance([]) == {}


def test_a_circle_made_by_hand_ends(monde: Monde) -> None:
    part = EquipementFactory(client=monde.client_a, parent=monde.machine_a)
    Equipement.objects.filter(pk=monde.machine_a.pk).update(parent=part)
    assert {pk for pk, _s in descendance([part.pk])[part.pk]} == {part.pk, monde.machine_a.pk}


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("niveau", ["", "client", "site", "machine"])
@pytest.mark.parametrize("qui", ["responsable", "technicien"])
def test_a_level_costs_the_same_for_few_and_many(
    *, navigateur: dict[str, Navigateur], monde: Monde, qui: str, niveau: str
) -> None:
    machine = monde.machine_a
    row = {"client": machine.client_id, "site": machine.site_id, "machine": machine.pk}.get(niveau)
    address = f"{ARBRE}?{niveau}={row}" if niveau else ARBRE
    counts = []
    for more in (1, 6):
        for _n in range(more):
            below = EquipementFactory(client=machine.client, parent=machine)
            EquipementFactory(client=machine.client, parent=below)
            SiteFactory(client=machine.client)
        with CaptureQueriesContext(connection) as queries:
            navigateur[qui].get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_no_firm_yet(client: Navigateur, responsable: Utilisateur) -> None:
    client.force_login(responsable)
    page = texte(client.get(ARBRE))
    assert "Aucune machine à afficher" in page
    assert 'href="/gestion/equipements/"' in page

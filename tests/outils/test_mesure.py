"""Coverage follows every test but the walks, and templates by their nodes."""

import sys

import coverage
import pytest
from django.conf import settings
from django.template.base import Node, TextNode
from django.test import Client

from tests import couverture
from tests.fixtures import Monde
from tests.gabarits_mesures import Dessins


@pytest.mark.sans_mesure
def test_a_walk_is_not_traced() -> None:
    assert coverage.Coverage.current() is None
    assert sys.gettrace() is None


def test_another_test_is_traced_where_coverage_was_asked_for(
    request: pytest.FixtureRequest,
) -> None:
    asked = request.config.pluginmanager.hasplugin("_cov")
    assert (coverage.Coverage.current() is not None) == asked
    assert (sys.gettrace() is not None) == asked


def test_coverage_rests_once_a_test_repeats_itself(
    request: pytest.FixtureRequest, client: Client
) -> None:
    asked = request.config.pluginmanager.hasplugin("_cov")
    traced = []
    for _time in range(couverture.DEMANDES + 1):
        traced.append(sys.gettrace() is not None)
        client.get("/health")
    assert traced == [asked] * couverture.DEMANDES + [False]


_suivis: list[bool] = []


@pytest.mark.parametrize("cas", range(couverture.CAS + 1))
def test_the_first_cases_are_traced(request: pytest.FixtureRequest, cas: int) -> None:
    """Whichever they are in this process."""
    asked = request.config.pluginmanager.hasplugin("_cov")
    _suivis.append(sys.gettrace() is not None)
    assert _suivis == ([asked] * couverture.CAS + [False])[: len(_suivis)], cas


@pytest.mark.sans_mesure
def test_nodes_tell_of_a_page_what_tracing_it_tells(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, noted = Client(), Dessins()
    browser.force_login(monde.compte("responsable"))
    for kind in (Node, TextNode):  # put back after this test
        monkeypatch.setattr(kind, "render_annotated", kind.render_annotated)
    noted.observer()
    traced = coverage.Coverage(data_file=None, config_file=False, branch=True)
    traced.set_option("run:source", [str(settings.BASE_DIR)])
    traced.set_option("run:plugins", ["django_coverage_plugin"])
    with traced.collect():
        for path in ("/gestion/", "/gestion/interventions/", "/gestion/interventions/nouvelle/"):
            assert browser.get(path).status_code == 200
    data = traced.get_data()
    told = {name: set(data.lines(name) or ()) for name in data.measured_files()}
    told = {name: lines for name, lines in told.items() if name.endswith(".html") and lines}
    assert len(told) >= 15
    assert {name: noted.lignes().get(name) for name in told} == told

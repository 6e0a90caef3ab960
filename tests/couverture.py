"""Coverage as the suite takes it: templates by their nodes, and rest where tests repeat themselves.

Tracing makes every line twice as dear, Django's too. A test marked `sans_mesure` is not traced at
all, any other until its 12th request, and of a test with many cases the first three in each
process: what repeats itself goes the same ways again. What only such a request or case reaches is
not counted, so the figure says less than was run, never more.
Set-up is measured, for what it imports is run once for all; but not the migrations.
"""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from threading import current_thread, main_thread
from typing import Any

import coverage
import pytest
from django.core.signals import request_started
from django.forms.renderers import get_default_renderer
from django.urls import get_resolver

from tests.gabarits_mesures import dessins

DEMANDES, CAS = 12, 3


@dataclass
class _Repos:
    """Which coverages wait until this test has ended, and how often it has asked."""

    arretees: list[coverage.Coverage] = field(default_factory=list)
    demandes: int = 0
    cas: Counter[str] = field(default_factory=Counter)

    def assez(self, item: pytest.Item) -> bool:
        """Whether this test is a walk, or another case of one that was traced often enough."""
        test, _, case = item.nodeid.partition("[")
        self.cas[test] += 1
        many = bool(case) and self.cas[test] > CAS
        return many or item.get_closest_marker("sans_mesure") is not None

    def commencer(self) -> None:
        # In a process of xdist one lies under the other, and would go on in its place.
        while (mesure := coverage.Coverage.current()) is not None:
            mesure.stop()
            self.arretees.append(mesure)
        dessins.reposer = True

    def finir(self) -> None:
        while self.arretees:
            self.arretees.pop().start()
        dessins.reposer, self.demandes = False, 0

    def compter(self, **_signal: Any) -> None:
        """One more request; those of a test's own threads are few, and traced apart."""
        if current_thread() is main_thread():
            self.demandes += 1
            if self.demandes == DEMANDES:
                self.commencer()


_repos = _Repos()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Templates are noted rather than traced, and handed over before coverage is saved."""
    if not session.config.pluginmanager.hasplugin("_cov"):
        return (yield)
    # A first page imports both: their lines are run once, and not while coverage rests.
    assert get_resolver().url_patterns
    get_default_renderer()
    dessins.observer()
    request_started.connect(_repos.compter)
    result = yield
    if (mesure := coverage.Coverage.current()) is not None:
        dessins.remettre(mesure)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
    """Building the database is Django's work, and as long again where it is traced."""
    if fixturedef.argname != "django_db_setup":
        return (yield)
    _repos.commencer()
    try:
        return (yield)
    finally:
        _repos.finir()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Trace it until it repeats itself."""
    if _repos.assez(item):
        _repos.commencer()
    try:
        return (yield)
    finally:
        _repos.finir()

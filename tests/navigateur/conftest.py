"""A Chromium and a served site for the session; windows for each test, whose faults fail it."""

import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts import chromium
from tests.navigateur.serveur import Panne, Serveur, serveur
from tests.navigateur.visiteur import Ouvrir, Visiteur

ICI = Path(__file__).parent
DELAI = 300  # the first test also waits for the server and its data


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark what is here, and run it last: its event loop would forbid the ORM to other tests."""
    for item in items:
        if ICI in item.path.parents:
            item.add_marker("navigateur")
            item.add_marker(pytest.mark.timeout(DELAI))
    yield
    items.sort(key=lambda item: item.get_closest_marker("navigateur") is not None)


@pytest.fixture(scope="session")
def site() -> Iterator[Serveur]:
    """Without it there is nothing to test: one message, and not one for each test."""
    # Told to stop, as `make` does when it is interrupted, pytest would leave the server behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with serveur() as lance:
            yield lance
    except Panne as panne:
        pytest.exit(str(panne), returncode=1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    programme = chromium.trouver()
    if programme is None:
        pytest.exit(chromium.CONSEIL, returncode=1)
    with sync_playwright() as playwright:
        lance = playwright.chromium.launch(
            executable_path=programme,
            # Containers: root has no sandbox to enter, and /dev/shm is small.
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield lance
        lance.close()


@pytest.fixture(scope="session")
def visiteur_session(browser: Browser, site: Serveur) -> Visiteur:
    return Visiteur(browser, site)


@pytest.fixture
def visiteur(visiteur_session: Visiteur) -> Iterator[Visiteur]:
    already = len(visiteur_session.serveur.pannes())
    yield visiteur_session
    faults = visiteur_session.fermer() + visiteur_session.serveur.pannes()[already:]
    assert not faults, "\n".join(faults)


@pytest.fixture
def ouvrir(visiteur: Visiteur) -> Ouvrir:
    return visiteur.ouvrir

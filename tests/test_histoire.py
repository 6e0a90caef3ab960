"""The story of `docs/api/histoire.py`, told to a real server over a real socket."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from clients.tests.factories import ClientFactory
from comptes.tests.factories import UtilisateurFactory
from core.outbox.abonnes import DEDANS
from core.outbox.relais import Voie
from equipements.tests.factories import EquipementFactory
from interventions.tests.factories import InterventionFactory
from techniciens.tests.factories import TechnicienFactory


@pytest.fixture
def histoire() -> ModuleType:
    path = Path(settings.BASE_DIR) / "docs" / "api" / "histoire.py"
    spec = importlib.util.spec_from_file_location("histoire", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def petite_firme(base_reelle: None, histoire: ModuleType) -> None:
    """The four demo accounts, a machine of the client and somebody else's work."""
    users = {
        role: UtilisateurFactory(
            username=role, email=f"{role}@mif.ma", role=role, password=secret, full_name=role
        )
        for role, (_nom, secret) in histoire.COMPTES.items()
    }
    TechnicienFactory(user=users["technicien"])
    firm = ClientFactory(user=users["client"])
    EquipementFactory(client=firm)
    InterventionFactory(par=users["responsable"])


@pytest.fixture
def relais(base_reelle: None) -> Iterator[None]:
    """The relay, as the server process runs it."""
    lane = Voie(DEDANS)
    lane.start()
    yield
    lane.arreter()
    lane.join(10)


@pytest.mark.usefixtures("petite_firme", "relais")
def test_the_story_is_as_promised(
    histoire: ModuleType, live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    histoire.raconter(live_server.url)
    told = capsys.readouterr().out
    assert "17. " in told
    assert "plan d’entretien" in told
    assert "Évaluée 5 sur 5" in told


@pytest.mark.usefixtures("petite_firme")
def test_a_broken_promise_ends_it(histoire: ModuleType, live_server: LiveServer) -> None:
    door = histoire.Porte(live_server.url)
    with pytest.raises(histoire.Ecart, match="200 attendu, 401 reçu"):
        door.demander("GET", "interventions/")

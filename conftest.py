"""What every test gets: quick passwords, an empty cache, a database of its own."""

import gc
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest
from django.conf import settings as reglages
from django.core.cache import cache

# The accounts of each role, the strangers, and their small world.
pytest_plugins = [
    "tests.parts",
    "tests.fixtures",
    "tests.api",
    "tests.decor",
    "tests.visite",
    "tests.couverture",
]

POSTGRES = "postgresql" in reglages.DATABASES["default"]["ENGINE"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--mesurer-postgres",
        action="store_true",
        help="measure the coverage of the tests marked postgres, and of no other",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that needs PostgreSQL is skipped, and counted, on SQLite."""
    if POSTGRES:
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(
                pytest.mark.skip(reason="needs PostgreSQL: the second run of make test")
            )


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking through it for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Keep a report that quotes hostile text from stopping the whole run.

    Processes send each other UTF-8, which a lone surrogate in a log or a message is not.
    """
    return _transportable((yield))


def _transportable(valeur: Any) -> Any:
    if isinstance(valeur, str):
        return valeur.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(valeur, dict):
        return {_transportable(cle): _transportable(v) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple):
        return type(valeur)(_transportable(v) for v in valeur)
    return valeur


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """On SQLite a file, because tests with threads need one database seen by all connections.

    A new folder for each process, so that several runs in one checkout never share it and the
    write-ahead log of a killed run is never replayed into it.
    """
    if not POSTGRES:
        dossier: Path = tmp_path_factory.mktemp("base")
        reglages.DATABASES["default"]["TEST"]["NAME"] = str(dossier / "essais.sqlite3")


@pytest.fixture(autouse=True)
def _mesure_postgres(request: pytest.FixtureRequest) -> Iterator[None]:
    """Add the lines that only PostgreSQL reaches to what the SQLite run measured.

    Measuring its whole second run as well would take two thirds more time for these few lines.
    """
    if not request.config.getoption("--mesurer-postgres") or not (
        request.node.get_closest_marker("postgres")
    ):
        yield
        return
    mesure = coverage.Coverage(data_suffix=True)
    # Of what was imported before, or is of another's code, there is nothing to add.
    mesure.set_option("run:disable_warnings", ["no-data-collected"])
    with mesure.collect():
        yield
    mesure.save()


@pytest.fixture(scope="session", autouse=True)
def _hachage_rapide() -> list[str]:
    """Real hashing costs 0.25 s a password by design; the real hashers, for who asks for them."""
    real = list(reglages.PASSWORD_HASHERS)
    reglages.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return real


@pytest.fixture(autouse=True)
def _vrai_hachage(request: pytest.FixtureRequest, _hachage_rapide: list[str]) -> None:
    if request.node.get_closest_marker("vrai_hachage"):
        request.getfixturevalue("settings").PASSWORD_HASHERS = _hachage_rapide


@pytest.fixture(autouse=True)
def _cache_vide() -> None:
    """Counters and cached answers of one test are not another's."""
    cache.clear()

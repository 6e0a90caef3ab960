"""Kills under load. What the server acknowledged happened, and all were told: inside exactly once,
outside at least once, with at most one double a kill; nothing is lost and nothing is given up.
"""

import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest

from scripts import postgres
from tests.pannes.installation import Installation, attendre
from tests.pannes.routes import EVENEMENTS

pytestmark = pytest.mark.preuve

CALME = 60.0  # seconds without any delivery, while some wait: six leases of the test
Lire = Callable[[str], list[tuple[Any, ...]]]


class Charge:
    """Some threads that act without pause, and which acts were acknowledged."""

    def __init__(self, installation: Installation, fils: int = 3) -> None:
        self.confirmes: list[int] = []
        self.essayes = 0
        self._installation = installation
        self._fin = threading.Event()
        self._verrou = threading.Lock()
        self._fils = [threading.Thread(target=self._agir) for _ in range(fils)]

    def _agir(self) -> None:
        while not self._fin.is_set():
            with self._verrou:
                self.essayes += 1
                numero = self.essayes
            if self._installation.agir(numero):
                self.confirmes.append(numero)
            else:
                time.sleep(0.1)

    def __enter__(self) -> Self:
        for fil in self._fils:
            fil.start()
        return self

    def __exit__(self, *_erreur: object) -> None:
        self._fin.set()
        for fil in self._fils:
            fil.join()

    def atteindre(self, nombre: int) -> None:
        """Wait until so many more acts are acknowledged: whoever was killed is back."""
        but = len(self.confirmes) + nombre
        attendre(lambda: len(self.confirmes) >= but, "la charge")


def lire_postgres(dossier: Path) -> Lire:
    def lire(sql: str) -> list[tuple[Any, ...]]:
        address = f"postgresql://postgres@/postgres?host={dossier}"
        with psycopg.connect(address) as connexion:
            return connexion.execute(sql).fetchall()

    return lire


def lire_sqlite(fichier: Path) -> Lire:
    def lire(sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(fichier, timeout=20) as connexion:
            rows: list[tuple[Any, ...]] = connexion.execute(sql).fetchall()
        connexion.close()
        return rows

    return lire


def vide(lire: Lire) -> bool:
    """Nothing waits to be spread or delivered."""
    [[events]] = lire("SELECT count(*) FROM evenements WHERE NOT diffuse")
    [[due]] = lire("SELECT count(*) FROM livraisons_evenements WHERE etat = 'due'")
    return bool(events == 0 and due == 0)


def attendre_la_fin(lire: Lire) -> None:
    """Until all is delivered; slowly is well, on a busy machine, as long as it goes on."""
    done, since = -1, time.monotonic()
    while not vide(lire):
        [[now]] = lire("SELECT count(*) FROM livraisons_evenements WHERE etat <> 'due'")
        if now != done:
            done, since = now, time.monotonic()
        assert time.monotonic() - since < CALME, f"{done} livraisons, puis plus rien"
        time.sleep(0.5)


def juger(installation: Installation, lire: Lire, charge: Charge, *, doubles_permis: int) -> None:
    """The promise, counted."""
    attendre_la_fin(lire)
    acts = [numero for (numero,) in lire("SELECT numero FROM pannes_actes")]
    events = [pk for (pk,) in lire("SELECT id FROM evenements WHERE type = 'panne.acte'")]
    assert len(acts) == len(set(acts))
    assert set(charge.confirmes) <= set(acts)
    assert len(events) == EVENEMENTS * len(acts)

    inside = Counter(cle for (cle,) in lire("SELECT cle FROM pannes_effets"))
    outside = Counter(installation.partis())
    assert inside == Counter(f"{pk}.pannes.dedans" for pk in events)
    assert set(outside) == {f"{pk}.pannes.dehors" for pk in events}
    doubles = sum(outside.values()) - len(events)
    states = lire("SELECT etat, count(*) FROM livraisons_evenements GROUP BY etat")
    print(f"{len(acts)} actes, {len(events)} événements, {doubles} double(s) dehors, {states}")
    assert states == [("livree", 2 * len(events))]
    assert doubles <= doubles_permis


@pytest.fixture
def lancees() -> Iterator[list[Installation]]:
    """Whatever was started is stopped."""
    found: list[Installation] = []
    yield found
    for installation in found:
        installation.arreter()


def test_celery_redis_web_et_postgresql(tmp_path: Path, lancees: list[Installation]) -> None:
    """10 kills of a Celery child, 3 of Redis, 3 of a web process, PostgreSQL restarted once."""
    with postgres.jetable("synchronous_commit=on") as base:
        site = Installation(tmp_path, base.url, Path(os.environ["REDIS_SERVER"]))
        lancees.append(site)
        site.preparer()
        site.lancer_redis()
        site.lancer_celery()
        site.lancer_web()
        kills = 0
        with Charge(site) as charge:
            charge.atteindre(100)
            for tour in range(10):
                charge.atteindre(40)
                kills += site.tuer_enfant("celery")
                if tour % 3 == 1:
                    charge.atteindre(30)
                    site.tuer("redis")
                    charge.atteindre(40)  # without a broker acts go on
                    site.lancer_redis()
                if tour % 3 == 2:
                    charge.atteindre(30)
                    assert site.tuer_enfant("web")
                if tour == 5:
                    base.arreter()
                    base.demarrer()
            charge.atteindre(50)
        assert kills == 10
        # PostgreSQL's stop may fall between sending and marking, once for each child.
        juger(site, lire_postgres(base.dossier), charge, doubles_permis=kills + 2)
        site.arreter()


@pytest.mark.parametrize("moteur", ["sqlite", "postgresql"])
def test_un_seul_processus_sans_redis(
    tmp_path: Path, lancees: list[Installation], moteur: str
) -> None:
    """The process of `make run`, relay and clock in it, killed ten times under load."""
    if moteur == "sqlite":
        fichier = tmp_path / "base.sqlite3"
        lancees.append(Installation(tmp_path, f"sqlite:///{fichier}"))
        _un_seul(lancees[0], lire_sqlite(fichier))
        return
    with postgres.jetable("synchronous_commit=on") as base:
        lancees.append(Installation(tmp_path, base.url))
        _un_seul(lancees[0], lire_postgres(base.dossier))
        lancees[0].arreter()


def _un_seul(site: Installation, lire: Lire) -> None:
    site.preparer()
    site.lancer_web("-k", "asgi", "--threads", "1", "mif_erp.asgi:application")
    kills = 0
    with Charge(site) as charge:
        for _tour in range(10):
            charge.atteindre(40)
            kills += site.tuer_enfant("web")
        charge.atteindre(40)
    assert kills == 10
    # Two lanes go outside; a kill may cut off both between sending and marking.
    juger(site, lire, charge, doubles_permis=2 * kills)

"""Kills under load. What the server acknowledged happened, and all were told: inside exactly once,
outside at least once, with at most one double a kill; nothing is lost and nothing is given up.

Ten thousand events in all, each scenario its part. Mails leave by the product's own subscriber to a
real SMTP server, which hangs, and refuses connections or puts off for a minute.
"""

import os
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest

from scripts import postgres
from tests.pannes.installation import Installation, attendre
from tests.pannes.routes import ACTES
from tests.smtp import Boite, Humeur

pytestmark = pytest.mark.preuve

CALME = 60.0  # seconds without any delivery, while some wait: six leases of the test
REFUS = 60.0  # seconds for which the mail server takes nothing: half away, half "later"
AVANCE = 15  # acts beyond those that are waited for: whoever is killed is at work
PROMPT = 8.0  # seconds; whoever waits for a mail server that hangs waits for 10
A_PART = 1_000_000  # acts outside of the load are numbered from here
EVENEMENTS = {"celery": 4_000, "sqlite": 3_000, "postgresql": 3_000}
Lire = Callable[[str], list[tuple[Any, ...]]]


class Charge:
    """Some threads that act as long as more is asked for, and which acts were acknowledged."""

    def __init__(self, installation: Installation, fils: int = 3) -> None:
        self.confirmes: list[int] = []
        self.essayes = 0
        self._but = 0
        self._installation = installation
        self._fin = threading.Event()
        self._verrou = threading.Lock()
        self._fils = [threading.Thread(target=self._agir) for _ in range(fils)]

    def _agir(self) -> None:
        while not self._fin.is_set():
            if len(self.confirmes) >= self._but + AVANCE:
                time.sleep(0.02)
                continue
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
        fin = self._but + nombre
        while self._but < fin:  # some at a time: the machine may be busy
            self._but = min(fin, self._but + 50)
            attendre(lambda: len(self.confirmes) >= self._but, "la charge")

    def frapper(self, nom: str) -> int:
        """After 65 acts kill a child of that program at work: more acts until one is met there."""

        def tue() -> bool:
            if self._installation.tuer_enfant(nom):
                return True
            self.atteindre(10)
            return False

        self.atteindre(65)
        attendre(tue, f"un enfant de {nom} au travail")
        return 1


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


def juger_le_silence(site: Installation, lire: Lire, boite: Boite) -> list[int]:
    """While the mail server hangs, everything else is told promptly; the acts that were made."""
    boite.changer(Humeur.TAIRE)
    numeros = list(range(A_PART, A_PART + 20))
    assert site.agir(numeros[0])
    assert boite.tus.acquire(timeout=PROMPT)
    for numero in numeros[1:]:
        assert site.agir(numero)

    def livrees() -> int:
        [[n]] = lire(
            "SELECT count(*) FROM livraisons_evenements"
            " WHERE abonne LIKE 'pannes.%' AND etat = 'livree'"
        )
        return int(n)

    debut = time.monotonic()
    attendre(lambda: livrees() == 2 * ACTES * len(numeros), "ce qui n’est pas un courriel", PROMPT)
    print(f"serveur de courriel muet : le reste livré en {time.monotonic() - debut:.1f} s")
    assert boite.recus == []
    boite.changer(Humeur.ACCEPTER)
    return numeros


def dix_fois(refus: AbstractContextManager[None], tourmenter: Callable[[int], object]) -> None:
    """Four times while no mail is taken, six times with those that wait."""
    with refus:
        for tour in range(4):
            tourmenter(tour)
    for tour in range(4, 10):
        tourmenter(tour)


@contextmanager
def une_minute_de_refus(boite: Boite) -> Iterator[None]:
    """The mail server refuses connections, then answers "later"; at the end it takes all again."""

    def bouder() -> None:
        debut = time.monotonic()
        for humeur in (Humeur.ABSENT, Humeur.REPORTER):
            boite.changer(humeur)
            time.sleep(REFUS / 2)
        boite.changer(Humeur.ACCEPTER)
        refused.append(time.monotonic() - debut)

    refused: list[float] = []
    fil = threading.Thread(target=bouder)
    fil.start()
    try:
        yield
    finally:
        fil.join()
    print(f"courriels refusés pendant {refused[0]:.0f} s, {boite.reports} fois remis à plus tard")
    assert refused[0] >= REFUS
    assert boite.reports > 0


@dataclass
class Jugement:
    """The promise, counted: `arrets` says how often whoever sends was killed or cut off."""

    scenario: str
    installation: Installation
    lire: Lire
    boite: Boite

    def rendre(self, confirmes: set[int], *, arrets: int) -> None:
        attendre_la_fin(self.lire)
        acts = [numero for (numero,) in self.lire("SELECT numero FROM pannes_actes")]
        events, mails = self._evenements("panne.acte"), self._evenements("notification.courriel")
        assert len(acts) == len(set(acts))
        assert confirmes <= set(acts)
        assert (len(events), len(mails)) == (ACTES * len(acts), len(acts))

        inside = Counter(cle for (cle,) in self.lire("SELECT cle FROM pannes_effets"))
        assert inside == Counter(f"{pk}.pannes.dedans" for pk in events)
        outside = Counter(int(cle.split(".")[0]) for cle in self.installation.partis())
        sent = Counter(int(re.split("[-@]", name)[1]) for name in self.boite.recus)
        assert (set(outside), set(sent)) == (set(events), set(mails))
        doubles = {"dehors": outside.total() - len(events), "courriels": sent.total() - len(mails)}
        sql = "SELECT etat, count(*) FROM livraisons_evenements GROUP BY etat"
        states, total = self.lire(sql), len(events) + len(mails)
        [[again]] = self.lire(
            "SELECT count(*) FROM livraisons_evenements"
            " WHERE abonne = 'pannes.dehors' AND essais > 1"
        )
        print(
            f"{self.scenario} : {len(acts)} actes, {total} événements dont {len(mails)} courriels, "
            f"{arrets} arrêts, {again} livraisons interrompues dehors, doubles {doubles}, {states}"
        )
        assert states == [("livree", 2 * len(events) + len(mails))]
        assert total >= EVENEMENTS[self.scenario]
        assert max(doubles.values()) <= arrets
        assert again >= arrets // 2  # or the kills met nobody at work

    def _evenements(self, genre: str) -> list[int]:
        return [pk for (pk,) in self.lire(f"SELECT id FROM evenements WHERE type = '{genre}'")]


@pytest.fixture
def lancees() -> Iterator[list[Installation]]:
    """Whatever was started is stopped."""
    found: list[Installation] = []
    yield found
    for installation in found:
        installation.arreter()


@pytest.fixture
def boite() -> Iterator[Boite]:
    """Where mails arrive."""
    with Boite() as found:
        yield found


def test_celery_redis_web_et_postgresql(
    tmp_path: Path, lancees: list[Installation], boite: Boite
) -> None:
    """10 kills of a Celery child in mid-task; 3 of Redis and 3 of a web process between commit and
    wake-up; PostgreSQL restarted once; no mail taken for a minute.
    """
    with postgres.jetable("synchronous_commit=on") as base:
        site = Installation(
            tmp_path, base.url, smtp=boite.port, redis=Path(os.environ["REDIS_SERVER"])
        )
        lancees.append(site)
        jugement = Jugement("celery", site, lire_postgres(base.dossier), boite)
        site.preparer()
        site.lancer_redis()
        site.lancer_celery()
        site.lancer_web()
        apart = set(juger_le_silence(site, jugement.lire, boite))
        kills = Counter[str]()

        def tourmenter(charge: Charge, tour: int) -> None:
            kills["ouvrier"] += charge.frapper("celery")
            if tour % 3 == 1:
                kills["redis"] += sans_redis(site, charge)
            if tour % 3 == 2:
                charge.atteindre(30)
                apart.add(mourir_apres_la_validation(jugement, A_PART - 1 - tour))
            if tour == 5:
                kills["postgresql"] += redemarrer(base)

        with Charge(site) as charge:
            dix_fois(une_minute_de_refus(boite), partial(tourmenter, charge))
            charge.atteindre(50)
        kills["web"] = sum(numero < A_PART for numero in apart)
        print(f"arrêts : {dict(kills)}")
        assert kills == {"ouvrier": 10, "redis": 3, "postgresql": 1, "web": 3}
        # PostgreSQL's stop may fall between sending and marking, once for each lane.
        arrets = kills["ouvrier"] + kills["postgresql"]
        jugement.rendre({*charge.confirmes, *apart}, arrets=arrets)
        site.arreter()


def redemarrer(base: postgres.Jetable) -> int:
    """PostgreSQL is away, then there again."""
    base.arreter()
    base.demarrer()
    return 1


def sans_redis(site: Installation, charge: Charge) -> int:
    """Redis dies, and acts are committed of which nobody can be woken; then it is there again."""
    charge.atteindre(30)
    site.tuer("redis")
    charge.atteindre(40)
    site.lancer_redis()
    return 1


def mourir_apres_la_validation(jugement: Jugement, numero: int) -> int:
    """A web process dies between the commit of this act and the wake-up; the act was committed."""
    assert not jugement.installation.agir(numero, "?mourir")
    assert jugement.lire(f"SELECT numero FROM pannes_actes WHERE numero = {numero}") == [(numero,)]
    return numero


@pytest.mark.parametrize("moteur", ["sqlite", "postgresql"])
def test_un_seul_processus_sans_redis(
    tmp_path: Path, lancees: list[Installation], boite: Boite, *, moteur: str
) -> None:
    """The process of `make run`, relay and clock in it, killed ten times under load."""
    if moteur == "sqlite":
        fichier = tmp_path / "base.sqlite3"
        site = Installation(tmp_path, f"sqlite:///{fichier}", smtp=boite.port)
        lancees.append(site)
        _un_seul(Jugement(moteur, site, lire_sqlite(fichier), boite), une_minute_de_refus(boite))
        return
    with postgres.jetable("synchronous_commit=on") as base:
        site = Installation(tmp_path, base.url, smtp=boite.port)
        lancees.append(site)
        _un_seul(Jugement(moteur, site, lire_postgres(base.dossier), boite), nullcontext())
        site.arreter()


def _un_seul(jugement: Jugement, refus: AbstractContextManager[None]) -> None:
    site, boite = jugement.installation, jugement.boite
    site.preparer()
    site.lancer_web("-k", "asgi", "--threads", "1", "mif_erp.asgi:application")
    apart = juger_le_silence(site, jugement.lire, boite)
    kills = Counter[str]()

    def tourmenter(charge: Charge, _tour: int) -> None:
        kills["web"] += charge.frapper("web")

    with Charge(site) as charge:
        dix_fois(refus, partial(tourmenter, charge))
        charge.atteindre(80)
    assert kills == {"web": 10}
    jugement.rendre({*charge.confirmes, *apart}, arrets=kills.total())

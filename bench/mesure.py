"""Timing of one request: by one warm client, by several at once, and its raw floor."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.client import Client, Demande, Reponse

CHAUFFE = 10
NOMBREUX = 8  # clients at once
SUSPECTS = 40  # of all filters and sorts, those asked again
CONNEXIONS = 20


@dataclass(frozen=True)
class Promesse:
    """What is promised of a request: 95th percentile, and the least share of the floor's rate."""

    p95: float
    part: float = 0.0


PAGE = Promesse(150)
API = Promesse(50)
CENT = Promesse(100)  # what weighs hundreds of people
LISTE = Promesse(50, 1 / 5)
DETAIL = Promesse(50, 1 / 4)


@dataclass(frozen=True)
class Sujet:
    """One line of the table: a name, who asks, and the request (new each time if it writes)."""

    nom: str
    qui: str
    promesse: Promesse
    demande: Demande
    suivantes: Iterator[Demande] | None = None
    fois: int = 200
    # Told each answer, for requests that follow from the one before.
    noter: Callable[[Reponse], object] | None = None

    def poser(self, client: Client) -> Reponse:
        """Ask the next request."""
        asked = self.demande if self.suivantes is None else next(self.suivantes)
        answer = client.demander(asked)
        if self.noter is not None:
            self.noter(answer)
        return answer


@dataclass
class Ligne:
    """What was measured, times in milliseconds."""

    nom: str
    promesse: Promesse
    temps: list[float]
    socle: list[float]
    octets: int
    requetes: int
    ensemble: list[float] = field(default_factory=list)
    debit: float = 0.0  # requests per second of all clients together

    @property
    def p50(self) -> float:
        return statistics.median(self.temps)

    @property
    def p95(self) -> float:
        return quantile(self.temps)

    @property
    def part(self) -> float:
        """Our rate as a share of the floor's."""
        return statistics.median(self.socle) / self.p50

    @property
    def tenue(self) -> bool:
        return self.p95 <= self.promesse.p95 and self.part >= self.promesse.part


def quantile(temps: list[float], part: int = 95) -> float:
    return statistics.quantiles(temps, n=100, method="inclusive")[part - 1]


def mesurer(sujet: Sujet, ouvrir: Callable[[str], Client]) -> Ligne:
    """One client, then the floor of the same request, then several clients."""
    client = ouvrir(sujet.qui)
    for _ in range(CHAUFFE):
        sujet.poser(client)
    answers = [sujet.poser(client) for _ in range(sujet.fois)]
    learnt = client.demander(sujet.demande, socle=True)
    floor = [client.demander(sujet.demande, socle=True).ms for _ in range(sujet.fois)]
    line = Ligne(
        sujet.nom,
        sujet.promesse,
        [a.ms for a in answers],
        floor,
        octets=answers[-1].transmis,
        requetes=learnt.requetes,
    )
    if sujet.suivantes is None:
        line.ensemble, line.debit = ensemble(sujet, ouvrir, NOMBREUX)
    print(f"  {line.p50:7.1f} {line.p95:7.1f} ms  {line.part:4.0%}  {sujet.nom}", flush=True)
    return line


def ensemble(
    sujet: Sujet, ouvrir: Callable[[str], Client], clients: int
) -> tuple[list[float], float]:
    """Times and rate of so many clients at once."""
    each = max(10, sujet.fois // clients)
    people = [ouvrir(sujet.qui) for _ in range(clients)]

    def suite(client: Client) -> list[float]:
        return [sujet.poser(client).ms for _ in range(each)]

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = [ms for some in pool.map(suite, people) for ms in some]
    return times, len(times) / (time.perf_counter() - start)


def pire(sujets: Iterable[Sujet], client: Client, fois: int) -> tuple[list[float], str]:
    """The times of the slowest of many requests, and its address.

    Each is asked once; those that seemed the slowest are asked again, so often.
    """
    seen = [(client.demander(s.demande).ms, s.demande.chemin, s.demande) for s in sujets]
    worst: tuple[float, list[float], str] = (0.0, [0.0], "")
    for _ms, address, asked in sorted(seen, key=lambda one: -one[0])[:SUSPECTS]:
        times = [client.demander(asked).ms for _ in range(fois)]
        worst = max(worst, (statistics.median(times), times, address))
    return worst[1], worst[2]


def jumeaux(une: Sujet, autre: Sujet, ouvrir: Callable[[str], Client]) -> tuple[float, float]:
    """The medians of two requests asked in turns, so that both meet the same machine."""
    pairs = [(ouvrir(s.qui), s) for s in (une, autre)]
    for client, sujet in pairs * CHAUFFE:
        sujet.poser(client)
    times = [[sujet.poser(client).ms for client, sujet in pairs] for _ in range(une.fois)]
    first, second = zip(*times, strict=True)
    return statistics.median(first), statistics.median(second)


def connexion(
    demande: Demande, verifier: Callable[[], object], ouvrir: Callable[[], Client]
) -> tuple[float, float]:
    """The medians of signing in and of `verifier` (the password's hash alone), in turns."""
    client, times = ouvrir(), []
    for _ in range(CONNEXIONS):
        start = time.perf_counter()
        verifier()
        alone = (time.perf_counter() - start) * 1000
        times.append((client.demander(demande).ms, alone))
    whole, hashing = zip(*times, strict=True)
    return statistics.median(whole), statistics.median(hashing)

"""`docs/performance.md`: the tables, and which promises are kept."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench.direct import Direct
from bench.frais import Frais
from bench.mesure import DETAIL, LISTE, Ligne, quantile
from bench.semaine import EFFECTIF
from bench.sujets import CHARGE, QUI

PAGES, API, DEUX_FOIS, REQUETES = 150, 50, 2, 12
ELAN = 1.5  # p50 at the largest size over p50 at the smallest
DEBIT_LISTE, P95_LISTE, MEMOIRE = 40.0, 60.0, 130.0
CONNEXION, FRONTIERE = 50.0, 0.3
CENT, SEMAINE, GENERATION = 100, 300_000, 60.0
PUBLIER, CLOCHE, PRISES = 1.0, 1.0, 200.0


@dataclass
class Taille:
    """What was measured on one base."""

    interventions: int
    lignes: list[Ligne] = field(default_factory=list)
    pire: tuple[list[float], str] = ([], "")
    croisements: int = 0
    # p50 of our list and of the plain one, asked in turns.
    liste: float = 0.0
    simple: float = 0.0
    # p50 of signing in, and of the password's hash alone.
    connexion: float = 0.0
    empreinte: float = 0.0
    frais: Frais | None = None
    debit_16: float = 0.0
    # MiB of a worker that answered everything, and of the one that answered the floor as well.
    memoire: float = 0.0
    memoire_du_socle: float = 0.0
    # Seconds for the visits that ten thousand plans owe, and how many those were.
    generation: float = 0.0
    visites: int = 0
    # How many could be sent.
    techniciens: int = 0

    def ligne(self, nom: str) -> Ligne:
        return next(line for line in self.lignes if line.nom.startswith(nom))


def page(tailles: Sequence[Taille], direct: Direct, *, serveur: str, commande: str) -> str:
    """The whole page."""
    intro = (
        f"`{commande}` writes this page: one gunicorn gthread worker with 4 threads, a throw-away "
        "PostgreSQL (fsync off) on the same machine as the clients, data of "
        "`demo --graine 1 --interventions N`. Times are those of a client, from sending to the "
        "last byte. The floor is the same SQL by bare psycopg, dumped with orjson by a bare WSGI "
        "function in the same gunicorn (`bench/socle.py`); the share is our rate over its rate."
    )
    machine = (
        f"{datetime.now(tz=UTC):%Y-%m-%d}, Python {platform.python_version()}, {serveur}, "
        f"{os.cpu_count()} cores."
    )
    parts = ["# Mesures", intro, machine, *(_tableau(taille) for taille in tailles)]
    if len(tailles) > 1:
        parts.append(_croissance(tailles[0], tailles[-1]))
    parts.append(f"## Real time\n\n{direct} One asgi worker, relay and clock in it.")
    parts.append(_promesses([*_dues(tailles), *_frais_dus(tailles), *_direct_du(direct)]))
    parts.append(NETBOX)
    return "\n\n".join(parts) + "\n"


def _nombre(valeur: int) -> str:
    return f"{valeur:,}".replace(",", " ")


def _oui(tenue: bool) -> str:  # noqa: FBT001  one word for one truth
    return "yes" if tenue else "**no**"


def _tableau(taille: Taille) -> str:
    head = (
        f"## {_nombre(taille.interventions)} interventions\n\n"
        "| measure | p50 ms | p95 ms | floor p50 | share | 8 clients p95 | 8 clients /s | SQL "
        "| bytes | kept |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---|\n"
    )
    rows = "".join(
        f"| {m.nom} | {m.p50:.1f} | {m.p95:.1f} | {quantile(m.socle, 50):.1f} | {m.part:.0%} "
        f"| {_ensemble(m)} | {m.requetes} | {_nombre(m.octets)} | {_oui(m.tenue)} |\n"
        for m in taille.lignes
    )
    times, address = taille.pire
    return (
        head
        + rows
        + (
            f"\nWorst of {taille.croisements} filter × sort: p50 {quantile(times, 50):.1f} ms, "
            f"`{address.partition('?')[2]}`. "
            f"Asked in turns, API list: p50 {taille.liste:.1f} ms, plain ModelSerializer list "
            f"{taille.simple:.1f} ms. List page with 16 clients: {taille.debit_16:.0f}/s. "
            f"Signing in: p50 {taille.connexion:.0f} ms, of which bcrypt "
            f"{taille.empreinte:.0f} ms. Worker: {taille.memoire:.0f} MiB "
            f"({taille.memoire_du_socle:.0f} where it also answered the floor). "
            f"Visits that 10 000 plans owe: {_nombre(taille.visites)} in "
            f"{taille.generation:.0f} s. Technicians at work: {_nombre(taille.techniciens)}."
            + (_frais(taille.frais) if taille.frais else "")
        )
    )


def _frais(frais: Frais) -> str:
    plan = "\n".join(frais.plan)
    return (
        f"\n\nEvery request pays the boundary, {frais.frontiere:.2f} ms, and if it is signed in "
        f"the session check, {frais.session:.2f} ms for {frais.requetes} statement:\n\n"
        f"```\n{plan}\n```\n\nAn event adds {frais.publication:.2f} ms to the median of a write, "
        f"{frais.publication_p95:.2f} ms to its p95, for {frais.publication_requetes} statement."
    )


def _ensemble(line: Ligne) -> str:
    return f"{quantile(line.ensemble):.1f} | {line.debit:.0f}" if line.ensemble else "— | —"


def _croissance(petite: Taille, grande: Taille) -> str:
    rows = "".join(
        f"| {line.nom} | {grande.ligne(line.nom).p50 / line.p50:.2f} "
        f"| {_oui(grande.ligne(line.nom).p50 <= ELAN * line.p50)} |\n"
        for line in petite.lignes
    )
    title = f"## p50({_nombre(grande.interventions)}) / p50({_nombre(petite.interventions)})"
    return f"{title}\n\n| measure | ratio | ≤ {ELAN} |\n|---|---:|---|\n{rows}".rstrip()


def _promesses(dues: Sequence[tuple[str, str, bool]]) -> str:
    rows = "\n".join(f"| {what} | {found} | {_oui(kept)} |" for what, found, kept in dues)
    return f"## Promises\n\n| promise | found | kept |\n|---|---|---|\n{rows}"


def _dues(tailles: Sequence[Taille]) -> Iterator[tuple[str, str, bool]]:
    lines = [line for taille in tailles for line in taille.lignes]
    pages = max(x.p95 for x in lines if x.nom.startswith("page"))
    api = max(x.p95 for x in lines if x.nom.startswith("API") and x.promesse.p95 == API)
    listed = [taille.ligne("page liste") for taille in tailles]
    rate, memory = min(t.debit_16 for t in tailles), max(t.memoire for t in tailles)
    worst = max(quantile(t.pire[0], 50) for t in tailles)
    twice = min(t.simple / t.liste for t in tailles)
    sql = max(x.requetes for x in lines if x.nom.startswith("page"))
    yield "pages: p95 ≤ 150 ms", f"{pages:.0f} ms", pages <= PAGES
    yield "API: p95 ≤ 50 ms", f"{api:.0f} ms", api <= API
    yield from _dues_du_planning(tailles, lines)
    yield "every offered filter × sort ≤ 50 ms", f"{worst:.0f} ms", worst <= API
    yield (
        "list page, one client: p95 ≤ 60 ms",
        f"{max(x.p95 for x in listed):.0f} ms",
        all(x.p95 <= P95_LISTE for x in listed),
    )
    yield "list page, 16 clients: ≥ 40/s", f"{rate:.0f}/s", rate >= DEBIT_LISTE
    yield "API list twice as fast as plain ModelSerializer", f"{twice:.1f} ×", twice >= DEUX_FOIS
    for share, what in ((LISTE.part, "lists"), (DETAIL.part, "details and writes")):
        least = min((x for x in lines if x.promesse.part == share), key=lambda x: x.part)
        yield (
            f"API {what}: ≥ {share:.0%} of the floor's rate",
            f"{least.part:.0%} ({least.nom})",
            least.part >= share,
        )
    yield "a page asks at most 12 statements", str(sql), sql <= REQUETES
    yield "worker ≤ 130 MiB", f"{memory:.0f} MiB", memory <= MEMOIRE
    beside = max(t.connexion - t.empreinte for t in tailles)
    yield "signing in, bcrypt aside: ≤ 50 ms", f"{beside:.0f} ms", beside <= CONNEXION


def _frais_dus(tailles: Sequence[Taille]) -> Iterator[tuple[str, str, bool]]:
    paid = [t.frais for t in tailles if t.frais]
    yield (
        "session check: one indexed statement",
        ", ".join(str(f.requetes) for f in paid),
        all(f.indexee for f in paid),
    )
    most = max(f.frontiere for f in paid)
    yield "the boundary adds ≤ 0.3 ms", f"{most:.2f} ms", most <= FRONTIERE
    told = max(f.publication for f in paid)
    yield (
        "publishing adds < 1 ms and one statement",
        f"{told:.2f} ms, {max(f.publication_requetes for f in paid)}",
        told < PUBLIER and all(f.publication_requetes == 1 for f in paid),
    )


def _direct_du(direct: Direct) -> Iterator[tuple[str, str, bool]]:
    yield "commit to bell in a browser: p95 < 1 s", f"{direct.p95:.2f} s", direct.p95 < CLOCHE
    held = f"{direct.apres:.0f} MiB with {direct.prises}"
    yield "500 open sockets on one worker: < 200 MiB", held, direct.apres < PRISES


def _dues_du_planning(
    tailles: Sequence[Taille], lines: Sequence[Ligne]
) -> Iterator[tuple[str, str, bool]]:
    load, sent = (max(x.p95 for x in lines if x.nom == nom) for nom in (CHARGE, QUI))
    people = min(t.techniciens for t in tailles)
    board = max(x.octets for x in lines if x.nom.startswith("page planning"))
    made = max(t.generation for t in tailles)
    yield f"the week's load of {people} technicians: p95 ≤ 100 ms", f"{load:.0f} ms", load <= CENT
    yield (
        f"who to send, of {people} technicians: p95 ≤ 100 ms",
        f"{sent:.0f} ms",
        sent <= CENT and people >= EFFECTIF,
    )
    yield "a crowded week of 50 technicians: ≤ 300 kB", f"{board / 1000:.0f} kB", board <= SEMAINE
    yield "visits of 10 000 plans: ≤ 60 s", f"{made:.0f} s", made <= GENERATION


NETBOX = """## Beside it

NetBox 4.6, a known product on the same stack, measured on the same kind of machine at 100 000 rows:
list page 4.6/s (p50 345 ms for one client, 39 statements, 286 kB), detail page 22/s, API list of 50
7/s, search 2/s, 262 MiB a worker."""

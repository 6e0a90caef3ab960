"""`make bench`: one warm client against the production entry point, on PostgreSQL and demo data.

Each figure stands beside the floor of the same run: `/health`, the cheapest answer that passes the
whole stack of this server. The table goes to the terminal and to `docs/performance.md`.
"""

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from bench.client import Client, Reponse
from scripts import postgres

RACINE = Path(__file__).resolve().parent.parent
LECTURES, ECRITURES, CHAUFFE = 200, 60, 10
INTERVENTIONS = "/api/v1/interventions/"

Mesurable = Callable[[], Reponse]


@dataclass(frozen=True)
class Ligne:
    """What was measured, its times in milliseconds, and the size of an answer."""

    nom: str
    temps: list[float]
    octets: int

    def quantile(self, part: int) -> float:
        return statistics.quantiles(self.temps, n=100)[part - 1]


def mesurer(nom: str, appel: Mesurable, fois: int) -> Ligne:
    """`fois` calls after a warm-up."""
    for _ in range(min(CHAUFFE, fois)):
        appel()
    answers = [appel() for _ in range(fois)]
    print(f"  {nom}", flush=True)
    return Ligne(nom, [a.ms for a in answers], len(answers[-1].corps))


def _port_libre() -> int:
    with socket.socket() as essai:
        essai.bind(("127.0.0.1", 0))
        port: int = essai.getsockname()[1]
        return port


@contextmanager
def application(url: str) -> Iterator[int]:
    """The production entry point (gunicorn gthread) on demo data; gives its port."""
    env = {**os.environ, "DATABASE_URL": url, "ALLOWED_HOSTS": "127.0.0.1", "WEB_THREADS": "8"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], cwd=RACINE, env=env, check=True)
    subprocess.run([*manage, "demo", "--graine", "1"], cwd=RACINE, env=env, check=True)
    subprocess.run([*manage, "collectstatic", "--noinput", "-v0"], cwd=RACINE, env=env, check=True)
    port = _port_libre()
    command = [sys.executable, "-m", "gunicorn", "-c", "mif_erp/gunicorn.py", "-k", "gthread"]
    # The clients keep their connection while another one is measured.
    command += ["--keep-alive", "60"]
    server = subprocess.Popen(
        [*command, "mif_erp.wsgi"], cwd=RACINE, env={**env, "PORT": str(port)}
    )
    try:
        _attendre(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _attendre(port: int) -> None:
    for _ in range(150):
        try:
            if Client(port).envoyer("GET", "/health").statut == HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def lignes(port: int) -> Iterator[Ligne]:
    """Every measure, the floor first."""
    page, technicien, api = Client(port), Client(port), Client(port)
    page.ouvrir_session("responsable", "responsable123")
    technicien.ouvrir_session("technicien", "technicien123")
    api.prendre_jeton("responsable", "responsable123")
    rows = json.loads(api.lire(f"{INTERVENTIONS}?limit=50&statut=cloturee").corps)
    one, machine = rows[0]["id"], rows[0]["equipement_id"]
    worker = next(r["technicien_id"] for r in rows if r["technicien_id"])
    reads: list[tuple[str, Mesurable]] = [
        ("socle `/health`", lambda: page.lire("/health")),
        ("page liste des interventions", lambda: page.lire("/gestion/interventions/")),
        ("page d’une intervention", lambda: page.lire(f"/gestion/interventions/{one}/")),
        ("page d’accueil du responsable", lambda: page.lire("/gestion/")),
        ("page « Ma journée »", lambda: technicien.lire("/gestion/ma-journee/")),
        ("API liste de 50", lambda: api.lire(f"{INTERVENTIONS}?limit=50")),
        ("API une intervention", lambda: api.lire(f"{INTERVENTIONS}{one}")),
        ("API son historique", lambda: api.lire(f"{INTERVENTIONS}{one}/historique")),
    ]
    for nom, appel in reads:
        yield mesurer(nom, appel, LECTURES)
    created: list[int] = []

    def creer() -> Reponse:
        values = {"titre": "Mesure", "type": "corrective", "equipement_id": machine}
        answer = api.poster(INTERVENTIONS, values, HTTPStatus.CREATED)
        created.append(json.loads(answer.corps)["id"])
        return answer

    yield mesurer("API créer", creer, ECRITURES)
    todo = iter(created)

    def affecter() -> Reponse:
        path = f"{INTERVENTIONS}{next(todo)}/actions/affecter"
        return api.poster(path, {"technicien_id": worker}, HTTPStatus.OK)

    yield mesurer("API affecter (transition)", affecter, ECRITURES)


def tableau(mesures: list[Ligne]) -> str:
    """The measures as a Markdown table; the ratio is p50 over the floor's p50."""
    floor = mesures[0].quantile(50)
    head = "| mesure | p50 ms | p95 ms | p50 / socle | octets |\n|---|---:|---:|---:|---:|\n"
    return head + "".join(
        f"| {m.nom} | {m.quantile(50):.1f} | {m.quantile(95):.1f} | {m.quantile(50) / floor:.1f} "
        f"| {m.octets} |\n"
        for m in mesures
    )


def main() -> None:
    """Measure, print, write the page."""
    with postgres.serveur() as server, application(server.url) as port:
        table = tableau(list(lignes(port)))
        text = (
            "# Mesures\n\n`make bench` writes this page: one warm client, one gunicorn gthread "
            "worker with 8 threads, a throw-away PostgreSQL (fsync off), data of "
            "`demo --graine 1`.\nData at scale, several clients and SQL floors come with the "
            f"work on speed.\n\n{datetime.now(tz=UTC):%Y-%m-%d}, Python "
            f"{platform.python_version()}, {server.nom}, {os.cpu_count()} cores.\n\n{table}"
        )
    (RACINE / "docs" / "performance.md").write_text(text, encoding="utf-8")
    print(f"\n{table}", flush=True)


if __name__ == "__main__":
    main()

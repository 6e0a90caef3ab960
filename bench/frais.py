"""`python -m bench.frais`: what every request and every event pays, inside one process, as JSON.

The session check is explained on a table of ten thousand sessions (rolled back), because of a
handful PostgreSQL rightly reads all. The boundary is the median difference in CPU time between the
same request through the whole handler and through one without it, taken in turns; the request is
refused for want of a token, so that no database stands in the measure. Publishing is the difference
between a committed write with an event and the same without, in turns.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any, ClassVar

import django

TOURS, LOT = 60, 20
SESSIONS = 10_000
ECRITURES = 600
_FRONTIERE = "core.frontiere.FrontiereMiddleware"
_CHEMIN = "/api/v1/interventions/"


@dataclass(frozen=True)
class Frais:
    """Milliseconds; `requetes` is the number of statements of one session check."""

    frontiere: float
    session: float
    requetes: int
    plan: list[str]
    # What an event adds to the p50 and to the p95 of a write, and its statements.
    publication: float
    publication_p95: float
    publication_requetes: int

    @property
    def indexee(self) -> bool:
        """One statement, which finds the session by an index."""
        return self.requetes == 1 and any(
            "Index Scan" in line and "on sessions" in line for line in self.plan
        )


def _ms(faire: Callable[[], object], horloge: Callable[[], float]) -> float:
    start = horloge()
    for _ in range(LOT):
        faire()
    return (horloge() - start) * 1000 / LOT


def frontiere() -> float:
    """What `FrontiereMiddleware` adds to a request."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings

    whole = WSGIHandler()
    others = [name for name in settings.MIDDLEWARE if name != _FRONTIERE]
    with override_settings(MIDDLEWARE=others):
        bare = WSGIHandler()
    differences = []
    for _ in range(TOURS):
        with_it = _ms(lambda: _demander(whole), time.process_time)
        differences.append(with_it - _ms(lambda: _demander(bare), time.process_time))
    return statistics.median(differences)


def _demander(handler: Any) -> None:
    given: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": _CHEMIN,
        "QUERY_STRING": "limit=50",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    answer = handler(environ, lambda status, _headers: given.append(status))
    answer.close()
    if not given[0].startswith("401"):
        raise SystemExit(f"{_CHEMIN}: {given[0]}")


def session() -> tuple[float, int, list[str]]:
    """Time of one check, how many statements it asks, and PostgreSQL's plan of them."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from comptes import sessions
    from comptes.choices import GenreSession
    from comptes.models import Session, Utilisateur

    with transaction.atomic():
        user = Utilisateur.objects.get(username="responsable")
        mine = sessions.ouvrir(user, genre=GenreSession.API)
        Session.objects.bulk_create(
            Session(utilisateur=user, genre=GenreSession.API, expire_le=mine.expire_le)
            for _ in range(SESSIONS)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE sessions")
            with CaptureQueriesContext(connection) as queries:
                sessions.lire(mine.sid, genre=GenreSession.API)
            plan = []
            for query in queries:
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan += [str(line).strip() for (line,) in cursor.fetchall()]
        times = [
            _ms(lambda: sessions.lire(mine.sid, genre=GenreSession.API), time.perf_counter)
            for _ in range(TOURS)
        ]
        transaction.set_rollback(True)
    return statistics.median(times), len(queries), plan


@dataclass(frozen=True)
class Essai:
    """An event that nobody wants."""

    type: ClassVar[str] = "bench.essai"
    version_schema: ClassVar[int] = 1
    ligne_id: int


def publication() -> tuple[float, float, int]:
    """What an event adds to the median and to the p95 of a write, and its statements."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from bench.mesure import quantile
    from comptes.models import Utilisateur
    from core.models import Evenement
    from core.outbox import publier

    user = Utilisateur.objects.get(username="responsable")

    def ecrire(*, avec: bool) -> float:
        start = time.perf_counter()
        with transaction.atomic():
            Utilisateur.objects.filter(pk=user.pk).update(premiers_pas=user.premiers_pas)
            if avec:
                publier(Essai(ligne_id=user.pk))
        return (time.perf_counter() - start) * 1000

    pairs = [(ecrire(avec=True), ecrire(avec=False)) for _ in range(ECRITURES)][TOURS:]
    told, silent = ([pair[side] for pair in pairs] for side in (0, 1))
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        publier(Essai(ligne_id=user.pk))
    Evenement.objects.filter(type=Essai.type).delete()
    median = statistics.median(told) - statistics.median(silent)
    return median, quantile(told) - quantile(silent), len(queries)


def mesurer() -> Frais:
    """Everything."""
    return Frais(frontiere(), *session(), *publication())


if __name__ == "__main__":
    import logging

    django.setup()
    logging.disable(logging.CRITICAL)  # the refusals that are measured
    print(json.dumps(asdict(mesurer())))

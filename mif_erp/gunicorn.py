"""gunicorn's configuration: production by default (threads, WSGI); `make run` asks for -k asgi.

Address, processes and threads come from BIND or PORT, WEB_CONCURRENCY and WEB_THREADS. Caches,
throttles and live signals are shared through Redis, so more than one process without it would be
wrong in silence: it is refused.
"""

import os
import sys
import warnings
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

REDIS_URL = settings.REDIS_URL  # reading a setting also brings `.env` into the environment

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or "1")
wsgi_app = "mif_erp.wsgi:application"
worker_class = "gthread"
# One computes while the others wait for the database; more of them only hold more memory (ADR 26).
threads = int(os.environ.get("WEB_THREADS") or "4")
asgi_lifespan = "off"  # Django answers HTTP only
control_socket_disable = True  # one fixed path per user: two installations would share it
graceful_timeout = 10
timeout = 60
websocket_max_message_size = 8192  # direct.connexion.TRAME
limit_request_line = 8190  # five hundred machines chosen for their labels, by id
loglevel = "warning"
errorlog = "-"

# Static files leave through WhiteNoise in one piece; under ASGI Django warns for each of them.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")


def _refuser_sans_redis(nombre: int) -> None:
    if nombre > 1 and not REDIS_URL:
        sys.exit(
            f"{nombre} processus demandés sans REDIS_URL : caches, limites et signaux ne seraient "
            "pas partagés. Donnez REDIS_URL, ou laissez WEB_CONCURRENCY à 1."
        )


def on_starting(server: "Arbiter") -> None:
    """After the command line is read: `--workers` counts as well."""
    _refuser_sans_redis(server.cfg.workers)


def nworkers_changed(server: "Arbiter", new_value: int, old_value: int | None) -> None:
    """Also called for a TTIN signal to a running server."""
    if old_value is not None and new_value > 1 and not REDIS_URL:
        server.log.warning("Refused: %s workers without REDIS_URL.", new_value)
        server.num_workers = old_value


def post_fork(server: "Arbiter", worker: "Worker") -> None:
    """Before the application is loaded: loading it leaves the most holes."""
    from mif_erp.amorce import regler_le_tas  # noqa: PLC0415  needs the settings

    regler_le_tas()


def post_worker_init(worker: "Worker") -> None:
    """The application is loaded: warm it up, then the greeting of `make run`, once."""
    from mif_erp.amorce import (  # noqa: PLC0415  needs the application
        figer,
        prechauffer,
    )

    prechauffer()
    figer()
    if settings.RELAIS:
        from core import fils  # noqa: PLC0415  needs the application

        fils.demarrer()
    if settings.TEMPS_REEL:
        from direct.salle import salle  # noqa: PLC0415  as above

        salle.ouverte = lambda: worker.alive
    if worker.age == 1:
        sys.stdout.write(os.environ.get("MIF_ACCUEIL", ""))
        sys.stdout.flush()


def worker_exit(server: "Arbiter", worker: "Worker") -> None:
    """In the worker, before it ends: what is being delivered may finish."""
    if settings.RELAIS:
        from core import fils  # noqa: PLC0415  as above

        fils.arreter()

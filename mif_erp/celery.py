"""The Celery application: JSON only, late acknowledgement, short broker timeouts.

A hung or missing broker must never hold a page: publishing gives up after two seconds and the
outbox table stays the truth (docs/adr/0008-outbox.md).
"""

import os
from typing import TYPE_CHECKING, Any

import django
from celery import Celery
from celery.schedules import crontab
from django.conf import settings

if TYPE_CHECKING:
    from core.travaux import Travail

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

RELAYER = "core.relayer"

app = Celery("mif_erp")
app.conf.update(
    broker_url=settings.REDIS_URL or "memory://",
    result_backend=None,
    task_ignore_result=True,
    accept_content=["json"],
    task_serializer="json",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # Unless `-c` says otherwise: a child for each lane of the relay and one for the jobs. With
    # fewer, mail and webhooks that wait for servers that hang could hold up signals and bells.
    worker_concurrency=6,
    task_time_limit=300,
    broker_transport_options={
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "max_retries": 1,
        "visibility_timeout": 600,
    },
    task_publish_retry_policy={"max_retries": 1},
    timezone=settings.TIME_ZONE,
)
app.autodiscover_tasks()


def _entree(travail: "Travail") -> dict[str, Any]:
    """A line of the table of jobs as beat wants it."""
    cadence = travail.cadence
    minute = f"*/{cadence.pas}" if cadence.pas else cadence.minute
    hour = "*" if cadence.heure is None else cadence.heure
    return {
        "task": "core.executer_travail",
        "args": [travail.nom],
        "schedule": crontab(minute=minute, hour=hour),
        # A worker that was away does not run what is due again by now.
        "options": {"time_limit": travail.delai, "expires": 3600},
    }


def reveiller() -> None:
    """Ask for a relay: something was committed (core/outbox/reveil.py)."""
    from core.outbox.abonnes import voies  # noqa: PLC0415  models load after settings

    for voie in voies():
        app.send_task(RELAYER, args=[voie], expires=30)


def programme() -> dict[str, dict[str, Any]]:
    """Beat's schedule: the sweeps of the relay, and the table of jobs, which the apps filled."""
    django.setup()
    from core import travaux  # noqa: PLC0415  models load after settings
    from core.outbox import abonnes, relais  # noqa: PLC0415

    sweep = {"schedule": relais.BALAYAGE, "options": {"expires": relais.BALAYAGE}}
    return {
        f"{RELAYER} {n} {voie}": {"task": RELAYER, "args": [voie], **sweep}
        for n, voie in enumerate(abonnes.voies())
    } | {travail.nom: _entree(travail) for travail in travaux.travaux()}


@app.on_after_finalize.connect
def planifier(sender: Celery, **_kwargs: Any) -> None:
    """Not before: beat alone needs it, and the apps have to be there."""
    sender.conf.beat_schedule = programme()

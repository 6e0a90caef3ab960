"""The Celery application: JSON only, late acknowledgement, short broker timeouts.

A hung or missing broker must never hold a page: publishing gives up after two seconds and the
outbox table stays the truth (docs/adr/0008-outbox.md).
"""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

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
    task_time_limit=300,
    broker_transport_options={
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "max_retries": 1,
        "visibility_timeout": 600,
    },
    task_publish_retry_policy={"max_retries": 1},
    timezone=settings.TIME_ZONE,
    beat_schedule={
        "archiver-anciennes": {
            "task": "interventions.archiver_anciennes",
            "schedule": crontab(hour=3, minute=15),
        },
        "tasser-cumuls": {
            "task": "interventions.tasser_cumuls",
            "schedule": crontab(hour=3, minute=30),
        },
        "purger-connexions": {
            "task": "comptes.purger_connexions",
            "schedule": crontab(hour=3, minute=45),
        },
        # Often: what it finds done costs one statement.
        "generer-preventif": {
            "task": "planning.generer_preventif",
            "schedule": crontab(minute=35),
        },
        "nettoyer-documents": {
            "task": "documents.nettoyer",
            "schedule": crontab(hour=4, minute=15),
        },
        "actualiser-disponibilites": {
            "task": "planning.actualiser_disponibilites",
            "schedule": crontab(minute="*/5"),
        },
        "envoyer-rappels": {
            "task": "notifications.envoyer_rappels",
            "schedule": crontab(minute="*/5"),
        },
        "purger-cles": {"task": "core.purger_cles", "schedule": crontab(minute=20)},
    },
)
app.autodiscover_tasks()

"""Scheduled upkeep; each task opens its own context, so that the audit trail names the door."""

from celery import shared_task

from core.contexte import Canal, canal
from interventions import cumuls, services


@shared_task(name="interventions.archiver_anciennes")
def archiver_anciennes() -> int:
    """Put ended work of more than two years away; returns how many."""
    with canal(Canal.TACHE):
        return services.archiver_anciennes()


@shared_task(name="interventions.tasser_cumuls")
def tasser_cumuls() -> int:
    """Fold the counts that PostgreSQL keeps; returns how many lines are gone."""
    return cumuls.tasser()

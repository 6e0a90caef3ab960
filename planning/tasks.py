"""Scheduled upkeep; each task opens its own context, so that the audit trail names the door."""

from celery import shared_task

from core.contexte import Canal, canal
from planning import services


@shared_task(name="planning.generer_preventif")
def generer_preventif() -> int:
    """Make the visits that plans owe by now; returns how many."""
    with canal(Canal.TACHE):
        return services.generer_preventif().visites


@shared_task(name="planning.actualiser_disponibilites")
def actualiser_disponibilites() -> int:
    """Absences that begin or end by themselves; returns how many technicians that changed."""
    return services.actualiser_disponibilites()

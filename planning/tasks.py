"""Scheduled upkeep of the planning."""

from celery import shared_task

from planning import services


@shared_task(name="planning.actualiser_disponibilites")
def actualiser_disponibilites() -> int:
    """Absences that begin or end by themselves; returns how many technicians that changed."""
    return services.actualiser_disponibilites()

"""Scheduled upkeep of sign-ins."""

from celery import shared_task

from comptes import essais, sessions


@shared_task(name="comptes.purger_connexions")
def purger_connexions() -> int:
    """Forget sessions of three months ago and spent counts; returns how many rows."""
    return sessions.purger() + essais.purger()

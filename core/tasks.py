"""Scheduled upkeep of the kernel's tables."""

from celery import shared_task

from core.api import idempotence


@shared_task(name="core.purger_cles")
def purger_cles() -> int:
    """Forget idempotency keys of more than a day ago; returns how many."""
    return idempotence.purger()

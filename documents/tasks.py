"""Scheduled upkeep of files."""

from celery import shared_task

from documents import services


@shared_task(name="documents.nettoyer")
def nettoyer() -> int:
    """Remove bytes that nobody needs any more; returns how many files."""
    return services.nettoyer()

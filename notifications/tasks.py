"""Scheduled telling; the task opens its own context, so that what it writes names the door."""

from celery import shared_task

from core.contexte import Canal, canal
from notifications.rappels import rappeler
from notifications.remise import remettre


@shared_task(name="notifications.envoyer_rappels")
def envoyer_rappels() -> int:
    """Recall the slots that are due, then hand mails over; returns how many slots."""
    with canal(Canal.TACHE):
        done = rappeler()
        remettre()
    return done

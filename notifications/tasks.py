"""Scheduled telling; a task opens its own context, so that what it writes names the door."""

from celery import shared_task

from core.contexte import Canal, canal
from notifications import services
from notifications.echeances import annoncer
from notifications.rappels import rappeler
from notifications.regroupement import regrouper


@shared_task(name="notifications.envoyer_rappels")
def envoyer_rappels() -> int:
    """Recall the slots that are due; returns how many."""
    with canal(Canal.TACHE):
        return rappeler()


@shared_task(name="notifications.annoncer_echeances")
def annoncer_echeances() -> int:
    """Announce deadlines and certificates that are due; returns how many."""
    with canal(Canal.TACHE):
        return annoncer()


@shared_task(name="notifications.regrouper_courriels")
def regrouper_courriels() -> int:
    """Let mails leave that waited; returns how many."""
    with canal(Canal.TACHE):
        return regrouper()


@shared_task(name="notifications.purger")
def purger() -> int:
    """Forget what was read long ago; returns how many."""
    with canal(Canal.TACHE):
        return services.purger()

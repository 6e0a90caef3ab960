"""`manage.py envoyer_rappels`: the reminders by hand or by cron, without a scheduler of ours."""

from typing import Any

from django.core.management.base import BaseCommand

from core.contexte import Canal, canal
from notifications.rappels import rappeler
from notifications.remise import remettre


class Command(BaseCommand):
    help = "Rappelle les créneaux du lendemain et remet les courriels en attente."

    def handle(self, *args: Any, **options: Any) -> None:
        with canal(Canal.COMMANDE):
            done, mails = rappeler(), remettre()
        self.stdout.write(f"Créneaux rappelés : {done}. Courriels remis : {mails}.")

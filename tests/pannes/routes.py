"""The product's routes and one that acts: what it answers 200 to must never be lost."""

import os
import signal

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from comptes.models import Utilisateur
from core.outbox import publier
from mif_erp.urls import urlpatterns as produit
from notifications.events import CourrielDu
from notifications.models import Notification
from tests.pannes.effets import Acte

ACTES = 3  # events of each act, beside the one that sends a mail
DESTINATAIRE = "pannes"


def _mourir() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@csrf_exempt
def agir(request: HttpRequest, numero: int) -> JsonResponse:
    """One act: its row, its events and its mail, whole or not at all.

    With `?mourir` the process dies after the commit, before anybody is told of it.
    """
    with transaction.atomic():
        if "mourir" in request.GET:
            transaction.on_commit(_mourir)  # before the bell, which `publier` asks for
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO pannes_actes (numero) VALUES (%s)", [numero])
        for rang in range(ACTES):
            publier(Acte(numero=numero, rang=rang))
        reader = Utilisateur.objects.get(username=DESTINATAIRE)
        row = Notification.objects.create(user=reader, titre=f"Acte {numero}")
        publier(CourrielDu(user_id=reader.pk, notification_ids=[row.pk]))
    return JsonResponse({"numero": numero})


urlpatterns = [path("pannes/<int:numero>", agir), *produit]

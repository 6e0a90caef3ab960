"""The product's routes and one that acts: what it answers 200 to must never be lost."""

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from core.outbox import publier
from mif_erp.urls import urlpatterns as produit
from tests.pannes.effets import Acte

EVENEMENTS = 3  # of each act


@csrf_exempt
def agir(_request: HttpRequest, numero: int) -> JsonResponse:
    """One act: its row and its events, whole or not at all."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO pannes_actes (numero) VALUES (%s)", [numero])
        for rang in range(EVENEMENTS):
            publier(Acte(numero=numero, rang=rang))
    return JsonResponse({"numero": numero})


urlpatterns = [path("pannes/<int:numero>", agir), *produit]

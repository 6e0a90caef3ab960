"""/techniciens/{id}/disponibilites: when somebody is free; nothing is written here."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.champs import DecimalStrict
from core.api.ecriture import ligne_visible, valeurs
from core.api.lecture import forme_instant
from core.api.vues import VueModele
from core.errors import Interdit
from planning.api.charge import PeriodeDemandee, adresse, heures
from planning.calendrier import duree
from planning.disponibles import temps_libre
from planning.periode import periode
from planning.permissions import gere_agenda
from techniciens.models import Technicien


class DisponibilitesDemandees(PeriodeDemandee):
    duree = DecimalStrict(required=False, max_digits=5, decimal_places=2, min_value=Decimal("0.01"))


class PlageLibre(TypedDict):
    debut: datetime
    fin: datetime


class Disponibilites(TypedDict):
    technicien_id: int
    technicien_nom: str
    debut: date
    fin: date
    heures_libres: float
    libre: list[PlageLibre]


class VueDisponibilites(VueModele[Technicien]):
    """Free time of a technician: working hours, less what is reserved and absences."""

    modele = Technicien

    def disponibilites(self, request: Request, pk: str) -> Response:
        """Disponibilités d’un technicien. `semaine=2026-W48`, or `debut` and `fin`; else this week.

        From now on, in order; with `duree` (hours) only stretches at least so long. A technicien
        reads its own.
        """
        person = ligne_visible(Technicien, pk, request.user)
        if not gere_agenda(request.user, person.pk):
            raise Interdit(_("Un technicien lit ses propres disponibilités."))
        asked = valeurs(
            DisponibilitesDemandees,
            request,
            donnees=adresse(request, "semaine", "debut", "fin", "duree"),
        )
        first, last = periode(asked.get("semaine", ""), asked.get("debut"), asked.get("fin"))
        least = timedelta(hours=float(asked.get("duree", 0)))
        free = temps_libre(person.pk, first, last, duree=least) if person.actif else []
        shape = forme_instant()
        body: Disponibilites = {
            "technicien_id": person.pk,
            "technicien_nom": str(person),
            "debut": first,
            "fin": last,
            "heures_libres": heures(duree(free)),
            "libre": [{"debut": shape(span.debut), "fin": shape(span.fin)} for span in free],
        }
        return Response(body)

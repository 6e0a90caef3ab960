"""/techniciens/{pk}/agenda: the calendar link, whose secret is told once."""

from datetime import datetime
from typing import TypedDict

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.ecriture import ligne_visible
from core.api.vues import VueModele
from planning import services
from planning.agenda import adresse_du_flux
from planning.models import LienAgenda
from techniciens.models import Technicien


class LienDit(TypedDict):
    url: str
    cree_le: datetime


class VueAgenda(VueModele[LienAgenda]):
    """A technician's calendar link: its secret is kept nowhere, so no answer is either."""

    modele = LienAgenda
    rejouable = False

    def create(self, request: Request, pk: str) -> Response:
        """Make the technician's calendar link, which ends the one before. It is told this once."""
        person = ligne_visible(Technicien, pk, request.user)
        row, secret = services.creer_lien(par=request.user, technicien_id=person.pk)
        body: LienDit = {
            "url": adresse_du_flux(secret),
            "cree_le": timezone.localtime(row.cree_le),
        }
        return Response(body, status=201)

    def destroy(self, request: Request, pk: str) -> Response:
        """Revoke the technician's calendar link."""
        person = ligne_visible(Technicien, pk, request.user)
        services.revoquer_lien(par=request.user, technicien_id=person.pk)
        return self.rien()

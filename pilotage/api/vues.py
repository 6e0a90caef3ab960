"""/dashboard/stats: live figures, for every role over what it sees."""

from rest_framework.request import Request
from rest_framework.response import Response

from core.api.vues import VueApi
from pilotage.api.serialiseurs import Tableau
from pilotage.tableau import tableau


class VueTableau(VueApi):
    """The figures of the front-end's first page."""

    serializer_class = Tableau

    def get(self, request: Request) -> Response:
        return Response(tableau(request.user))

"""/notifications/preferences: how one wants to be told."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from core.api.ecriture import valeurs
from core.api.vues import VueApi
from notifications import preferences
from notifications.api.serializers import PreferencesEntree, PreferencesSortie
from notifications.models import Preferences


class VuePreferences(VueApi):
    """One's own, defaults included."""

    serializer_class = PreferencesSortie

    def get(self, request: Request) -> Response:
        return self._montrer(preferences.de(request.user), request.user)

    def put(self, request: Request) -> Response:
        row = preferences.enregistrer(par=request.user, **valeurs(PreferencesEntree, request))
        return self._montrer(row, request.user)

    def _montrer(self, row: Preferences, user: Any) -> Response:
        shown: Any = {
            "rythme": row.rythme,
            "silence_debut": row.silence_debut,
            "silence_fin": row.silence_fin,
            "choix": preferences.matrice(row, user.role),
        }
        return Response(self.serializer_class(shown).data)

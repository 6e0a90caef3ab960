"""When somebody leaves: to whom the open work goes, or which of it the caller has seen."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from core.api.champs import EntierId
from core.api.ecriture import valeurs
from core.api.serialiseurs import SerialiseurStrict
from core.parametres import unique

_VUES_MAX = 1000


class Depart(SerialiseurStrict):
    """By body, or by query parameters for callers that cannot send one with DELETE."""

    successeur_id = EntierId(required=False, allow_null=True)
    interventions_vues = serializers.ListField(
        child=EntierId(), required=False, max_length=_VUES_MAX
    )


def _de_la_requete(request: Request) -> dict[str, Any]:
    successor = unique(request.query_params, "successeur_id")
    seen = unique(request.query_params, "interventions_vues")
    found: dict[str, Any] = {"successeur_id": successor} if successor else {}
    if seen:
        found["interventions_vues"] = seen.split(",")
    return found


def depart(request: Request) -> dict[str, Any]:
    """Arguments for the services that let somebody go."""
    return valeurs(Depart, request, donnees=request.data or _de_la_requete(request))

"""The shape of the dashboard, for the API's description: `pilotage.tableau` makes the values."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from equipements.choices import StatutEquipement
from interventions.choices import Priorite, Statut, TypeIntervention


def _nombres(nom: str, cles: Iterable[str], **autres: Any) -> type[serializers.Serializer[Any]]:
    """An object of whole numbers under these keys."""
    fields = {key: serializers.IntegerField(min_value=0) for key in cles} | autres
    return type(nom, (serializers.Serializer,), fields)


Etats = _nombres(
    "Etats", [*Statut.values, "total", "terminees", "total_mensuel", "terminees_mensuel"]
)
Mois = _nombres(
    "Mois",
    ["total", *TypeIntervention.values],
    month=serializers.RegexField("^[0-9]{4}-[0-9]{2}$"),
)
Urgences = _nombres("Urgences", Priorite.values)
Parc = _nombres("Parc", ["total", *StatutEquipement.values])
Comptes = _nombres("Comptes", ["total", "actifs"])


class Tableau(serializers.Serializer[Any]):
    interventions = Etats()
    taux_resolution = serializers.FloatField(min_value=0, max_value=100)
    evolution_mensuelle = Mois(many=True)
    priorites = Urgences()
    equipements = Parc()
    utilisateurs = Comptes()

"""Rows of short lists on other pages: plain values with their labels, from one query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from interventions.choices import Priorite, Statut, TypeIntervention
from interventions.workflow import OUVERTES

COLONNES = (
    "id",
    "numero",
    "titre",
    "urgence",
    "arret_machine",
    "type_intervention",
    "priorite",
    "statut",
    "date_creation",
    "date_limite",
    "date_fin",
    "equipement__nom",
    "equipement__site__nom",
    "equipement__site__ville",
    "client__nom_entreprise",
    "technicien__user__full_name",
    "technicien__user__username",
)

_JOUR = 86400
_HEURE = 3600


def duree_courte(secondes: float) -> str:
    """3 jours, 5 h, 12 min: one unit is enough beside a row, and stays with its number."""
    if secondes >= _JOUR:
        days = int(secondes // _JOUR)
        return ngettext("%(n)s\u00a0jour", "%(n)s\u00a0jours", days) % {"n": days}
    if secondes >= _HEURE:
        return str(_("%(n)s\u00a0h") % {"n": int(secondes // _HEURE)})
    return str(_("%(n)s\u00a0min") % {"n": max(1, int(secondes // 60))})


def reste(limite: datetime, maintenant: datetime) -> str:
    """Time left until the due date, or since it passed."""
    left = (limite - maintenant).total_seconds()
    wording = _("en retard de %(duree)s") if left < 0 else _("reste %(duree)s")
    return str(wording % {"duree": duree_courte(abs(left))})


@dataclass(frozen=True)
class Ligne:
    """An intervention as the list shows it."""

    valeurs: Mapping[str, Any]
    maintenant: datetime

    def __getitem__(self, nom: str) -> Any:
        return self.valeurs[nom]

    @property
    def url(self) -> str:
        return reverse("interventions:fiche", args=[self.valeurs["id"]])

    @property
    def statut_libelle(self) -> Any:
        return Statut(self.valeurs["statut"]).label

    @property
    def priorite_libelle(self) -> Any:
        return Priorite(self.valeurs["priorite"]).label

    @property
    def type_libelle(self) -> Any:
        return TypeIntervention(self.valeurs["type_intervention"]).label

    @property
    def lieu(self) -> str:
        site, city = self.valeurs["equipement__site__nom"], self.valeurs["equipement__site__ville"]
        return site if not city or city in site else f"{site}, {city}"

    @property
    def technicien(self) -> str:
        names = (
            self.valeurs["technicien__user__full_name"],
            self.valeurs["technicien__user__username"],
        )
        return next((name for name in names if name), "")

    @property
    def ouverte(self) -> bool:
        return self.valeurs["statut"] in OUVERTES

    @property
    def age(self) -> str:
        """Since when it is open; nothing for ended work."""
        if not self.ouverte:
            return ""
        return duree_courte((self.maintenant - self.valeurs["date_creation"]).total_seconds())

    @property
    def en_retard(self) -> bool:
        limit = self.valeurs["date_limite"]
        return bool(self.ouverte and limit and limit < self.maintenant)

    @property
    def echeance(self) -> str:
        """Time left until the due date, or since it passed."""
        limit = self.valeurs["date_limite"]
        if not self.ouverte or not limit:
            return ""
        return reste(limit, self.maintenant)


def lignes(valeurs: Iterable[Mapping[str, Any]]) -> list[Ligne]:
    """The rows of a page, all seen at the same moment."""
    now = timezone.now()
    return [Ligne(row, now) for row in valeurs]

"""The figures of the home pages: each counts exactly what the list behind it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from interventions.choices import Statut
from interventions.models import Intervention
from interventions.workflow import OUVERTES


@dataclass(frozen=True)
class Mesure:
    """What is counted (`condition` of the moment) and the list's filters that show the same."""

    nom: str
    libelle: Any
    aide: Any
    filtres: Mapping[str, str]
    ton: str = ""

    def condition(self) -> Q:
        """The filters as a condition on open work."""
        parts = {
            "ouvertes": Q(),
            "urgence": Q(urgence=True),
            "arret_machine": Q(arret_machine=True),
            "en_retard": Q(date_limite__lt=timezone.now()),
        }
        found = Q()
        for name, value in self.filtres.items():
            found &= parts[name] if name in parts else Q(**{name: value})
        return found


@dataclass(frozen=True)
class Tuile:
    """A figure and the list that makes it."""

    libelle: Any
    aide: Any
    nombre: int
    lien: str
    ton: str


MESURES = (
    Mesure(
        "a_affecter",
        _("À affecter"),
        _("sans technicien"),
        {"statut": Statut.OUVERTE.value},
        "orange",
    ),
    Mesure(
        "urgentes",
        _("Urgentes"),
        _("pas encore terminées"),
        {"ouvertes": "true", "urgence": "true"},
        "rouge",
    ),
    Mesure("en_retard", _("En retard"), _("échéance passée"), {"en_retard": "true"}, "rouge"),
    Mesure(
        "a_l_arret",
        _("Machines à l’arrêt"),
        _("interventions en cause"),
        {"ouvertes": "true", "arret_machine": "true"},
        "rouge",
    ),
    Mesure(
        "en_cours",
        _("En cours"),
        _("travail commencé"),
        {"statut": Statut.EN_COURS.value},
        "violet",
    ),
    Mesure(
        "en_attente",
        _("En attente"),
        _("pièces, accès, client…"),
        {"statut": Statut.EN_ATTENTE.value},
        "orange",
    ),
    Mesure("ouvertes", _("À faire"), _("en tout"), {"ouvertes": "true"}),
)


def tuiles(user: Any) -> list[Tuile]:
    """All the figures in one query over the open work that `user` sees."""
    rows = Intervention.objects.visible_to(user).filter(statut__in=OUVERTES)
    counts = rows.aggregate(**{m.nom: Count("pk", filter=m.condition()) for m in MESURES})
    address = reverse("interventions:liste")
    return [
        Tuile(
            m.libelle,
            m.aide,
            counts[m.nom],
            f"{address}?{urlencode(m.filtres)}",
            m.ton if counts[m.nom] else "zero",
        )
        for m in MESURES
    ]

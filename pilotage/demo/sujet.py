"""What one intervention of the demo is about, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from comptes.models import Utilisateur
from interventions.choices import Priorite, Statut, TypeIntervention
from pilotage.demo.actes import Acte, Dossier
from pilotage.demo.formes import Panne
from pilotage.demo.monde import Firme, Intervenant

HEURE = timedelta(hours=1)

# Hours between request and assignment, then between assignment and start.
DELAIS: Mapping[Priorite, tuple[tuple[float, float], tuple[float, float]]] = {
    Priorite.URGENTE: ((0.1, 0.5), (0.6, 2.5)),
    Priorite.HAUTE: ((0.2, 3), (1, 20)),
    Priorite.NORMALE: ((1, 20), (8, 70)),
    Priorite.BASSE: ((4, 50), (24, 160)),
    Priorite.PROGRAMMEE: ((1, 30), (24, 48)),
}


def chance(alea: Random, part: float) -> bool:
    """True in `part` of the cases."""
    return alea.random() < part


@dataclass
class Sujet:
    """One dossier: on what, asked by whom when, given to whom, up to which state (`but`)."""

    dossier: Dossier
    firme: Firme
    panne: Panne
    type_intervention: TypeIntervention
    ouverture: datetime
    demandeur: Utilisateur
    priorite: Priorite
    but: Statut = Statut.CLOTUREE
    intervenant: Intervenant | None = None
    debut: datetime | None = None
    planifiee: datetime | None = None
    limite: datetime | None = None
    cause: str = ""
    sans_rapport: bool = False
    actuel: bool = False  # stands on the demo's day: no detours, no rating

    @property
    def urgent(self) -> bool:
        return self.priorite == Priorite.URGENTE

    @property
    def heures_estimees(self) -> Decimal:
        return Decimal(str(self.panne.heures)).quantize(Decimal("0.01"))

    @property
    def delais(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Work that stands on the day itself must have come to its state by then."""
        return DELAIS[Priorite.HAUTE if self.actuel and not self.urgent else self.priorite]

    @property
    def dernier(self) -> datetime:
        """Moment of the act told last."""
        return self.dossier.actes[-1].moment

    def dire(
        self, moment: datetime, nom: str, *, par: Utilisateur, canal: str = "", **arguments: Any
    ) -> datetime:
        """Tell one act; gives back its moment."""
        self.dossier.actes.append(Acte(moment, nom, par, arguments, canal))
        return moment

    def moment_de(self, nom: str) -> datetime | None:
        """When that act happened first."""
        return next((a.moment for a in self.dossier.actes if a.nom == nom), None)


def cout(panne: Panne, alea: Random) -> Decimal:
    """Labour by the hour and, if any, the part."""
    labour = panne.heures * alea.uniform(220, 320)
    part = alea.randrange(350, 9500) if panne.piece else 0
    return Decimal(str(round(labour + part, 2))).quantize(Decimal("0.01"))

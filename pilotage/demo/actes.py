"""Who does what when, before it is played."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comptes.models import Utilisateur
from equipements.models import Equipement
from interventions.models import Intervention


@dataclass(frozen=True)
class Acte:
    """Who does what at which moment: "creer" or a name of `workflow.ACTIONS`."""

    moment: datetime
    nom: str
    par: Utilisateur
    arguments: Mapping[str, Any] = field(default_factory=dict)
    canal: str = ""


@dataclass
class Dossier:
    """One intervention: its machine and its acts; `row` once it was opened."""

    machine: Equipement
    actes: list[Acte] = field(default_factory=list)
    suite_de: "Dossier | None" = None
    row: Intervention | None = None

    @property
    def intervention(self) -> Intervention:
        if self.row is None:
            raise LookupError("the first act must be creer")
        return self.row


def ordonner(dossiers: Iterable[Dossier], jusqu: datetime) -> list[tuple[Dossier, Acte]]:
    """The acts of all dossiers before `jusqu`, the earliest first."""
    acts = [
        (acte.moment, rang, ordre, dossier, acte)
        for rang, dossier in enumerate(dossiers)
        for ordre, acte in enumerate(dossier.actes)
        if acte.moment < jusqu
    ]
    return [(dossier, acte) for *_rang, dossier, acte in sorted(acts, key=lambda a: a[:3])]

"""What happens to a machine beside its work, by name and schema version; ids only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ActeEquipement:
    """`par_id` put a machine away or took it back."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    equipement_id: int
    par_id: int | None


class EquipementArchive(ActeEquipement):
    type: ClassVar[str] = "equipement.archive"


class EquipementRetabli(ActeEquipement):
    type: ClassVar[str] = "equipement.retabli"


@dataclass(frozen=True, kw_only=True)
class ReleveSaisi:
    """`par_id` wrote down what a meter shows, or corrected it."""

    type: ClassVar[str] = "releve.saisi"
    version_schema: ClassVar[int] = 1
    releve_id: int
    compteur_id: int
    equipement_id: int
    par_id: int | None

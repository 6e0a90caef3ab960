"""What happens to plans and absences, by name and schema version; ids only.

What happens to a slot is told of its intervention: `interventions.events`.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ActePlan:
    """`par_id` did something to the plan; None: it followed from another act."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    plan_id: int
    version: int
    par_id: int | None


class PlanCree(ActePlan):
    type: ClassVar[str] = "plan.cree"


class PlanModifie(ActePlan):
    type: ClassVar[str] = "plan.modifie"


class PlanArrete(ActePlan):
    type: ClassVar[str] = "plan.arrete"


@dataclass(frozen=True, kw_only=True)
class ActeAbsence:
    """`par_id` wrote down, changed or took back an absence of `technicien_id`."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    absence_id: int
    technicien_id: int
    par_id: int | None


class AbsenceSaisie(ActeAbsence):
    type: ClassVar[str] = "absence.saisie"


class AbsenceModifiee(ActeAbsence):
    type: ClassVar[str] = "absence.modifiee"


class AbsenceRetiree(ActeAbsence):
    type: ClassVar[str] = "absence.retiree"

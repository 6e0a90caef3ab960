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


@dataclass(frozen=True, kw_only=True)
class HorairesDefinis:
    """`par_id` wrote the week of `technicien_id`; None: the firm's."""

    type: ClassVar[str] = "horaires.definis"
    version_schema: ClassVar[int] = 1
    technicien_id: int | None
    par_id: int


@dataclass(frozen=True, kw_only=True)
class ActeFerie:
    """`par_id` said something about a holiday, or took it back."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    ferie_id: int
    par_id: int


class FerieAjuste(ActeFerie):
    type: ClassVar[str] = "ferie.ajuste"


class FerieRetabli(ActeFerie):
    type: ClassVar[str] = "ferie.retabli"

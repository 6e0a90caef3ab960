"""The visits behind a month of the forecast: a page of them, with what people know them by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from interventions.models import Intervention
from interventions.workflow import OUVERTES
from planning.choices import EtatOccurrence
from planning.models import Occurrence, Plan
from planning.preventif.previsions import Mois, Prevue


@dataclass(frozen=True)
class Visite:
    """A visit on its day; `intervention` once it is made."""

    jour: date
    plan: Plan
    intervention: Intervention | None


def du_mois(mois: Sequence[Mois], code: str) -> Mois | None:
    """The month that `2027-03` names, without it the first with visits; None beyond them all."""
    if code:
        return next((m for m in mois if m.code == code), None)
    return next((m for m in mois if m.prevues), mois[0])


def visites(prevues: Sequence[Prevue], user: Any) -> list[Visite]:
    """In the order given; two queries for any number."""
    wanted = {plan for _day, plan in prevues}
    rows = Plan.objects.visible_to(user).filter(pk__in=wanted)
    plans = rows.select_related("entree__equipement__client", "technicien__user").in_bulk()
    made = Occurrence.objects.filter(
        plan__in=wanted, etat=EtatOccurrence.GENEREE, intervention__statut__in=OUVERTES
    )
    work = {(o.jour, o.plan_id): o.intervention for o in made.select_related("intervention")}
    return [
        Visite(day, plans[plan], work.get((day, plan))) for day, plan in prevues if plan in plans
    ]

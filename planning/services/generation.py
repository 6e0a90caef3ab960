"""The job that turns what is due into work: again and again, by several at once, killed half-way.

A machine's lock guards its plans. A batch of plans is one transaction: machines that somebody
holds are left for the end, where they are waited for one by one. What another run has done
meanwhile is no longer due; the unique key of an occurrence stands behind.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.systeme import SYSTEME
from core.errors import Conflit, DomainError
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from equipements.selectors import derniers_releves
from interventions.models import Intervention
from planning.choices import Declencheur
from planning.models import Occurrence, Plan
from planning.services.echeances import ouvertes
from planning.services.modeles import synchroniser
from planning.services.places import JoursOuvres
from planning.services.plans import verrouiller_machine
from planning.services.visites import Due, dues, ecrire

journal = logging.getLogger(__name__)
LOT = 100


@dataclass
class Passe:
    """One run: up to which day, and what it has done so far."""

    jusquau: date
    ouvres: JoursOuvres
    par: Any = SYSTEME
    visites: int = 0
    regroupees: int = 0
    echecs: int = 0

    def lot(self, cles: Sequence[int]) -> list[int]:
        """Do a batch; the keys of what has to be done one by one."""
        try:
            with transaction.atomic():
                plans = verrouiller(cles, attendre=False)
                found = self.faire(plans)
        except (DatabaseError, DomainError):
            journal.warning("preventif: lot refait un par un", exc_info=True)
            return list(cles)
        self._compter(found)
        done = {plan.pk for plan in plans}
        return [pk for pk in cles if pk not in done]

    def seul(self, pk: int) -> None:
        """One plan in a transaction of its own; it waits for who holds the machine."""
        try:
            with transaction.atomic():
                found = self.faire(verrouiller([pk], attendre=True))
        except (DatabaseError, DomainError):
            journal.exception("preventif: plan %s", pk)
            self.echecs += 1
        else:
            self._compter(found)

    def faire(self, plans: Sequence[Plan]) -> list[Due]:
        """Write what those plans owe; they are as they stand under their machines' locks."""
        before = {plan.pk: (plan.echeance, plan.prochain_seuil) for plan in plans}
        found = _besoins(plans, self.jusquau, self.ouvres)
        moved = [p for p in plans if (p.echeance, p.prochain_seuil) != before[p.pk]]
        ecrire(found, moved, self.ouvres, par=self.par)
        return found

    def _compter(self, found: Iterable[Due]) -> None:
        for due in found:
            self.visites += due.visite
            self.regroupees += not due.visite


def generer_preventif(*, jusquau: date | None = None) -> Passe:
    """All that is due by today, each plan its `avance` ahead; what fails is logged and left."""
    synchroniser()
    run = Passe(jusquau or timezone.localdate(), JoursOuvres.charger())
    left: list[int] = []
    for batch in _par_lots(run.jusquau):
        left += run.lot(batch)
    for start in range(0, len(left), LOT):
        chunk = left[start : start + LOT]
        still = _a_generer(run.jusquau).filter(pk__in=chunk)
        counted = set(_franchis(chunk))
        for pk in [*still.values_list("pk", flat=True), *sorted(counted)]:
            run.seul(pk)
    return run


def simuler(*, jusquau: date | None = None) -> Iterator[Due]:
    """What a run would make; nothing is written."""
    day, days = jusquau or timezone.localdate(), JoursOuvres.charger()
    for batch in _par_lots(day):
        plans = Plan.objects.select_related("entree__equipement").filter(pk__in=batch)
        yield from _besoins(list(plans.order_by("pk")), day, days)


def generer_plan(*, par: Any, plan_id: int) -> list[Intervention]:
    """Make the next visit of a plan now, or all that it owes; the interventions made."""
    with transaction.atomic():
        verrouiller_machine(plan_id, par)
        plan = next(iter(verrouiller([plan_id], attendre=True)), None)
        if plan is None:
            raise Conflit(_("Ce plan est arrêté, ou sa machine est retirée."))
        days = JoursOuvres.charger()
        made: list[Due] = []
        while not any(due.visite for due in made):
            made = Passe(_jour_force(plan, days), days, par).faire([plan])
    keys = Q(echeance__in=[due.echeance for due in made if due.echeance])
    keys |= Q(seuil__in=[due.seuil for due in made if due.seuil is not None])
    done = Occurrence.objects.filter(keys, plan=plan, intervention__isnull=False)
    rows = done.select_related("intervention").order_by("jour", "pk")
    return [row.intervention for row in rows if row.intervention is not None]


def _jour_force(plan: Plan, days: JoursOuvres) -> date:
    """The day up to which its next visit, though not due yet, is; refused if there is none."""
    if plan.generer_le is not None:
        return max(days.aujourdhui, plan.generer_le)
    if plan.declencheur == Declencheur.COMPTEUR and _franchis([plan.pk]):
        return days.aujourdhui
    raise _rien_a_faire(plan)


def _rien_a_faire(plan: Plan) -> Conflit:
    visit = next(iter(ouvertes(plan)), None)
    if visit is None and plan.declencheur == Declencheur.COMPTEUR:
        return Conflit(_("Le compteur n’a pas atteint le prochain seuil."))
    if visit is None or visit.intervention is None:
        return Conflit(_("Ce plan n’a plus d’échéance."))
    return Conflit(
        _("%(numero)s n’est pas terminée : la suite se compte depuis cette visite.")
        % {"numero": visit.intervention.numero},
        etat={"intervention_id": visit.intervention_id},
    )


def _besoins(plans: Sequence[Plan], day: date, days: JoursOuvres) -> list[Due]:
    known = _decidees(plans)
    read = derniers_releves(p.compteur_id for p in plans if p.compteur_id is not None)
    found = []
    for plan in plans:
        meter = read.get(plan.compteur_id or 0)
        value = None if meter is None else meter.cumul
        found += dues(plan, deja=known[plan.pk], jusquau=day, ouvres=days, compte=value)
    return found


def _actifs() -> Any:
    rows = Plan.objects.filter(actif=True)
    return rows.exclude(entree__equipement__statut=StatutEquipement.RETIRE)


def _a_generer(day: date) -> Any:
    return _actifs().filter(generer_le__lte=day).order_by("generer_le", "pk")


def _par_lots(day: date) -> Iterator[list[int]]:
    """Keys of what is due, longest due first; what is done on the way is not met again."""
    after = Q()
    while rows := list(_a_generer(day).filter(after).values_list("generer_le", "pk")[:LOT]):
        yield [pk for _day, pk in rows]
        since, last = rows[-1]
        after = Q(generer_le__gt=since) | Q(generer_le=since, pk__gt=last)
    counted = _actifs().filter(prochain_seuil__isnull=False).order_by("pk")
    last = 0
    while keys := list(counted.filter(pk__gt=last).values_list("pk", flat=True)[:LOT]):
        last = keys[-1]
        if crossed := _franchis(keys):
            yield crossed


def _franchis(cles: Sequence[int]) -> list[int]:
    """Those whose meter stands at their next threshold, or beyond."""
    rows = _actifs().filter(pk__in=cles, prochain_seuil__isnull=False).order_by("pk")
    plans = list(rows.values_list("pk", "compteur_id", "prochain_seuil"))
    read = derniers_releves(meter for _pk, meter, _at in plans)
    return [pk for pk, meter, at in plans if meter in read and read[meter].cumul >= at]


def verrouiller(cles: Sequence[int], *, attendre: bool) -> list[Plan]:
    """The plans that go on, their machines locked; without `attendre` those that nobody holds."""
    wanted = Plan.objects.filter(pk__in=cles).values("entree__equipement_id")
    rows = Equipement.objects.select_for_update(no_key=True, skip_locked=not attendre)
    rows = rows.filter(pk__in=wanted, archive_le__isnull=True)
    machines = list(rows.exclude(statut=StatutEquipement.RETIRE).order_by("pk").values_list("pk"))
    # Read once the machines are locked: as they stand now.
    plans = Plan.objects.select_related("entree__equipement__client").filter(
        pk__in=cles, actif=True, entree__equipement__in=[pk for (pk,) in machines]
    )
    return list(plans.order_by("pk"))


def _decidees(plans: Iterable[Plan]) -> defaultdict[int, set[date]]:
    """The due dates of each that need no more deciding: made, skipped, grouped."""
    found: defaultdict[int, set[date]] = defaultdict(set)
    ahead = {plan.pk: plan.echeance for plan in plans if plan.echeance is not None}
    if ahead:
        rows = Occurrence.objects.filter(plan__in=list(ahead), echeance__gte=min(ahead.values()))
        for plan, day in rows.values_list("plan_id", "echeance"):
            if day is not None:
                found[plan].add(day)
    return found

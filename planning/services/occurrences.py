"""What becomes of one due date: skipped with a reason, done, or called off."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit, Invalide
from core.validation import exiger
from interventions.models import Intervention
from interventions.services import annuler
from interventions.workflow import OUVERTES
from planning.choices import Declencheur, EtatOccurrence
from planning.events import PlanModifie
from planning.models import Occurrence, Plan
from planning.services.echeances import compter, montrer, ouvertes, viser
from planning.services.plans import ecrire, verrouiller, verrouiller_machine

# How far ahead a due date can be skipped.
_HORIZON = timedelta(days=366)


def sauter(
    *, par: Any, plan_id: int, echeance: date, motif: str, version: int | None = None
) -> Occurrence:
    """No visit for this due date; one already made is cancelled, unless it has begun."""
    exiger(motif=motif)
    with transaction.atomic():
        verrouiller_machine(plan_id, par)
        rows = Occurrence.objects.select_related("intervention")
        found = rows.filter(plan_id=plan_id, echeance=echeance).first()
        if found is not None:
            _annuler_la_visite(found, par, motif)
        plan = verrouiller(plan_id, par, version)
        if found is None:
            found = Occurrence(plan=plan, echeance=echeance, jour=_jour(plan, echeance))
        found.etat, found.motif = EtatOccurrence.SAUTEE, motif
        found.cree_par_id = par.pk
        found.save()
        if echeance == plan.echeance:
            avancer(plan, echeance)
        montrer(plan, ouvertes(plan))
        ecrire(plan, PlanModifie, par)
    return found


def avancer(plan: Plan, echeance: date) -> None:
    """On to the due day after `echeance`, for which nothing will be done."""
    serie = plan.serie
    if plan.flottant:
        viser(plan, serie.apres_visite(echeance))
    else:
        viser(plan, serie.suivante(plan.ancre or echeance, echeance))


def _annuler_la_visite(found: Occurrence, par: Any, motif: str) -> None:
    """The visit of a due date is called off; `Conflit` if there is nothing to skip any more."""
    work = found.intervention
    if found.etat != EtatOccurrence.GENEREE or work is None:
        text = _("Cette échéance est déjà « %(etat)s ».") % {"etat": found.get_etat_display()}
        raise Conflit(text)
    if work.statut not in OUVERTES or work.date_debut is not None:
        text = _("La visite %(numero)s a déjà commencé.") % {"numero": work.numero}
        raise Conflit(text, etat={"intervention_id": work.pk})
    annuler(intervention_id=work.pk, par=par, motif=motif)


def _jour(plan: Plan, echeance: date) -> date:
    """The day wanted for a due date to come; `Invalide` if the plan has none that day."""
    if echeance == plan.echeance and plan.voulue is not None:
        return plan.voulue
    start = plan.echeance
    soon = start is not None and start < echeance <= timezone.localdate() + _HORIZON
    if soon and not plan.flottant:
        days = plan.serie.depuis(plan.ancre or echeance, echeance)
        if next(days, None) == echeance:
            return echeance
    text = _("Ce plan n’a pas d’échéance à sauter ce jour-là.")
    raise Invalide(text, {"echeance": [text]})


def suivre_visite(work: Intervention, moment: Any, *, faite: bool, par: Any) -> None:
    """The visit of a plan ends: done on the day of `moment`, or called off.

    Called inside the act, with machine and intervention locked. A plan that counts from its last
    visit goes on from here; one called off counts from the day that it was due.
    """
    found = Occurrence.objects.filter(intervention_id=work.pk).first()
    if found is None:
        return
    plan = Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("entree")
    row = plan.get(pk=found.plan_id)
    day = timezone.localdate(moment) if faite else found.jour
    if faite:
        row.derniere_date = max(day, row.derniere_date or day)
    rest = ouvertes(row, sauf=work.pk)
    if row.flottant and not rest:
        _compter_dici(row, day)
    montrer(row, rest)
    ecrire(row, PlanModifie, par)


def _compter_dici(row: Plan, day: date) -> None:
    if row.declencheur == Declencheur.COMPTEUR:
        if row.prochain_seuil is None:
            compter(row)
    elif row.generer_le is None:
        row.ancre = day
        viser(row, row.serie.apres_visite(day))

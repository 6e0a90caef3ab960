"""Plans: made, changed, moved, stopped. Locks: machine, the visit's slot, then the plan's row.

Making a plan makes no visit: visits are generated from what is due.
"""

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable, Invalide, VersionPerimee
from core.outbox import publier
from core.validation import appliquer, exiger, refuser_autres
from equipements.models import Compteur, Equipement
from interventions.choices import Statut
from interventions.services import machine_au_travail
from planning.choices import Declencheur, Genre
from planning.dates import minuit
from planning.events import ActePlan, PlanArrete, PlanCree, PlanModifie
from planning.models import EntreePlanning, ModelePlan, Occurrence, Plan
from planning.permissions import exiger_planification
from planning.selectors import visites_de
from planning.services.creneaux import deplacer
from planning.services.echeances import (
    commencer,
    compter,
    continuer,
    montrer,
    ouvertes,
    suivre_machines,
    viser,
)
from planning.services.regles import CHAMPS_REGLE, controler, poser

_COMPTEUR = frozenset({"compteur_id", "pas_compteur", "prochain_seuil"})
CHAMPS = CHAMPS_REGLE | _COMPTEUR | {"prochaine_date", "derniere_date"}
# What decides on which days it falls due.
_SERIE = frozenset(
    {
        "declencheur",
        "intervalle_n",
        "intervalle_unite",
        "rrule",
        "saison_du",
        "saison_au",
        "fin_le",
        "flottant",
    }
)


def creer_plan(
    *, par: Any, equipement_id: int, modele: ModelePlan | None = None, **champs: Any
) -> Plan:
    """Upkeep that comes round: its next date is as said, or follows from the last one or today.

    A date that is said begins the series: the first due day is that one or the rule's next.
    """
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        # The machine first: a stranger's is not there, even for whom may not plan.
        machine = machine_au_travail(equipement_id, par)
        exiger_planification(par)
        row = Plan(modele=modele)
        poser(row, champs, par)
        row.titre = row.titre or _("Entretien %(frequence)s") % {"frequence": row.frequence}
        _controler(row, machine.pk, champs)
        _debuter(row)
        montrer(row, ())
        row.entree = EntreePlanning.objects.create(genre=Genre.PLAN, equipement=machine)
        row.save(force_insert=True)
        suivre_machines([machine.pk])
        _annoncer(PlanCree, row, par)
    return row


def _debuter(row: Plan) -> None:
    """The first due day of a new plan."""
    if row.declencheur == Declencheur.COMPTEUR:
        compter(row, row.prochain_seuil)
    elif row.prochaine_date is not None:
        commencer(row, row.prochaine_date, exclu=False)
        if row.modele is not None:  # of the family's series, whichever day it joins
            row.ancre = row.modele.premiere_date
    else:
        after = not row.rrule or row.derniere_date is not None
        commencer(row, row.derniere_date or timezone.localdate(), exclu=after)


def _reprendre(row: Plan, changed: set[str], wanted: date | None) -> None:
    """The next due day after a change; it was wanted on `wanted` before."""
    if row.declencheur == Declencheur.COMPTEUR:
        if changed & {"compteur_id", "pas_compteur"}:
            compter(row, row.prochain_seuil if "prochain_seuil" in changed else None)
    elif "prochaine_date" in changed and row.prochaine_date is not None:
        commencer(row, row.prochaine_date, exclu=False)
        row.prochaine_date = row.voulue
        return
    elif changed & _SERIE:
        continuer(row)
    elif "avance" in changed:
        viser(row, row.echeance, wanted)
        return
    montrer(row, ouvertes(row))


def modifier_plan(
    *, par: Any, plan_id: int, champs: Mapping[str, Any], version: int | None = None
) -> Plan:
    """Change columns of a plan that goes on; no difference is no change.

    A new `prochaine_date` begins the series there; a new rule goes on from the next due day.
    """
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        row = verrouiller(plan_id, par, version)
        if "prochaine_date" in champs and row.declencheur != Declencheur.COMPTEUR:
            exiger(prochaine_date=champs["prochaine_date"])
        if "titre" in champs:
            exiger(titre=champs["titre"])
        wanted = row.voulue
        changed = set(poser(row, champs, par))
        if not changed:
            return row
        _controler(row, row.entree.equipement_id, changed)
        _reprendre(row, changed, wanted)
        ecrire(row, PlanModifie, par)
    return row


def deplacer_plan(*, par: Any, plan_id: int, jour: date, version: int | None = None) -> Plan:
    """Move the next due day alone, and the visit already made for it unless that has begun.

    The series goes on as it was: the first of the month, this time on the tenth.
    """
    with transaction.atomic():
        verrouiller_machine(plan_id, par)
        # Before the plan's row: its technician is locked on the way, and comes before in the order
        # of who leaves (technician, then the plans that name him).
        visit = visites_de([plan_id]).get(plan_id)
        if visit is not None:
            work = visit.intervention
            if work.date_debut is not None or work.statut == Statut.EN_COURS:
                raise Conflit(
                    _("La visite %(numero)s a déjà commencé.") % {"numero": work.numero},
                    etat={"intervention_id": work.pk},
                )
            deplacer(par=par, creneau_id=visit.pk, nouvelle_date=minuit(jour))
            Occurrence.objects.filter(intervention=work).update(jour=jour)
        row = verrouiller(plan_id, par, version)
        if appliquer(row, {"prochaine_date": jour}):
            if visit is None:
                row.ancre = row.ancre or jour
                viser(row, row.echeance or jour, jour)
            ecrire(row, PlanModifie, par)
    return row


def arreter_plan(*, par: Any, plan_id: int, version: int | None = None) -> Plan:
    """The plan makes no more visits; those that there are stay."""
    with transaction.atomic():
        row = verrouiller(plan_id, par, version)
        arreter(row, par)
    return row


def arreter(row: Plan, par: Any) -> None:
    """The same of a plan whose machine is locked; `par` None: it followed from another act."""
    row.actif = False
    EntreePlanning.objects.filter(pk=row.pk).update(listee=False)
    ecrire(row, PlanArrete, par)


def verrouiller_machine(plan_id: int, par: Any) -> None:
    """Nothing of the machine's upkeep moves meanwhile; `par` sees the plan and may plan."""
    seen = Plan.objects.visible_to(par).select_related("entree").filter(pk=plan_id).first()
    if seen is None:
        raise Introuvable(_("Plan introuvable."))
    exiger_planification(par)
    Equipement.objects.select_for_update(no_key=True).get(pk=seen.entree.equipement_id)


def verrouiller(plan_id: int, par: Any, version: int | None) -> Plan:
    verrouiller_machine(plan_id, par)
    row = (
        Plan.objects.select_for_update(no_key=True, of=("self",))
        .select_related("entree")
        .get(pk=plan_id)
    )
    if not row.actif:
        raise Conflit(_("Ce plan est arrêté."), etat={"version": row.version})
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("Ce plan a changé depuis que vous l’avez ouvert."),
            etat={"version": row.version, "version_lue": version},
        )
    return row


def _controler(row: Plan, equipement_id: int, changees: Container[str]) -> None:
    if row.compteur_id is not None:
        own = Compteur.objects.filter(equipement_id=equipement_id, actif=True)
        if not own.filter(pk=row.compteur_id).exists():
            text = _("Choisissez un compteur en service de cette machine.")
            raise Invalide(text, {"compteur_id": [text]})
        exiger(pas_compteur=row.pas_compteur)
    controler(row, {f.name for f in Plan._meta.concrete_fields} - {"entree"}, changees)


def ecrire(row: Plan, evenement: type[ActePlan], par: Any) -> None:
    """Save the row as its next version, and what the machine says of its upkeep."""
    row.version += 1
    row.save()
    suivre_machines([row.entree.equipement_id])
    _annoncer(evenement, row, par)


def _annoncer(evenement: type[ActePlan], row: Plan, par: Any) -> None:
    publier(
        evenement(plan_id=row.pk, version=row.version, par_id=par.pk if par is not None else None)
    )

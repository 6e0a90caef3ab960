"""Plans: made, changed, moved, stopped. Locks: machine, the visit's slot, then the plan's row.

Making a plan makes no visit: visits are generated from what is due.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit, Introuvable, Invalide, VersionPerimee
from core.outbox import publier
from core.temps import ANNEE_MAX
from core.validation import appliquer, exiger, refuser_autres, valider
from equipements.models import Equipement
from interventions.choices import Statut
from interventions.services import machine_au_travail
from planning.choices import Genre
from planning.dates import apres, minuit
from planning.events import ActePlan, PlanArrete, PlanCree, PlanModifie
from planning.frequences import lire, message
from planning.models import EntreePlanning, Plan
from planning.permissions import exiger_planification
from planning.selectors import visites_de
from planning.services.creneaux import deplacer
from techniciens.models import Competence, Technicien

CHAMPS = frozenset(
    {
        "titre",
        "description",
        "duree_estimee",
        "competence_id",
        "technicien_id",
        "frequence",
        "prochaine_date",
        "derniere_date",
    }
)


def creer_plan(*, par: Any, equipement_id: int, frequence: str, **champs: Any) -> Plan:
    """Upkeep that comes round: its next date is the last one, or today, and the interval."""
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        # The machine first: a stranger's is not there, even for whom may not plan.
        machine = machine_au_travail(equipement_id, par)
        exiger_planification(par)
        row = Plan()
        _appliquer(row, {**champs, "frequence": frequence}, par)
        row.titre = row.titre or _("Entretien %(frequence)s") % {"frequence": row.frequence}
        if champs.get("prochaine_date") is None:
            row.prochaine_date = _suivante(row, row.derniere_date or timezone.localdate())
        _valider(row)
        row.entree = EntreePlanning.objects.create(genre=Genre.PLAN, equipement=machine)
        row.save(force_insert=True)
        _annoncer(PlanCree, row, par)
    return row


def modifier_plan(
    *, par: Any, plan_id: int, champs: Mapping[str, Any], version: int | None = None
) -> Plan:
    """Change columns of a plan that goes on; no difference is no change."""
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        row = _verrouiller(plan_id, par, version)
        if "prochaine_date" in champs:
            exiger(prochaine_date=champs["prochaine_date"])
        if "titre" in champs:
            exiger(titre=champs["titre"])
        if _appliquer(row, champs, par):
            _valider(row)
            _ecrire(row, PlanModifie, par)
    return row


def deplacer_plan(*, par: Any, plan_id: int, jour: date, version: int | None = None) -> Plan:
    """Move the next due day, and the visit already made for it unless that has begun."""
    with transaction.atomic():
        _verrouiller_machine(plan_id, par)
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
        row = _verrouiller(plan_id, par, version)
        if appliquer(row, {"prochaine_date": jour}):
            _ecrire(row, PlanModifie, par)
    return row


def arreter_plan(*, par: Any, plan_id: int, version: int | None = None) -> Plan:
    """The plan makes no more visits; those that there are stay."""
    with transaction.atomic():
        row = _verrouiller(plan_id, par, version)
        arreter(row, par)
    return row


def arreter(row: Plan, par: Any) -> None:
    """The same of a plan whose machine is locked; `par` None: it followed from another act."""
    row.actif = False
    EntreePlanning.objects.filter(pk=row.pk).update(listee=False)
    _ecrire(row, PlanArrete, par)


def _verrouiller_machine(plan_id: int, par: Any) -> None:
    """Nothing of the machine's upkeep moves meanwhile; `par` sees the plan and may plan."""
    seen = Plan.objects.visible_to(par).select_related("entree").filter(pk=plan_id).first()
    if seen is None:
        raise Introuvable(_("Plan introuvable."))
    exiger_planification(par)
    Equipement.objects.select_for_update(no_key=True).get(pk=seen.entree.equipement_id)


def _verrouiller(plan_id: int, par: Any, version: int | None) -> Plan:
    _verrouiller_machine(plan_id, par)
    row = Plan.objects.select_for_update(no_key=True).get(pk=plan_id)
    if not row.actif:
        raise Conflit(_("Ce plan est arrêté."), etat={"version": row.version})
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("Ce plan a changé depuis que vous l’avez ouvert."),
            etat={"version": row.version, "version_lue": version},
        )
    return row


def _appliquer(row: Plan, champs: Mapping[str, Any], par: Any) -> list[str]:
    """Set the values; `frequence` is read to its two columns. The names that changed."""
    values = {n: v for n, v in champs.items() if n != "frequence"}
    if "frequence" in champs:
        try:
            interval = lire(champs["frequence"] or "")
        except ValueError as error:
            raise Invalide(message(), {"frequence": [message()]}) from error
        values |= {"intervalle_n": interval.n, "intervalle_unite": interval.unite}
    _controler_liens(values, par)
    return appliquer(row, {n: v for n, v in values.items() if v is not None or n in _NULS})


_NULS = frozenset({"duree_estimee", "competence_id", "technicien_id", "derniere_date"})


def _controler_liens(values: Mapping[str, Any], par: Any) -> None:
    technicien_id, competence_id = values.get("technicien_id"), values.get("competence_id")
    if technicien_id is not None:
        person = Technicien.objects.visible_to(par).select_related("user")
        found = person.filter(pk=technicien_id).first()
        if found is None or not found.actif:
            text = _("Choisissez un technicien en activité.")
            raise Invalide(text, {"technicien_id": [text]})
    if competence_id is not None and not Competence.objects.filter(pk=competence_id).exists():
        text = _("Compétence inconnue.")
        raise Invalide(text, {"competence_id": [text]})


def _suivante(row: Plan, depuis: date) -> date:
    """The day one interval later; beyond the years that we take it is refused."""
    try:
        day = apres(depuis, row.intervalle_n, row.intervalle_unite)
    except (ValueError, OverflowError):
        day = date.max
    if day.year > ANNEE_MAX:
        text = _("La prochaine échéance serait après %(annee)s.") % {"annee": ANNEE_MAX}
        raise Invalide(text, {"frequence": [text]})
    return day


def _valider(row: Plan) -> None:
    fields = {f.name for f in Plan._meta.concrete_fields} - {"entree"}
    valider(row, fields)


def _ecrire(row: Plan, evenement: type[ActePlan], par: Any) -> None:
    row.version += 1
    row.save()
    _annoncer(evenement, row, par)


def _annoncer(evenement: type[ActePlan], row: Plan, par: Any) -> None:
    publier(
        evenement(plan_id=row.pk, version=row.version, par_id=par.pk if par is not None else None)
    )

"""What planning does inside the acts of the apps below; each may refuse the act."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit
from equipements.models import Equipement
from interventions.choices import Statut, TypeIntervention
from interventions.services.passage import Passage
from planning.calendrier import Plage
from planning.models import Creneau, EntreePlanning, Occurrence, Plan, Reservation
from planning.selectors import plans_actifs
from planning.services.disponibilites import actualiser
from planning.services.occurrences import suivre_visite
from planning.services.placement import ouvertes, seance
from planning.services.plans import arreter
from planning.services.reservations import liberer, reserver
from techniciens.models import Technicien


def _creneau(passage: Passage) -> Creneau | None:
    """The slot; work that has one says so by its planned date (`planning.services.creneaux`)."""
    if passage.avant["date_planifiee"] is None:
        return None
    return Creneau.objects.filter(intervention_id=passage.intervention.pk).first()


def suivre_affectation(passage: Passage) -> None:
    """What is left of the holder's time passes to the new one, who has to be free.

    Where nobody had any, or it is already the new one's, it is the rest of the slot.
    """
    slot, technicien = _creneau(passage), passage.intervention.technicien
    before = passage.avant["technicien_id"]
    if slot is None or technicien is None or before == technicien.pk:
        return
    given = [] if before is None else liberer(slot, passage.moment, technicien_id=before)
    own = [row for row in ouvertes(slot) if row.technicien_id == technicien.pk]
    start = max(slot.date_debut, passage.moment)
    if not given and not own and start < slot.date_fin:
        given = [Plage(start, slot.date_fin)]
    for row in own:
        # He was to help at that time: now it is his.
        if any(row.debut < span.fin and span.debut < row.fin for span in given):
            row.delete()
    rows = [seance(slot, technicien.pk, span) for span in given]
    motif = slot.motif_derogation
    passage.avertissements += reserver(rows, par=passage.par, motif=motif)


def rendre_le_temps(passage: Passage) -> None:
    """The rest of the reserved time is free again; the slot stays as it was planned."""
    slot = _creneau(passage)
    if slot is not None:
        liberer(slot, passage.moment)


def avancer_le_plan(passage: Passage) -> None:
    """Preventive work that ends moves its plan on to what is due next.

    The visits of plans are preventive (`garder_le_type`), so that other work asks nothing.
    """
    if passage.intervention.type_intervention != TypeIntervention.PREVENTIVE:
        return
    done = passage.action.nom == "cloturer"
    suivre_visite(passage.intervention, passage.moment, faite=done, par=passage.par)


def retirer_de_la_liste(passage: Passage) -> None:
    """Cancelled work gives its time back and leaves the planning's list."""
    slot = _creneau(passage)
    if slot is not None:
        liberer(slot, passage.moment)
        EntreePlanning.objects.filter(pk=slot.pk).update(listee=False)


def garder_la_date(passage: Passage) -> None:
    """The planned date of work that has a slot moves with the slot alone."""
    before, after = passage.avant["date_planifiee"], passage.intervention.date_planifiee
    slot = _creneau(passage) if before != after else None
    if slot is not None:
        text = _("Cette intervention a un créneau : déplacez-le plutôt.")
        raise Conflit(text, etat={"creneau_id": slot.pk}, errors={"date_planifiee": [text]})


def garder_le_type(passage: Passage) -> None:
    """The visit of a plan stays preventive."""
    before, work = passage.avant["type_intervention"], passage.intervention
    if before != TypeIntervention.PREVENTIVE or work.type_intervention == before:
        return
    if Occurrence.objects.filter(intervention=work).exists():
        text = _("Cette visite vient d’un plan d’entretien : elle reste préventive.")
        raise Conflit(text, errors={"type_intervention": [text]})


def arreter_les_plans(*, equipement: Equipement) -> None:
    """A machine that is put away has no more upkeep: its plans stop."""
    for plan in plans_actifs(equipement.pk).select_for_update(no_key=True, of=("self",)):
        arreter(plan, None)


def confier_les_plans(*, technicien: Technicien, successeur_id: int | None, **_faits: Any) -> None:
    """The plans that name a technician who leaves name the successor, or nobody."""
    Plan.objects.filter(technicien=technicien).update(technicien_id=successeur_id)


def suivre_le_travail(passage: Passage) -> None:
    """Whoever starts work is busy; whoever stops it is not, unless by other work or away."""
    row = passage.intervention
    works = row.statut == Statut.EN_COURS
    if row.technicien_id is not None and (works or passage.avant["statut"] == Statut.EN_COURS):
        actualiser(row.technicien_id, sauf=row.pk, au_travail=works)


def confier_les_seances(
    *, technicien: Technicien, successeur_id: int | None, par: Any, **_faits: Any
) -> None:
    """Where a leaver was to help, the successor does, or nobody; the work held is given over."""
    Technicien.objects.select_for_update(no_key=True).get(pk=technicien.pk)
    now = timezone.now()
    taken = Reservation.objects.filter(technicien=technicien, close=False, fin__gt=now)
    for slot in Creneau.objects.filter(pk__in=taken.values("planning_id")).order_by("pk"):
        given = liberer(slot, now, technicien_id=technicien.pk)
        if successeur_id is not None:
            rows = [seance(slot, successeur_id, span) for span in given]
            reserver(rows, par=par, motif=slot.motif_derogation)


# Per act, in this order.
INTERVENTIONS: Mapping[str, Sequence[Callable[..., None]]] = {
    "affecter": (suivre_affectation,),
    "desaffecter": (rendre_le_temps,),
    "modifier": (garder_la_date, garder_le_type),
    "demarrer": (suivre_le_travail,),
    "reprendre": (suivre_le_travail,),
    "suspendre": (suivre_le_travail,),
    "cloturer": (rendre_le_temps, suivre_le_travail, avancer_le_plan),
    "annuler": (retirer_de_la_liste, suivre_le_travail, avancer_le_plan),
}

"""Reads of the home pages, each from rows that the person may see."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions.choices import Priorite, Statut
from interventions.models import Intervention, Segment
from interventions.workflow import DELAI_EVALUATION, ENGAGEES, OUVERTES
from techniciens.models import Technicien
from techniciens.visibility import technicien_id_de


def _rang(colonne: str, ordre: list[str]) -> Case:
    """The place of a code in `ordre`; what is not in it comes last."""
    cases = [When(**{colonne: code}, then=Value(i)) for i, code in enumerate(ordre)]
    return Case(*cases, default=Value(len(ordre)), output_field=IntegerField())


_PAR_PRIORITE = _rang("priorite", [p.value for p in Priorite])
_PAR_ETAT = _rang("statut", [Statut.EN_COURS, Statut.AFFECTEE, Statut.EN_ATTENTE])


def a_affecter(user: Any, limite: int) -> QuerySet[Intervention]:
    """What waits for a technician: urgent first, then by priority, then the oldest."""
    rows = Intervention.objects.visible_to(user).filter(statut=Statut.OUVERTE)
    return rows.order_by("-urgence", _PAR_PRIORITE, "id")[:limite]


def charge(user: Any) -> QuerySet[Technicien]:
    """Technicians in activity with the open work each holds, the busiest first."""
    rows = Technicien.objects.visible_to(user).filter(archive_le=None, user__is_active=True)
    held = Count("interventions", filter=Q(interventions__statut__in=ENGAGEES))
    at_work = Count("interventions", filter=Q(interventions__statut=Statut.EN_COURS))
    named = rows.select_related("user").annotate(ouvertes=held, en_cours=at_work)
    return named.order_by("-ouvertes", "user__full_name", "id")


def travail_de(user: Any) -> QuerySet[Intervention]:
    """The technician's open work in the order of the day: under way, planned, urgent, oldest."""
    rows = Intervention.objects.visible_to(user).filter(
        technicien_id=technicien_id_de(user) or 0, statut__in=ENGAGEES
    )
    return rows.select_related("equipement__site", "client").order_by(
        _PAR_ETAT,
        F("date_planifiee").asc(nulls_last=True),
        "-urgence",
        _PAR_PRIORITE,
        "id",
    )


def termine_par(user: Any, limite: int) -> QuerySet[Intervention]:
    """What the technician closed last."""
    rows = Intervention.objects.visible_to(user).filter(
        technicien_id=technicien_id_de(user) or 0, statut=Statut.CLOTUREE
    )
    return rows.select_related("equipement").order_by("-date_fin", "-id")[:limite]


def termine_depuis(user: Any, moment: datetime) -> QuerySet[Intervention]:
    """What the technician closed since `moment`, oldest first."""
    rows = Intervention.objects.visible_to(user).filter(
        technicien_id=technicien_id_de(user) or 0, date_fin__gte=moment
    )
    return rows.select_related("equipement", "client").order_by("date_fin", "id")


def planifie_entre(user: Any, debut: datetime, fin: datetime) -> QuerySet[Intervention]:
    """The technician's work planned from `debut` up to `fin`, whatever became of it."""
    rows = Intervention.objects.visible_to(user).filter(
        technicien_id=technicien_id_de(user) or 0,
        date_planifiee__gte=debut,
        date_planifiee__lt=fin,
    )
    return rows.select_related("equipement__site", "client").order_by("date_planifiee", "id")


def segments_ouverts(interventions: list[Intervention], user: Any) -> dict[int, Segment]:
    """The stretch of time under way on each of the interventions."""
    rows = Segment.objects.visible_to(user).filter(
        intervention__in=[row.pk for row in interventions], fin__isnull=True
    )
    return {row.intervention_id: row for row in rows}


def demandes_en_cours(user: Any, limite: int) -> QuerySet[Intervention]:
    """A client's open requests, newest first."""
    rows = Intervention.objects.visible_to(user).filter(statut__in=OUVERTES)
    return rows.select_related("equipement", "technicien__user").order_by("-id")[:limite]


def a_evaluer(user: Any, limite: int) -> QuerySet[Intervention]:
    """Closed work that a client may still rate."""
    rows = Intervention.objects.visible_to(user).filter(
        statut=Statut.CLOTUREE,
        satisfaction_client__isnull=True,
        date_fin__gte=timezone.now() - DELAI_EVALUATION,
    )
    return rows.select_related("equipement").order_by("-date_fin", "-id")[:limite]


def machines_en_panne(user: Any) -> int:
    """How many machines stand still."""
    rows = Equipement.objects.visible_to(user).filter(archive_le=None)
    return rows.filter(statut=StatutEquipement.PANNE).count()

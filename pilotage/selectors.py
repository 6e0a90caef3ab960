"""Reads of the home pages, each from rows that the person may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from core.visibility import lignes_visibles
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions.choices import ActionHistorique, Statut
from interventions.models import Intervention, Segment
from interventions.selectors import PAR_PRIORITE, noms_des_auteurs
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import DELAI_EVALUATION, ENGAGEES, OUVERTES
from techniciens.models import Technicien
from techniciens.visibility import technicien_id_de


def _rang(colonne: str, ordre: list[str]) -> Case:
    """The place of a code in `ordre`; what is not in it comes last."""
    cases = [When(**{colonne: code}, then=Value(i)) for i, code in enumerate(ordre)]
    return Case(*cases, default=Value(len(ordre)), output_field=IntegerField())


_PAR_ETAT = _rang("statut", [Statut.EN_COURS, Statut.AFFECTEE, Statut.EN_ATTENTE])


def a_affecter(user: Any, limite: int) -> QuerySet[Intervention]:
    """What waits for a technician: urgent first, then by priority, then the oldest."""
    rows = Intervention.objects.visible_to(user)
    order = ("-urgence", PAR_PRIORITE, "id")
    # Ranked by the index alone; what is shown is read of the few that come first.
    first = rows.filter(statut=Statut.OUVERTE).order_by(*order).values_list("pk", flat=True)
    return rows.filter(pk__in=list(first[:limite])).order_by(*order)


@dataclass(frozen=True)
class Charge:
    """A technician in activity and the work held: open, under way, planned this week."""

    technicien: Technicien
    ouvertes: int = 0
    en_cours: int = 0
    semaine: int = 0

    @property
    def pk(self) -> int:
        return self.technicien.pk


def semaine() -> tuple[datetime, datetime]:
    """This week, from Monday's midnight to the next."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    monday = (today - timedelta(days=today.weekday())).date()
    first, last = (
        timezone.make_aware(datetime.combine(day, datetime.min.time()))
        for day in (monday, monday + timedelta(days=7))
    )
    return first, last


def charge(user: Any, limite: int) -> list[Charge]:
    """Technicians in activity, the busiest first.

    Counted over open work alone: a join from the technicians would read all that they ever did.
    """
    active = Technicien.objects.visible_to(user).filter(archive_le=None, user__is_active=True)
    first, last = semaine()
    planned = Q(date_planifiee__gte=first, date_planifiee__lt=last)
    held = Intervention.objects.visible_to(user).filter(
        statut__in=ENGAGEES, technicien__in=active.values("pk")
    )
    busy = held.values("technicien_id").annotate(
        ouvertes=Count("pk"),
        en_cours=Count("pk", filter=Q(statut=Statut.EN_COURS)),
        semaine=Count("pk", filter=planned),
    )
    ordered = busy.order_by("-ouvertes", "technicien__user__full_name", "technicien_id")
    counts: list[Any] = list(ordered[:limite])
    people = active.select_related("user")
    named = people.in_bulk([row["technicien_id"] for row in counts])
    found = [
        Charge(named[row["technicien_id"]], row["ouvertes"], row["en_cours"], row["semaine"])
        for row in counts
        if row["technicien_id"] in named
    ]
    idle = people.exclude(pk__in=list(named)).order_by("user__full_name", "pk")
    return found + [Charge(row) for row in idle[: limite - len(found)]]


@dataclass(frozen=True)
class Fait:
    """Something that happened: to which intervention, by whom, when."""

    intervention_id: int
    numero: str
    titre: str
    quoi: Any
    qui: str
    quand: datetime
    statut: str
    statut_libelle: Any

    @property
    def age(self) -> str:
        """How long ago, in one unit."""
        if timezone.now() - self.quand < timedelta(minutes=1):
            return _("à l’instant")
        return _("il y a %(duree)s") % {"duree": timesince(self.quand, depth=1)}


def derniers_faits(user: Any, limite: int) -> list[Fait]:
    """What happened last on the interventions that `user` sees, newest first."""
    rows = list(
        lignes_visibles(HistoriqueIntervention._base_manager.all(), user)
        .order_by("-history_id")
        .values("id", "numero", "titre", "action", "statut", "history_user_id", "history_date")[
            :limite
        ]
    )
    names = noms_des_auteurs(row["history_user_id"] for row in rows)
    return [
        Fait(
            intervention_id=row["id"],
            numero=row["numero"],
            titre=row["titre"],
            quoi=ActionHistorique(row["action"]).label,
            qui=names.get(row["history_user_id"], ""),
            quand=row["history_date"],
            statut=row["statut"],
            statut_libelle=Statut(row["statut"]).label,
        )
        for row in rows
    ]


def travail_de(user: Any) -> QuerySet[Intervention]:
    """The technician's open work in the order of the day: under way, planned, urgent, oldest."""
    rows = Intervention.objects.visible_to(user).filter(
        technicien_id=technicien_id_de(user) or 0, statut__in=ENGAGEES
    )
    return rows.select_related("equipement__site", "client").order_by(
        _PAR_ETAT,
        F("date_planifiee").asc(nulls_last=True),
        "-urgence",
        PAR_PRIORITE,
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


def machines_de(user: Any, limite: int) -> list[Equipement]:
    """A client's machines that may be reported: those that stand still first, then by name."""
    rows = Equipement.objects.visible_to(user).filter(archive_le=None)
    living = rows.exclude(statut=StatutEquipement.RETIRE).select_related("site")
    stopped = Case(When(statut=StatutEquipement.PANNE, then=0), default=1)
    return list(living.order_by(stopped, "nom", "pk")[:limite])


def machines_en_panne(user: Any) -> int:
    """How many machines stand still."""
    rows = Equipement.objects.visible_to(user).filter(archive_le=None)
    return rows.filter(statut=StatutEquipement.PANNE).count()

"""The week ahead of the demo's day: slots, plans and absences, made by the services themselves."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptes.demo import COMPTES_DEMO
from comptes.models import Utilisateur
from core.models import Evenement
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions.choices import Statut
from interventions.models import Intervention
from pilotage.demo.horloge import TRAJET, Horloge
from planning import services
from planning.calendrier import Calendrier
from planning.choices import NatureAbsence
from planning.dates import apres
from planning.frequences import lire
from planning.models import Absence
from techniciens.models import Technicien

NB_PLANS = 14
PAS = timedelta(minutes=30)
_HEURE = timedelta(hours=1)
_ETALES = 6  # days over which work without a rendezvous is spread
_ANNEE = timedelta(days=366)
_RESPONSABLE = "responsable"


def planifier_la_semaine(jour: date) -> None:
    """Slots for work that somebody has, some plans, and two who are away."""
    par = Utilisateur.objects.get(username=_RESPONSABLE)
    horloge = Horloge(jour, Random(0))  # noqa: S311  only its working hours are read
    with override("fr"), transaction.atomic():
        _absences(par, horloge)
        _creneaux(par, horloge)
        _plans(par, jour)
        # Nobody is told: this was agreed on before the demo's day.
        Evenement.objects.all().delete()


def _creneaux(par: Any, horloge: Horloge) -> None:
    rows = Intervention.objects.filter(statut__in=(Statut.AFFECTEE, Statut.EN_COURS))
    calendar = Calendrier.charger([], horloge.jour, horloge.jour + _ANNEE)
    taken: dict[Any, list[tuple[datetime, datetime]]] = defaultdict(list)
    for away in Absence.objects.all():
        taken[away.technicien_id].append((away.debut, away.fin))
    # Work under way goes on first; rendezvous that were made keep their hour, those of the next
    # two days are confirmed; the others are spread over what is left of the days to come.
    for rank, row in enumerate(sorted(rows, key=_tour)):
        length = min(max(_HEURE * float(row.duree_estimee or 2), _HEURE), 4 * _HEURE)
        wanted = row.date_planifiee
        if wanted is None and row.statut == Statut.AFFECTEE:
            wanted = horloge.a(-(rank % _ETALES), 8.5 + 2 * (rank % 4))
        wanted = max(wanted or horloge.minuit, horloge.minuit)
        start = _place(calendar, taken[row.technicien_id], voulu=wanted, duree=length)
        taken[row.technicien_id].append((start, start + length))
        slot = services.planifier(
            par=par,
            intervention_id=row.pk,
            date_debut=start,
            date_fin=start + length,
            motif_derogation=_("Convenu avant ce jour") if start < timezone.now() else "",
        )
        if start < horloge.a(-2, 0):
            services.confirmer(par=par, creneau_id=slot.pk)


def _tour(row: Intervention) -> tuple[bool, bool, Any, int]:
    """Which work chooses its time before which."""
    waits = row.statut == Statut.AFFECTEE
    return waits, row.date_planifiee is None, row.date_planifiee if waits else None, row.pk


def _place(
    calendrier: Calendrier,
    pris: list[tuple[datetime, datetime]],
    *,
    voulu: datetime,
    duree: timedelta,
) -> datetime:
    """The first half hour from `voulu` on, of working time, in which so much fits."""
    start = calendrier.ouverture(None, voulu, duree)
    while start is not None and any(
        a < start + duree + TRAJET and start < b + TRAJET for a, b in pris
    ):
        start = calendrier.ouverture(None, start + PAS, duree)
    return start or voulu


def _plans(par: Any, jour: date) -> None:
    """Upkeep as the machines' sheets ask for it; some of it is due these days, none is lost."""
    machines = Equipement.objects.exclude(frequence_entretien="").exclude(
        statut=StatutEquipement.RETIRE
    )
    step = max(1, machines.count() // NB_PLANS)
    for rank, machine in enumerate(machines.order_by("pk")[::step][:NB_PLANS]):
        every = lire(machine.frequence_entretien)
        last = machine.derniere_maintenance
        before = None if last is None else timezone.localtime(last).date()
        due = apres(before or jour, every.n, every.unite)
        services.creer_plan(
            par=par,
            equipement_id=machine.pk,
            frequence=machine.frequence_entretien,
            derniere_date=before,
            prochaine_date=max(due, jour + timedelta(days=rank)),
        )


def _absences(par: Any, horloge: Horloge) -> None:
    known = [c.username for c in COMPTES_DEMO]
    others = Technicien.objects.exclude(user__username__in=known).filter(archive_le=None)
    for person, nature, days in zip(
        others.order_by("-pk")[:2],
        (NatureAbsence.CONGE, NatureAbsence.FORMATION),
        ((-4, -9), (-1, -2)),
        strict=True,
    ):
        services.creer_absence(
            par=par,
            technicien_id=person.pk,
            debut=horloge.a(days[0], 0),
            fin=horloge.a(days[1], 0),
            nature=nature,
        )

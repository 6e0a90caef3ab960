"""The demo's planning: slots of the days to come and gone, plans, absences; by the services."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from clients.models import Client
from comptes.demo import COMPTES_DEMO
from comptes.models import Utilisateur
from core.models import Evenement
from equipements.choices import StatutEquipement
from equipements.models import Equipement, Famille
from interventions.choices import Statut
from interventions.models import Intervention
from pilotage.demo.accompli import duree_prevue, entretiens_recents, retracer
from pilotage.demo.horloge import Horloge
from planning import services
from planning.calendrier import Calendrier, Plage, reunies
from planning.choices import NatureAbsence
from planning.dates import apres, minuit
from planning.frequences import lire
from planning.libre import debut_libre
from planning.models import Absence
from planning.suggestion import zone_couvre
from techniciens.models import Technicien

NB_PLANS = 40
PAS = timedelta(minutes=30)  # from one place to the next
_ETALES = 6  # days over which work without a rendezvous is spread
_ANNEE = timedelta(days=365)
_TOURNEE = timedelta(days=12)
_RESPONSABLE = "responsable"


def planifier_la_semaine(jour: date) -> None:
    """Slots for work that somebody has and had, plans, and three who are or were away."""
    par = Utilisateur.objects.get(username=_RESPONSABLE)
    horloge = Horloge(jour, Random(0))  # noqa: S311  only its working hours are read
    with override("fr"), transaction.atomic():
        _absences(par, horloge)
        _creneaux(par, horloge)
        _plans(par, jour)
        _plan_de_famille(par, jour)
        retracer(horloge.minuit)
        # Nobody is told: this was agreed on before the demo's day.
        Evenement.objects.all().delete()


def _creneaux(par: Any, horloge: Horloge) -> None:
    rows = Intervention.objects.filter(statut__in=(Statut.AFFECTEE, Statut.EN_COURS))
    calendar = Calendrier.charger([], horloge.jour, horloge.jour + _ANNEE)
    taken: dict[Any, list[Plage]] = defaultdict(list)
    for away in Absence.objects.order_by("debut"):
        taken[away.technicien_id].append(Plage(away.debut, away.fin))
    days = (horloge.jour + timedelta(days=n) for n in range(_ETALES))
    soon = [day for day in days if calendar.travail(None, day)][1]
    # Work under way goes on first; rendezvous that were made keep their hour, those of the next
    # two working days are confirmed; the others are spread over what is left of the days to come.
    for rank, row in enumerate(sorted(rows, key=_tour)):
        length = duree_prevue(row)
        wanted = row.date_planifiee
        if wanted is None and row.statut == Statut.AFFECTEE:
            wanted = horloge.a(-(rank % _ETALES), 8.5 + 2 * (rank % 4))
        wanted = max(wanted or horloge.minuit, horloge.minuit)
        busy = taken[row.technicien_id]
        within = Plage(wanted, wanted + _ANNEE)
        start = debut_libre(calendar, None, quand=within, duree=length, pris=busy) or wanted
        taken[row.technicien_id] = reunies([*busy, Plage(start - PAS, start + length + PAS)])
        slot = services.planifier(
            par=par,
            intervention_id=row.pk,
            date_debut=start,
            date_fin=start + length,
            motif_derogation=_("Convenu avant ce jour") if start < timezone.now() else "",
        )
        if timezone.localdate(start) <= soon:
            services.confirmer(par=par, creneau_id=slot.pk)


def _tour(row: Intervention) -> tuple[bool, bool, Any, int]:
    """Which work chooses its time before which."""
    waits = row.statut == Statut.AFFECTEE
    return waits, row.date_planifiee is None, row.date_planifiee if waits else None, row.pk


def _plans(par: Any, jour: date) -> None:
    """Upkeep as the machines' sheets ask for it; some of it is due these days, none is lost."""
    for rank, machine in enumerate(_machines_suivies(minuit(jour))):
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
            technicien_id=_qualifie(machine.famille, machine.client),
        )


def _machines_suivies(depuis: datetime) -> list[Equipement]:
    """Half of them had a visit in the last weeks; the others are from all over the park."""
    machines = Equipement.objects.exclude(frequence_entretien="").exclude(
        statut=StatutEquipement.RETIRE
    )
    visited = set(entretiens_recents(depuis).values_list("equipement_id", flat=True))
    rows = list(machines.select_related("client", "famille").order_by("pk"))
    seen = [row for row in rows if row.pk in visited][: NB_PLANS // 2]
    others = [row for row in rows if row.pk not in visited]
    wanted = NB_PLANS - len(seen)
    return [*seen, *others[:: max(1, len(others) // wanted)][:wanted]]


def _plan_de_famille(par: Any, jour: date) -> None:
    """One round for the family of which a client has the most machines."""
    machines = Equipement.objects.filter(archive_le=None, famille__isnull=False)
    groups = machines.order_by().values("client_id", "famille_id").annotate(n=Count("pk"))
    most = groups.order_by("-n", "client_id", "famille_id")[0]
    family = Famille.objects.get(pk=most["famille_id"])
    services.creer_modele(
        par=par,
        client_id=most["client_id"],
        famille_id=family.pk,
        titre=f"Tournée de contrôle : {family.nom.lower()}",
        frequence="mensuel",
        premiere_date=jour + _TOURNEE,
        duree_estimee=1,
        technicien_id=_qualifie(family, Client.objects.get(pk=most["client_id"])),
    )


def _qualifie(famille: Famille | None, client: Client) -> int | None:
    """The first technician who holds the skill that the family asks for, of the zone if any is."""
    rows = Technicien.objects.filter(archive_le=None)
    skill = None if famille is None else famille.competence_id
    held = rows.filter(niveaux__competence=skill) if skill is not None else rows.none()
    found = list(held.order_by("pk").values_list("pk", "zone_geographique"))
    near = [pk for pk, zone in found if zone_couvre(zone, client.ville)]
    return next(iter([*near, *(pk for pk, _zone in found)]), None)


def _absences(par: Any, horloge: Horloge) -> None:
    known = [c.username for c in COMPTES_DEMO]
    others = Technicien.objects.exclude(user__username__in=known).filter(archive_le=None)
    for person, nature, days in zip(
        others.order_by("-pk")[:3],
        (NatureAbsence.CONGE, NatureAbsence.FORMATION, NatureAbsence.INDISPONIBLE),
        ((-4, -9), (-1, -2), (2, 1)),
        strict=True,
    ):
        services.creer_absence(
            par=par,
            technicien_id=person.pk,
            debut=horloge.a(days[0], 0),
            fin=horloge.a(days[1], 0),
            nature=nature,
        )

"""What planning is measured on: a team, a crowded week, the visits that ten thousand plans owe.

`python -m bench.semaine` makes the visits and prints what that took, as JSON.
"""

import json
import time
from datetime import date, datetime, timedelta
from typing import Any

import django

TECHNICIENS, PAR_JOUR, JOURS = 50, 8, 5  # 2,000 slots of an hour
EQUIPE = "Semaine pleine"  # whose week that is: one page of the board shows all of it
PLANS = 10_000
EFFECTIF = 500  # technicians at work, at least: among so many somebody is to be sent


def lundi() -> date:
    """The Monday of the crowded week: the one after next."""
    from django.utils import timezone

    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def recruter() -> None:
    """Technicians up to `EFFECTIF`, in the zones of those who are there."""
    from comptes.choices import Role
    from comptes.models import Utilisateur
    from techniciens.models import Technicien

    at_work = Technicien.objects.filter(archive_le=None, user__is_active=True)
    zones = list(at_work.order_by("pk").values_list("zone_geographique", flat=True))
    users = Utilisateur.objects.bulk_create(
        Utilisateur(
            username=f"mesure-{n}",
            email=f"mesure-{n}@mif.example",
            full_name=f"Mesure {n:03}",
            role=Role.TECHNICIEN,
            password="!",  # noqa: S106  nobody signs in
        )
        for n in range(EFFECTIF - len(zones))
    )
    Technicien.objects.bulk_create(
        Technicien(user=user, zone_geographique=zones[n % len(zones)])
        for n, user in enumerate(users)
    )


def remplir() -> None:
    """Every hour of the day of each technician is taken, by one slot each."""
    from django.utils import timezone

    from interventions.models import Intervention
    from planning.choices import Genre
    from planning.models import Creneau, EntreePlanning, Reservation
    from planning.tableau.barres import ECARTES
    from techniciens.models import Technicien

    people = list(Technicien.objects.order_by("pk").values_list("pk", flat=True)[:TECHNICIENS])
    Technicien.objects.filter(pk__in=people).update(equipe=EQUIPE)
    places = [
        (pk, timezone.make_aware(datetime.combine(lundi() + timedelta(days=day), _heure(rank))))
        for pk in people
        for day in range(JOURS)
        for rank in range(PAR_JOUR)
    ]
    held = Intervention.objects.filter(creneau=None, technicien__isnull=False)
    works = held.exclude(statut__in=ECARTES).order_by("-pk")[: len(places)]
    rows = list(works.values_list("pk", "equipement_id"))
    entries = EntreePlanning.objects.bulk_create(
        EntreePlanning(genre=Genre.CRENEAU, equipement_id=machine) for _pk, machine in rows
    )
    hour = timedelta(hours=1)
    slots = Creneau.objects.bulk_create(
        Creneau(entree=entry, intervention_id=work, date_debut=start, date_fin=start + hour)
        for entry, (work, _machine), (_who, start) in zip(entries, rows, places, strict=True)
    )
    Reservation.objects.bulk_create(
        Reservation(planning=slot, technicien_id=who, debut=start, fin=start + hour)
        for slot, (who, start) in zip(slots, places, strict=True)
    )


def _heure(rang: int) -> Any:
    from datetime import time as heure

    return heure(9 + rang)


def generer() -> dict[str, float]:
    """Make what so many plans owe; seconds, and how many visits."""
    from django.utils import timezone

    from equipements.models import Equipement
    from planning import services
    from planning.choices import Genre, Unite
    from planning.models import EntreePlanning, Plan

    today = timezone.localdate()
    machines = list(Equipement.objects.filter(archive_le=None).values_list("pk", flat=True)[:PLANS])
    entries = EntreePlanning.objects.bulk_create(
        EntreePlanning(genre=Genre.PLAN, equipement_id=machines[n % len(machines)])
        for n in range(PLANS)
    )
    Plan.objects.bulk_create(
        Plan(
            entree=entry,
            titre="Mesure",
            intervalle_n=1,
            intervalle_unite=Unite.MOIS,
            ancre=today,
            prochaine_date=today,
            echeance=today,
            generer_le=today,
        )
        for entry in entries
    )
    start = time.perf_counter()
    done = services.generer_preventif()
    return {"secondes": time.perf_counter() - start, "visites": done.visites}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(generer()))

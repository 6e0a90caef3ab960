"""The dashboard's figures, live, over what a person may see; months are Casablanca's.

`taux_resolution`: of the interventions created this month and not cancelled, those that are
closed, in percent with one decimal.
"""

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, Count, IntegerField, Q, QuerySet, When
from django.utils import timezone

from comptes.models import Utilisateur
from core.visibility import voit_tout
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from interventions import cumuls
from interventions.choices import Priorite, Statut, TypeIntervention
from interventions.cumuls import Cumul
from interventions.models import Intervention
from interventions.workflow import OUVERTES

MOIS = 12
_FINIES = frozenset({Statut.CLOTUREE, Statut.ARCHIVEE})


def _debut_de_mois(moment: datetime, recul: int = 0) -> datetime:
    """Midnight of the first day of the month, `recul` months before."""
    zone = ZoneInfo(settings.TIME_ZONE)
    local = moment.astimezone(zone)
    number = local.year * 12 + local.month - 1 - recul
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=zone)


def _comptes(rows: QuerySet[Any], colonne: str) -> Counter[str]:
    counted = rows.order_by().values(colonne).annotate(n=Count("*"))
    return Counter({row[colonne]: row["n"] for row in counted})


def _cumuls(rows: QuerySet[Intervention], bornes: list[datetime], user: Any) -> list[Cumul]:
    """How many there are by type and state, and by which of `bornes` they were created after.

    Who sees all of them is answered from what PostgreSQL keeps: of a million rows 10 ms, where
    counting them takes 300. A row's month is told by where it stands between beginnings: asking the
    time zone's rules for each would take twice as long.
    """
    if cumuls.tenus() and voit_tout(Intervention, user):
        return cumuls.lire(bornes)
    until = [When(date_creation__lt=next_, then=rank) for rank, next_ in enumerate(bornes)]
    counted = (
        rows.order_by()
        .annotate(rang=Case(*until, default=len(bornes), output_field=IntegerField()))
        .values("rang", "type_intervention", "statut")
        .annotate(n=Count("pk"))
    )
    return [Cumul(**row) for row in counted]


def _par_mois(comptes: list[Cumul], debuts: list[datetime]) -> list[dict[str, Any]]:
    """The last twelve months, the empty ones too."""
    found: Counter[tuple[int, str]] = Counter()
    for row in comptes:
        found[row.rang, row.type_intervention] += row.n
    return [
        {"month": f"{start:%Y-%m}", "total": sum(found[rank, t] for t in TypeIntervention.values)}
        | {t: found[rank, t] for t in TypeIntervention.values}
        for rank, start in enumerate(debuts, start=1)
    ]


def tableau(user: Any) -> dict[str, Any]:
    """Everything that the front-end's dashboard shows, in five queries."""
    now = timezone.now()
    rows = Intervention.objects.visible_to(user)
    *starts, end = [_debut_de_mois(now, back) for back in range(MOIS - 1, -2, -1)]
    counts = _cumuls(rows, [*starts, end], user)
    states: Counter[str] = Counter()
    created: Counter[str] = Counter()
    for row in counts:
        states[row.statut] += row.n
        created[row.statut] += row.n if row.rang == MOIS else 0
    kept = created.total() - created[Statut.ANNULEE]
    solved = sum(created[state] for state in _FINIES)
    ended = rows.filter(statut__in=_FINIES, date_fin__gte=starts[-1]).count()
    urgent = _comptes(rows.filter(statut__in=OUVERTES), "priorite")
    machines = _comptes(Equipement.objects.visible_to(user).filter(archive_le=None), "statut")
    people = Utilisateur.objects.visible_to(user).aggregate(
        total=Count("pk"), actifs=Count("pk", filter=Q(is_active=True))
    )
    rate = 100 * solved / kept if kept else 0.0
    return {
        "interventions": {state: states[state] for state in Statut.values}
        | {
            "total": states.total(),
            "terminees": sum(states[state] for state in _FINIES),
            "total_mensuel": created.total(),
            "terminees_mensuel": ended,
        },
        "taux_resolution": round(rate, 1),
        "evolution_mensuelle": _par_mois(counts, starts),
        "priorites": {p: urgent[p] for p in Priorite.values},
        "equipements": {"total": machines.total()}
        | {state: machines[state] for state in StatutEquipement.values},
        "utilisateurs": people,
    }

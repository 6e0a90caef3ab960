"""Machines as lists, trees and details show them, and where their meters stand."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from equipements.choices import StatutEquipement
from equipements.models import PROFONDEUR_MAX, Compteur, Equipement, Releve

# Set once by a higher floor: (user, column of the machine, its values) -> open work orders.
TravailOuvert = Callable[[Any, str, Iterable[int]], Mapping[int, int]]
_travail_ouvert: list[TravailOuvert] = []

# A machine and all that is part of it, whatever the number of roots, in one query.
_DESCENDANCE = """
WITH RECURSIVE sous(racine, id, niveau) AS (
    SELECT id, id, 1 FROM equipements WHERE id IN ({roots})
    UNION ALL
    SELECT sous.racine, e.id, sous.niveau + 1
    FROM equipements e JOIN sous ON e.parent_id = sous.id
    WHERE e.archive_le IS NULL AND sous.niveau < {depth}
)
SELECT sous.racine, e.id, e.statut FROM sous JOIN equipements e ON e.id = sous.id
"""


def avec_noms(rows: QuerySet[Equipement]) -> QuerySet[Equipement]:
    """With the names of client, site, family and parent, in one query."""
    return rows.select_related("client", "site", "famille", "parent")


def enregistrer_travail_ouvert(compter: TravailOuvert) -> None:
    """`compter` tells how many open work orders the person sees, by machine, site or client."""
    _travail_ouvert[:] = [compter]


def travail_ouvert(user: Any, colonne: str, ids: Iterable[int]) -> Mapping[int, int]:
    """Open work by `id`, `site_id` or `client_id` of the machine; none while nobody counts it."""
    wanted = list(ids)
    return _travail_ouvert[0](user, colonne, wanted) if _travail_ouvert and wanted else {}


def descendance(racines: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """For each machine: (id, status) of itself and of what is part of it, archives left out.

    What is part of a visible machine is the same client's, so it is visible too.
    """
    roots = list(racines)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    if roots:
        sql = _DESCENDANCE.format(roots=", ".join(["%s"] * len(roots)), depth=PROFONDEUR_MAX)
        with connection.cursor() as cursor:
            cursor.execute(sql, roots)
            for root, pk, status in cursor.fetchall():
                found[root].append((pk, status))
    return found


def en_panne(statut: str) -> bool:
    """The machine stands still."""
    return statut == StatutEquipement.PANNE


def en_vigueur() -> QuerySet[Releve, Any]:
    """The readings that no later one corrects."""
    return Releve.objects.filter(correction__isnull=True)


def dernier_releve(compteur_id: int) -> Releve | None:
    """The latest in time, as it was read or corrected."""
    return en_vigueur().filter(compteur_id=compteur_id).order_by("-date").first()


def valeur_cumulee(compteur_id: int) -> Decimal | None:
    """What the meter has counted in all, over resets and replacements; None before a reading."""
    last = dernier_releve(compteur_id)
    return None if last is None else last.cumul


def derniers_releves(compteurs: Iterable[int]) -> dict[int, Releve]:
    """The latest reading of each meter that has one, in one query."""
    own = en_vigueur().filter(compteur_id=OuterRef("pk")).order_by("-date")
    last = Compteur.objects.filter(pk__in=list(compteurs)).order_by()
    rows = Releve.objects.filter(pk__in=last.values_list(Subquery(own.values("pk")[:1])))
    return {row.compteur_id: row for row in rows}


def recents(compteurs: Iterable[int], n: int) -> dict[int, list[Releve]]:
    """The `n` latest readings in force of each meter, latest first, in two queries.

    The first finds each meter's `n`th date: a sensor's years of readings are not read for it.
    """
    own = en_vigueur().filter(compteur_id=OuterRef("pk")).order_by("-date").values("date")
    meters = Compteur.objects.filter(pk__in=list(compteurs)).order_by()
    wanted = Q(pk__in=())
    for pk, since in meters.values_list("pk", Subquery(own[n - 1 : n])):
        wanted |= Q(compteur_id=pk) if since is None else Q(compteur_id=pk, date__gte=since)
    found: dict[int, list[Releve]] = defaultdict(list)
    for row in en_vigueur().filter(wanted).select_related("saisi_par").order_by("-date"):
        found[row.compteur_id].append(row)
    return found

"""Writes the rows of the demo, ids included, in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

from clients.models import Client, Contact, Site
from comptes.models import Utilisateur
from core.models import Organisation, Serie
from equipements.models import Equipement, Famille
from interventions.models import (
    Affectation,
    Commentaire,
    Indisponibilite,
    Intervention,
    Segment,
)
from interventions.visibility import HistoriqueIntervention
from pilotage.demo.journal import Journal
from pilotage.demo.monde import Monde
from techniciens.models import Competence, CompetenceTechnicien, Technicien

LOT = 100
ANCIENNETE = timedelta(days=400)  # the firm's own records are older than its work

# Every table that the demo fills: it loads only where all are empty.
MODELES: tuple[Any, ...] = (
    Organisation,
    Serie,
    Utilisateur,
    Competence,
    Famille,
    Technicien,
    CompetenceTechnicien,
    Client,
    Site,
    Contact,
    Equipement,
    Intervention,
    Affectation,
    Segment,
    Commentaire,
    Indisponibilite,
    HistoriqueIntervention,
)


def premiere_table_occupee() -> str | None:
    """Name of a table that holds something already."""
    for modele in MODELES:
        if modele._base_manager.exists():
            return str(modele._meta.verbose_name_plural)
    return None


def _inserer(modele: Any, lignes: Iterable[Model], *instants: str) -> None:
    """Insert, then put back the moments that `auto_now` overwrote in the columns `instants`."""
    rows: Sequence[Any] = list(lignes)
    manager = modele._base_manager
    wanted = [{nom: getattr(row, nom) for nom in instants} for row in rows]
    manager.bulk_create(rows, batch_size=LOT)
    for row, moments in zip(rows, wanted, strict=True):
        for nom, moment in moments.items():
            setattr(row, nom, moment)
    if instants:
        manager.bulk_update(rows, instants, batch_size=LOT)


def ecrire_monde(monde: Monde, minuit: datetime, *, anciennete: timedelta = ANCIENNETE) -> None:
    """What stands before the first intervention, all recorded on one day before it."""
    known_since = minuit - anciennete
    _inserer(Organisation, [monde.organisation])
    _inserer(Utilisateur, monde.comptes)
    _inserer(Competence, monde.competences.values())
    _inserer(Famille, monde.familles.values())
    _inserer(Technicien, (i.technicien for i in monde.intervenants))
    _inserer(CompetenceTechnicien, monde.niveaux)
    _inserer(Client, (f.client for f in monde.firmes))
    _inserer(Site, (s for f in monde.firmes for s in f.sites))
    _inserer(Contact, (c for f in monde.firmes for c in f.contacts))
    _inserer(Equipement, monde.machines())
    for modele in (Organisation, Utilisateur, Technicien, Client, Site, Contact, Equipement):
        modele._base_manager.update(created_at=known_since, updated_at=known_since)


def ecrire_journal(journal: Journal) -> None:
    """The interventions and what hangs on them; their audit rows are written already."""
    _inserer(Intervention, journal.interventions, "created_at", "updated_at")
    _inserer(Affectation, journal.temps.affectations)
    _inserer(Segment, journal.temps.segments)
    _inserer(Commentaire, journal.commentaires, "cree_le")
    _inserer(Indisponibilite, journal.arrets.indisponibilites)
    ecrire_series(journal.series)


def ecrire_series(series: Mapping[int, int]) -> None:
    """The last number given in each year."""
    _inserer(
        Serie,
        (
            Serie(pk=rang, code="INT", annee=annee, dernier=dernier)
            for rang, (annee, dernier) in enumerate(sorted(series.items()), start=1)
        ),
    )


def avancer_sequences() -> None:
    """The next ids come right after those that were written.

    SQLite sees to that by itself, unless higher ids were there before and are gone.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for modele in MODELES:
                last = modele._base_manager.aggregate(dernier=Max("pk"))["dernier"] or 0
                sql = "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
                cursor.execute(sql, [last, modele._meta.db_table])
        for sql in connection.ops.sequence_reset_sql(no_style(), list(MODELES)):
            cursor.execute(sql)

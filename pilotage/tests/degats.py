"""One contradiction of each kind, and the words by which the checker of the demo names it."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from django.db.models import F

from comptes.models import Utilisateur
from core.models import Serie
from equipements.models import Equipement
from interventions.choices import NatureSegment, Statut
from interventions.models import (
    Affectation,
    Commentaire,
    Indisponibilite,
    Intervention,
    Segment,
)
from interventions.visibility import HistoriqueIntervention
from pilotage.demo.horloge import Horloge
from pilotage.tests.conftest import JOUR
from techniciens.models import Technicien

MINUIT = Horloge(JOUR, Random(0)).minuit  # noqa: S311
HEURE = timedelta(hours=1)


def _une(statut: str) -> Any:
    first = Intervention.objects.filter(statut=statut).order_by("pk").values("pk")[:1]
    return Intervention.objects.filter(pk__in=list(first.values_list("pk", flat=True)))


def _premier(rows: Any) -> Any:
    return rows.model.objects.filter(pk=rows.order_by("pk").values_list("pk", flat=True)[0])


def _ligne(**champs: Any) -> None:
    """One more audit row on a piece of closed work, like its last but for `champs`."""
    row = HistoriqueIntervention.objects.filter(statut=Statut.CLOTUREE).latest("history_id")
    row.pk = None
    for nom, valeur in champs.items():
        setattr(row, nom, valeur)
    row.save(force_insert=True)


def _compte(role: str) -> int:
    return int(Utilisateur.objects.filter(role=role).values_list("pk", flat=True)[0])


def _sans_historique() -> None:
    row = Intervention.objects.earliest("pk")
    row.pk, row.numero = None, "INT-2099-000001"
    Intervention.objects.bulk_create([row])


DEGATS: dict[str, tuple[Callable[[], object], str]] = {
    "technicien sans affectation": (
        lambda: _une(Statut.OUVERTE).update(technicien=1),
        "ouverte avec un technicien",
    ),
    "affectation fermée": (
        lambda: Affectation.objects.filter(fin=None).update(fin=F("debut")),
        "affectation ouverte et état",
    ),
    "affectation d’un autre": (
        lambda: Affectation.objects.filter(fin=None).update(technicien=9),
        "l’affectation ouverte est d’un autre",
    ),
    "pause qui manque": (
        lambda: Segment.objects.filter(fin=None, nature=NatureSegment.PAUSE).delete(),
        "segments ouverts et état en_attente",
    ),
    "sans début": (lambda: _une(Statut.EN_COURS).update(date_debut=None), "sans date de début"),
    "fin sans clôture": (
        lambda: _une(Statut.ANNULEE).update(date_fin=MINUIT - HEURE),
        "date de fin sans clôture",
    ),
    "note sans fin": (
        lambda: _une(Statut.OUVERTE).update(satisfaction_client=5),
        "évaluée sans être finie",
    ),
    "désordre": (
        lambda: _une(Statut.CLOTUREE).update(date_affectation=F("date_fin") + HEURE),
        "dates dans le désordre",
    ),
    "avenir": (lambda: _une(Statut.OUVERTE).update(date_statut=MINUIT), "date à venir"),
    "created_at": (lambda: _une(Statut.OUVERTE).update(created_at=MINUIT), "created_at"),
    "segments mêlés": (
        lambda: Segment.objects.exclude(fin=None).update(fin=F("fin") + 500 * HEURE),
        "segments qui se chevauchent",
    ),
    "segment d’un inconnu": (
        lambda: Segment.objects.update(technicien=8),
        "quelqu’un qui n’était pas affecté",
    ),
    "segment hors des dates": (
        lambda: Segment.objects.exclude(fin=None).update(fin=F("fin") + HEURE / 60),
        "segment hors des dates",
    ),
    "durée": (lambda: _une(Statut.CLOTUREE).update(duree_reelle=99), "durée réelle 99"),
    "colonne changée sans trace": (
        lambda: _une(Statut.OUVERTE).update(titre="Autre chose"),
        "l’historique rejoué ne donne pas titre",
    ),
    "version": (
        lambda: _une(Statut.OUVERTE).update(version=9),
        "la dernière ligne n’a pas l’état ou la version",
    ),
    "date_statut": (
        lambda: _une(Statut.OUVERTE).update(date_statut=F("date_statut") - HEURE),
        "date_statut n’est pas celle",
    ),
    "clôture sans passé": (
        _sans_historique,
        "l’historique ne commence pas par la création",
    ),
    "version sautée": (
        lambda: _ligne(version=99),
        "date ou version",
    ),
    "acte d’un client": (
        lambda: _ligne(history_user_id=_compte("client"), action="fin_intervention"),
        "client ne peut pas rectifier",
    ),
    "état d’où l’on ne vient pas": (
        lambda: _ligne(statut=Statut.AFFECTEE, history_user_id=_compte("responsable")),
        "responsable ne peut pas",
    ),
    "acte d’un autre technicien": (
        lambda: _ligne(
            history_user_id=Utilisateur.objects.get(username="d.sabri").pk,
            action="ajout_commentaire",
        ),
        "par un technicien qui ne l’a pas",
    ),
    "deux travaux": (
        lambda: Segment.objects.filter(nature=NatureSegment.TRAVAIL).update(technicien=1),
        "deux travaux à la fois",
    ),
    "technicien parti": (
        lambda: Technicien.objects.filter(pk=1).update(archive_le=MINUIT),
        "du travail ouvert chez un technicien parti",
    ),
    "machine réparée d’elle-même": (
        lambda: Equipement.objects.filter(statut="panne").update(statut="operationnel"),
        "statut, arrêts ouverts et indisponibilité",
    ),
    "indisponibilité fermée": (
        lambda: Indisponibilite.objects.filter(fin=None).update(fin=F("debut")),
        "statut, arrêts ouverts et indisponibilité",
    ),
    "dernière maintenance": (
        lambda: Equipement.objects.update(derniere_maintenance=None),
        "dernière maintenance",
    ),
    "machine retirée": (
        lambda: Equipement.objects.update(statut="retire"),
        "du travail ouvert sur une machine retirée",
    ),
    "numéro": (
        lambda: _premier(Intervention.objects.all()).update(numero="INT-2025-000999"),
        "numéro hors de la suite",
    ),
    "tour": (
        lambda: _premier(Intervention.objects.all()).update(date_creation=MINUIT - HEURE),
        "numéro avant son tour",
    ),
    "série": (lambda: Serie.objects.update(dernier=1), "séries"),
    "commentaire": (
        lambda: _premier(Commentaire.objects.filter(auteur__role="client")).update(
            visible_client=False
        ),
        "d’un client, interne",
    ),
    "commentaire d’un autre jour": (
        lambda: _premier(Commentaire.objects.all()).update(cree_le=MINUIT),
        "sans sa ligne d’historique",
    ),
    "commentaire perdu": (
        lambda: _premier(Commentaire.objects.all()).delete(),
        "lignes d’historique sans commentaire",
    ),
}

"""The demo's meters: hours run by compressors, generators and trucks, read on monthly rounds."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.utils.translation import override

from comptes.models import Utilisateur
from equipements import services
from equipements.choices import NatureReleve, SourceReleve, StatutEquipement
from equipements.models import Compteur, Equipement
from pilotage.demo.donnees.parc import FAMILLES
from pilotage.demo.horloge import Horloge

_COMPTEES = tuple(FAMILLES[nom].nom for nom in ("air", "energie", "manutention"))
_PAR_FIRME, _RELEVES = 2, 6
_MOIS, _DERNIER = 30, 4  # days between rounds, and since the last one


def relever_le_parc(jour: date, graine: int) -> None:
    """A meter on some machines of each firm, and six months of readings on each."""
    par = Utilisateur.objects.get(username="responsable")
    alea = Random(f"{graine}-compteurs")  # noqa: S311  believable, not secret
    horloge = Horloge(jour, alea)
    rows = Equipement.objects.filter(parent=None, archive_le=None, famille__nom__in=_COMPTEES)
    seen: dict[int, int] = {}
    with override("fr"), transaction.atomic():
        for machine in rows.exclude(statut=StatutEquipement.RETIRE).order_by("pk"):
            rank = seen[machine.client_id] = seen.get(machine.client_id, 0) + 1
            if rank <= _PAR_FIRME:
                _relever(par, _compteur(par, machine), horloge=horloge, alea=alea)


def _compteur(par: Any, machine: Equipement) -> Compteur:
    return services.creer_compteur(
        par=par,
        equipement_id=machine.pk,
        nom="Heures de marche",
        unite="h",
        max_par_jour=Decimal(24),
    )


def _relever(par: Any, compteur: Compteur, *, horloge: Horloge, alea: Random) -> None:
    """Once a month; one display in ten was replaced half-way and began again."""
    value, rate = Decimal(alea.randint(400, 18_000)), alea.uniform(3, 15)
    replaced = _RELEVES // 2 if alea.random() < 0.1 else None  # noqa: PLR2004
    for rank in range(_RELEVES):
        when = horloge.a(_DERNIER + _MOIS * (_RELEVES - 1 - rank), alea.uniform(9, 16))
        fact: dict[str, Any] = {}
        if rank == replaced:
            value = Decimal(alea.randint(0, 5))
            fact = {"nature": NatureReleve.REMPLACEMENT, "motif": "Afficheur hors service"}
        services.relever(
            par=par,
            compteur_id=compteur.pk,
            lecture=services.Lecture(valeur=value, date=when, source=SourceReleve.TOURNEE, **fact),
        )
        value += Decimal(round(rate * alea.uniform(0.8, 1.2) * _MOIS))

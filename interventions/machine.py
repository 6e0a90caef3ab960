"""The machine's status follows the facts: open work with `arret_machine` means it stands still."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Conflit
from equipements.choices import StatutEquipement
from equipements.models import Equipement
from equipements.services import annoncer_statut
from interventions.choices import CauseIndisponibilite
from interventions.models import Indisponibilite, Intervention
from interventions.workflow import OUVERTES


def arrets_ouverts(equipement: Equipement) -> list[Intervention]:
    """Open work that keeps the machine stopped, oldest first."""
    rows = Intervention.objects.filter(
        equipement=equipement, arret_machine=True, statut__in=OUVERTES
    )
    return list(rows.order_by("id"))


def suivre(equipement: Equipement, moment: datetime, *, par: Any) -> None:
    """Bring status and downtime in line with the facts; call with the machine's row locked.

    Derived from all open work rather than from the one that just moved, so that two last
    closings at once cannot leave the machine in `panne`.
    """
    stops = arrets_ouverts(equipement)
    downtime = Indisponibilite.objects.filter(equipement=equipement, fin__isnull=True).first()
    if stops and downtime is None:
        Indisponibilite.objects.create(
            equipement=equipement,
            debut=moment,
            cause=CauseIndisponibilite.PANNE,
            intervention=stops[0],
        )
    if not stops and downtime is not None:
        downtime.fin = max(moment, downtime.debut)
        downtime.save(update_fields=["fin"])
    wanted = _statut_voulu(equipement, arret=bool(stops), fini=downtime is not None and not stops)
    if wanted != equipement.statut:
        before, equipement.statut = equipement.statut, wanted
        equipement.save(update_fields=["statut", "updated_at"])
        annoncer_statut(equipement, de=before, par=par)


def _statut_voulu(equipement: Equipement, *, arret: bool, fini: bool) -> str:
    if arret:
        return StatutEquipement.PANNE
    if fini and equipement.statut == StatutEquipement.PANNE:
        return StatutEquipement.OPERATIONNEL
    return equipement.statut


def refuser_statut_contraire(*, equipement: Equipement, statut: str) -> None:
    """Takes part in `equipements.changer_statut`: open work outweighs a status set by hand."""
    stops = arrets_ouverts(equipement)
    if stops and statut != StatutEquipement.PANNE:
        raise Conflit(
            _("%(numero)s maintient cette machine à l’arrêt : clôturez-la d’abord.")
            % {"numero": stops[0].numero},
            etat={"statut": StatutEquipement.PANNE},
        )
    if statut == StatutEquipement.RETIRE:
        refuser_travail_ouvert(equipement=equipement)


def refuser_travail_ouvert(*, equipement: Equipement) -> None:
    """Takes part in `equipements.archiver`: a machine with open work stays."""
    row = Intervention.objects.filter(equipement=equipement, statut__in=OUVERTES).first()
    if row is not None:
        raise Conflit(
            _("%(numero)s est encore ouverte sur cette machine.") % {"numero": row.numero}
        )

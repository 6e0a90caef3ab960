"""Plans of a family at a client: each of its machines has a plan, new ones from the next run on."""

import logging
from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Client
from comptes.systeme import SYSTEME
from core.errors import Conflit, DomainError, Introuvable, Invalide, VersionPerimee
from core.validation import exiger, refuser_autres
from equipements.choices import StatutEquipement
from equipements.models import Equipement, Famille
from planning.models import ModelePlan, Plan
from planning.permissions import exiger_planification
from planning.services.echeances import exiger_jour
from planning.services.plans import arreter_plan, creer_plan, modifier_plan
from planning.services.regles import CHAMPS_REGLE, controler, poser

journal = logging.getLogger(__name__)


def creer_modele(
    *, par: Any, client_id: int, famille_id: int, premiere_date: date, **champs: Any
) -> ModelePlan:
    """The same upkeep for all machines of a family at a client; those that there are get it now."""
    exiger_planification(par)
    refuser_autres(champs, CHAMPS_REGLE)
    exiger(premiere_date=premiere_date, client_id=client_id, famille_id=famille_id)
    with transaction.atomic():
        row = ModelePlan(client_id=client_id, famille_id=famille_id, premiere_date=premiere_date)
        _controler_ou(row, par)
        poser(row, champs, par)
        row.titre = row.titre or _("Entretien %(frequence)s") % {"frequence": row.frequence}
        _controler(row, champs)
        row.save()
        _synchroniser(row, par)
    return row


def modifier_modele(
    *, par: Any, modele_id: int, champs: Mapping[str, Any], version: int | None = None
) -> ModelePlan:
    """Change what is done and when, for all machines of the family; each keeps its own days."""
    refuser_autres(champs, CHAMPS_REGLE)
    with transaction.atomic():
        row = _verrouiller(modele_id, par, version)
        if "titre" in champs:
            exiger(titre=champs["titre"])
        changed = poser(row, champs, par)
        if not changed:
            return row
        _controler(row, changed)
        row.version += 1
        row.save()
        for plan in _plans(row):
            modifier_plan(par=par, plan_id=plan.pk, champs=champs)
    return row


def arreter_modele(*, par: Any, modele_id: int, version: int | None = None) -> ModelePlan:
    """No machine of the family gets it any more, and the plans that there are stop."""
    with transaction.atomic():
        row = _verrouiller(modele_id, par, version)
        row.actif = False
        row.version += 1
        row.save()
        for plan in _plans(row):
            arreter_plan(par=par, plan_id=plan.pk)
    return row


def synchroniser() -> int:
    """Before a run: plans for machines that have come, none for those that have left; how many."""
    done = 0
    for row in ModelePlan.objects.filter(actif=True).order_by("pk"):
        try:
            with transaction.atomic():
                locked = ModelePlan.objects.select_for_update(no_key=True).get(pk=row.pk)
                done += _synchroniser(locked, SYSTEME) if locked.actif else 0
        except (DatabaseError, DomainError):
            journal.exception("preventif: plan de famille %s", row.pk)
    return done


def _synchroniser(row: ModelePlan, par: Any) -> int:
    machines = Equipement.objects.filter(
        client_id=row.client_id, famille_id=row.famille_id, archive_le__isnull=True
    ).exclude(statut=StatutEquipement.RETIRE)
    had = Plan.objects.filter(modele=row).values("entree__equipement_id")
    missing = list(machines.exclude(pk__in=had).order_by("pk").values_list("pk", flat=True))
    gone = _plans(row).exclude(entree__equipement__in=machines)
    for plan in gone:
        arreter_plan(par=par, plan_id=plan.pk)
    if not missing:
        return 0
    rule = {name: getattr(row, name) for name in CHAMPS_REGLE - {"frequence", "rrule"}}
    when = {"rrule": row.rrule} if row.rrule else {"frequence": row.frequence}
    first = _premiere(row)
    for pk in missing:
        creer_plan(par=par, equipement_id=pk, modele=row, prochaine_date=first, **rule, **when)
    return len(missing)


def _premiere(row: ModelePlan) -> date:
    """The first due day that is not over."""
    start = max(row.premiere_date, timezone.localdate())
    return exiger_jour(row, next(row.serie.depuis(row.premiere_date, start), None))


def _plans(row: ModelePlan) -> Any:
    """Of its machines, in the order in which machines are locked."""
    return Plan.objects.filter(modele=row, actif=True).order_by("entree__equipement_id", "pk")


def _controler(row: ModelePlan, changees: Container[str]) -> None:
    controler(row, {f.name for f in ModelePlan._meta.concrete_fields}, changees)
    _premiere(row)


def _controler_ou(row: ModelePlan, par: Any) -> None:
    firms = Client.objects.visible_to(par).filter(pk=row.client_id, archive_le__isnull=True)
    for name, rows in (
        ("client_id", firms),
        ("famille_id", Famille.objects.visible_to(par).filter(pk=row.famille_id)),
    ):
        if not rows.exists():
            text = _("Choisissez un client et une famille.")
            raise Invalide(text, {name: [text]})


def _verrouiller(modele_id: int, par: Any, version: int | None) -> ModelePlan:
    """The row, locked: machines are locked after it, each with its plan."""
    seen = ModelePlan.objects.visible_to(par).filter(pk=modele_id)
    row = seen.select_for_update(no_key=True).first()
    if row is None:
        raise Introuvable(_("Plan de famille introuvable."))
    exiger_planification(par)
    if not row.actif:
        raise Conflit(_("Ce plan est arrêté."), etat={"version": row.version})
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("Ce plan a changé depuis que vous l’avez ouvert."),
            etat={"version": row.version, "version_lue": version},
        )
    return row

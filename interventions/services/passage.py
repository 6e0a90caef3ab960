"""The kernel of every act: lock, check, act, follow, record, tell; whole or not at all.

Locks are always taken in this order: machine, intervention, then what other apps hold.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.errors import Conflit, Interdit, Introuvable, VersionPerimee
from core.outbox import publier
from equipements.models import Equipement
from interventions import audit, machine
from interventions.actions import registre
from interventions.choices import Statut
from interventions.events import EVENEMENTS
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention, acteur_de
from interventions.workflow import (
    ACTIONS,
    ANNEXES,
    OUVERTES,
    Acteur,
    Action,
    actions_possibles,
)


@dataclass
class Passage:
    """One act under way on a locked intervention; the body fills the changes and the words."""

    action: Action
    intervention: Intervention
    acteur: Acteur
    par: Any
    moment: datetime
    avant: audit.Valeurs
    description: str = ""
    complements: audit.Valeurs = field(default_factory=dict)
    interne: bool = False
    avertissements: list[str] = field(default_factory=list)
    sans_effet: bool = False  # the body found nothing to change: no row, no version, no event


def etat(intervention: Intervention, par: Any) -> dict[str, Any]:
    """Where the intervention stands, for the answer to a refusal."""
    return {
        "statut": intervention.statut,
        "version": intervention.version,
        "actions_possibles": actions_possibles(intervention.statut, acteur_de(par, intervention)),
    }


def verrouiller(intervention_id: int, par: Any) -> Intervention:
    """The intervention, its machine locked first; `Introuvable` for whom may not see it.

    Visibility is asked again in a statement that begins once the machine is locked, which every
    act locks first: whoever lost the row while waiting gets the same answer as a stranger.
    """
    visible = Intervention.objects.visible_to(par).filter(pk=intervention_id)
    # no_key: nobody changes keys, and rows that point here (new work) need not wait.
    machines = Equipement.objects.select_for_update(no_key=True).order_by()
    found = machines.filter(pk__in=visible.values("equipement_id")).values_list("pk")
    row = visible.select_for_update(no_key=True, of=("self",)).select_related(
        "equipement__famille__competence", "client", "technicien__user"
    )
    locked = row.first() if list(found) else None
    if locked is None:
        raise Introuvable(_("Intervention introuvable."))
    return locked


def depuis(intervention: Intervention, version: int, par: Any) -> list[dict[str, Any]]:
    """What happened after `version`, in words, as far as `par` may read it."""
    rows = HistoriqueIntervention.objects.visible_to(par).filter(
        id=intervention.pk, version__gt=version
    )
    return [
        {"action": r.action, "description": r.description_acte, "horodatage": r.history_date}
        for r in rows.order_by("history_id")[:20]
    ]


def _controler_version(row: Intervention, version: int | None, par: Any) -> None:
    if version is not None and version != row.version:
        raise VersionPerimee(
            _("%(numero)s a changé depuis que vous l’avez ouverte.") % {"numero": row.numero},
            etat=etat(row, par) | {"version_lue": version, "depuis": depuis(row, version, par)},
        )


def _controler(action: Action, row: Intervention, par: Any) -> Acteur:
    """What `par` is to the row, if the table lets it do this now."""
    acteur = acteur_de(par, row)
    if acteur is None or acteur not in action.qui:
        raise Interdit(
            _("« %(action)s » ne vous est pas permis sur %(numero)s.")
            % {"action": action.libelle, "numero": row.numero}
        )
    if not action.permise(row.statut, acteur):
        raise Conflit(
            _("« %(action)s » n’est pas possible : %(numero)s est « %(statut)s ».")
            % {
                "action": action.libelle,
                "numero": row.numero,
                "statut": row.get_statut_display(),
            },
            etat=etat(row, par),
        )
    return acteur


@contextmanager
def passage(
    nom: str, *, intervention_id: int, par: Any, version: int | None = None
) -> Iterator[Passage]:
    """Open an act: the body changes `p.intervention` in memory, the rest is done on leaving.

    Raises `Introuvable`, `Interdit`, `Conflit` (wrong state), `VersionPerimee`, and whatever
    the body or a registered function of a higher app refuses; then nothing has happened.
    """
    with _ouvrir(ACTIONS[nom], intervention_id, par=par, version=version) as p:
        yield p


@contextmanager
def annexer(nom: str, *, intervention_id: int, par: Any) -> Iterator[Passage]:
    """Open an act of an app above (`workflow.ANNEXES`): the same locks, rights and trail."""
    with _ouvrir(ANNEXES[nom], intervention_id, par=par, version=None) as p:
        yield p


@contextmanager
def _ouvrir(
    action: Action, intervention_id: int, *, par: Any, version: int | None
) -> Iterator[Passage]:
    with transaction.atomic():
        row = verrouiller(intervention_id, par)
        acteur = _controler(action, row, par)
        _controler_version(row, version, par)
        # A clock that steps back must not make an act end before it began.
        moment = max(timezone.now(), row.date_statut)
        p = Passage(action, row, acteur, par, moment, audit.cliche(row))
        with override("fr"):  # the trail is kept in one language
            yield p
            if not p.sans_effet:
                _conclure(p)


def _conclure(p: Passage) -> None:
    row, action = p.intervention, p.action
    de = row.statut
    if action.vers is not None:
        row.statut = action.vers
        row.date_statut = p.moment
    registre.appeler(action.nom, passage=p)
    if action.version:
        row.version += 1
    # An act of an app above may move a column too (`date_planifiee`) without raising the version.
    if action.version or audit.cliche(row) != p.avant:
        audit.sauver(row)
    acte = audit.Acte(
        action=action.audit,
        description=p.description or str(action.libelle),
        par=p.par,
        moment=p.moment,
        complements=p.complements,
        interne=p.interne,
    )
    audit.inscrire(row, acte, p.avant)
    stopped = de in OUVERTES and p.avant["arret_machine"]
    if stopped != (row.statut in OUVERTES and row.arret_machine):
        machine.suivre(row.equipement, p.moment, par=p.par)
    objets = {"technicien_id": row.technicien_id, "avant_id": p.avant["technicien_id"]}
    annoncer(action.nom, row, par=p.par, de=de, objets=p.complements | objets)


def annoncer(
    nom: str, row: Intervention, *, par: Any, de: str | Statut, objets: audit.Valeurs | None = None
) -> None:
    """Publish the act's event in the same transaction, with those `objets` (ids) that it names."""
    kind = EVENEMENTS[nom]
    more = {name: pk for name, pk in (objets or {}).items() if name in kind.__dataclass_fields__}
    publier(
        kind(
            intervention_id=row.pk,
            version=row.version,
            par_id=par.pk,
            de=str(de),
            vers=str(row.statut),
            **more,
        )
    )

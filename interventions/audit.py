"""Writing the audit trail: one row per act, in the act's transaction, by this module alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from comptes.choices import Role
from core.contexte import Canal, contexte_courant
from core.visibility import politique
from interventions.choices import ActionHistorique
from interventions.models import Intervention

# Bookkeeping that says nothing beside the act itself.
_hors_difference = frozenset(
    {"id", "version", "recherche", "created_at", "updated_at", "date_statut"}
)

Valeurs = dict[str, Any]

# Taken once: each access to `Intervention.history` builds a manager class anew.
_lignes = Intervention.history


def _json(value: Any) -> Any:
    """Instants in UTC ISO 8601, decimals as text (exact), the rest as it is."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_fixed_timezone(0)).isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _colonnes() -> list[models.Field[Any, Any]]:
    return [f for f in Intervention._meta.concrete_fields if f.attname not in _hors_difference]


def cliche(intervention: Intervention) -> Valeurs:
    """The audited columns as they stand."""
    return {f.attname: getattr(intervention, f.attname) for f in _colonnes()}


def difference(avant: Valeurs, apres: Valeurs) -> tuple[Valeurs, Valeurs]:
    """Old and new values of the columns that changed, ready for JSON."""
    changed = [name for name in apres if avant.get(name) != apres[name]]
    old = {name: _json(avant.get(name)) for name in changed}
    return old, {name: _json(apres[name]) for name in changed}


def _interne(noms: set[str]) -> bool:
    """Tell whether the client may see none of these columns."""
    policy = politique(Intervention)
    return bool(noms) and policy is not None and noms <= policy.cachees[Role.CLIENT]


def sauver(intervention: Intervention) -> None:
    """Save without django-simple-history's own row, which would have no action.

    The flag does not outlive the call: any later `save()` from elsewhere fails on the CHECK.
    """
    intervention.skip_history_when_saving = True
    try:
        intervention.save()
    finally:
        del intervention.skip_history_when_saving


@dataclass(frozen=True, kw_only=True)
class Acte:
    """What was done, by whom and when; `complements` are facts beside the columns (motif...)."""

    action: ActionHistorique
    description: str
    par: Any
    moment: datetime
    complements: Valeurs = field(default_factory=dict)
    interne: bool = False
    creation: bool = False


@dataclass(frozen=True, kw_only=True)
class ActeRepris:
    """What another program recorded of an intervention, or that it was taken over from there."""

    intervention: Intervention
    action: str
    description: str
    auteur_id: int | None
    moment: datetime
    ancienne: Valeurs = field(default_factory=dict)
    nouvelle: Valeurs = field(default_factory=dict)
    interne: bool = True
    adresse_ip: str | None = None
    user_agent: str = ""
    request_id: str = ""

    def ligne(self) -> Any:
        """The row; its snapshot is the intervention as it was taken over."""
        return _lignes.model(
            **_cliche_entier(self.intervention),
            history_date=self.moment,
            history_type="+" if self.action == ActionHistorique.CREATION else "~",
            history_user_id=self.auteur_id,
            action=self.action,
            description_acte=self.description,
            ancienne_valeur=self.ancienne or None,
            nouvelle_valeur=self.nouvelle or None,
            interne=self.interne,
            adresse_ip=self.adresse_ip,
            user_agent=self.user_agent,
            request_id=self.request_id,
            canal=Canal.REPRISE,
        )


def inscrire_reprises(actes: Sequence[ActeRepris]) -> list[int]:
    """Write many rows of another program's trail in their order; gives their ids."""
    rows = _lignes.model._base_manager.bulk_create([a.ligne() for a in actes], batch_size=200)
    return [row.history_id for row in rows]


def _attributs(
    intervention: Intervention, acte: Acte, avant: Valeurs | None = None
) -> dict[str, Any]:
    """The row's columns beside the snapshot."""
    old: Valeurs = {}
    new: Valeurs = {}
    if acte.creation:
        new = {n: _json(v) for n, v in cliche(intervention).items() if v not in (None, "")}
    elif avant is not None:
        old, new = difference(avant, cliche(intervention))
    contexte = contexte_courant()
    return {
        "history_user_id": acte.par.pk,
        "action": acte.action,
        "description_acte": acte.description,
        "ancienne_valeur": old or None,
        "nouvelle_valeur": (new | acte.complements) or None,
        "interne": acte.interne or _interne(set(new)),
        "adresse_ip": contexte.adresse_ip,
        "user_agent": contexte.user_agent,
        "request_id": contexte.request_id,
        "canal": contexte.canal,
    }


def inscrire(intervention: Intervention, acte: Acte, avant: Valeurs | None = None) -> None:
    """Write the audit row of `acte`; `avant` is the snapshot taken before it, if columns moved."""
    _lignes.bulk_history_create(
        [intervention],
        update=not acte.creation,
        default_date=acte.moment,
        custom_historical_attrs=_attributs(intervention, acte, avant),
    )


def inscrire_lot(creations: Sequence[tuple[Intervention, Acte]]) -> None:
    """Write the audit rows of many creations in one statement."""
    _lignes.model._base_manager.bulk_create(
        [
            _lignes.model(
                **_cliche_entier(row),
                history_date=acte.moment,
                history_type="+",
                **_attributs(row, acte),
            )
            for row, acte in creations
        ]
    )


def _cliche_entier(intervention: Intervention) -> Valeurs:
    return {f.attname: getattr(intervention, f.attname) for f in _lignes.model.tracked_fields}

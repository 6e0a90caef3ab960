"""An event as signals: which row changed, and the accounts that see it now.

A signal says no more than type, id and version: whoever hears it asks for the row by the ordinary
page or API, where the rights are.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from comptes.choices import Role
from comptes.models import Utilisateur
from core.outbox import Remise
from documents.models import Document
from equipements.events import EquipementArchive, EquipementRetabli, StatutEquipementChange
from equipements.models import Equipement
from interventions.events import EVENEMENTS, CommentaireAjoute
from interventions.models import Commentaire, Intervention
from interventions.visibility import comptes_qui_voient, comptes_qui_voient_le_client
from notifications.events import NotificationsEcrites
from planning.events import AbsenceModifiee, AbsenceRetiree, AbsenceSaisie
from techniciens.events import TechnicienArchive, TechnicienRetabli
from techniciens.visibility import comptes_qui_suivent

# Channels, and the type of signal that each carries.
CANAUX = {
    "interventions": "intervention",
    "techniciens": "technicien",
    "equipements": "equipement",
    "messages": "message",
    "notifications": "notification",
}


@dataclass(frozen=True)
class Signal:
    """`pour` are ids of accounts. `v` is the row's version, or the event's number: it never falls.

    A message leaves the version of its intervention, which is told of again all the same.
    """

    t: str
    id: int
    v: int
    pour: list[int]

    def brut(self) -> dict[str, Any]:
        """As the channel layer carries it."""
        return asdict(self)


def lire(remise: Remise) -> list[Signal]:
    """What the event changes, for those who see it; nothing of rows that are gone."""
    return [signal for signal in _LECTEURS[remise.type](remise) if signal.pour]


def _comptes(condition: Q) -> list[int]:
    rows = Utilisateur.objects.filter(condition, is_active=True)
    return list(rows.order_by().values_list("pk", flat=True))


def _intervention(remise: Remise) -> Iterator[Signal]:
    data = remise.donnees
    row = Intervention.objects.filter(pk=data["intervention_id"]).first()
    if row is None:
        return
    seen, internal = comptes_qui_voient(row), _interne(remise)
    if internal:
        seen &= ~Q(role=Role.CLIENT)
    people = _comptes(seen)
    yield Signal("intervention", row.pk, data["version"], people)
    if remise.type == CommentaireAjoute.type and not internal:
        yield Signal("message", row.pk, remise.evenement_id, people)
    for held in {data.get("technicien_id"), data.get("avant_id"), row.technicien_id}:
        if held is not None:
            yield _du_technicien(held, remise)


def _interne(remise: Remise) -> bool:
    """What it adds is not shown to clients; what cannot be found any more is taken as internal."""
    for name, rows in (
        ("commentaire_id", Commentaire.objects.all()),
        ("document_id", Document.objects.all()),
    ):
        if name in remise.donnees:
            return not rows.filter(pk=remise.donnees[name], visible_client=True).exists()
    return False


def _du_technicien(pk: int, remise: Remise) -> Signal:
    # The profile has no version: events are numbered as they happen.
    return Signal("technicien", pk, remise.evenement_id, _comptes(comptes_qui_suivent(pk)))


def _technicien(remise: Remise) -> Iterator[Signal]:
    yield _du_technicien(remise.donnees["technicien_id"], remise)


def _equipement(remise: Remise) -> Iterator[Signal]:
    machine = Equipement.objects.filter(pk=remise.donnees["equipement_id"]).first()
    if machine is not None:
        people = _comptes(comptes_qui_voient_le_client(machine.client_id))
        yield Signal("equipement", machine.pk, remise.evenement_id, people)


def _notification(remise: Remise) -> Iterator[Signal]:
    yield Signal(
        "notification", 0, remise.evenement_id, _comptes(Q(pk__in=remise.donnees["user_ids"]))
    )


_LECTEURS: dict[str, Callable[[Remise], Iterator[Signal]]] = {
    **{event.type: _intervention for event in EVENEMENTS.values()},
    **dict.fromkeys(
        (
            AbsenceSaisie.type,
            AbsenceModifiee.type,
            AbsenceRetiree.type,
            TechnicienArchive.type,
            TechnicienRetabli.type,
        ),
        _technicien,
    ),
    **dict.fromkeys(
        (StatutEquipementChange.type, EquipementArchive.type, EquipementRetabli.type), _equipement
    ),
    NotificationsEcrites.type: _notification,
}
TYPES = frozenset(_LECTEURS)

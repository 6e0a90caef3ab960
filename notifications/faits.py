"""What happened, read again when it is told: the rows that an event names, and who sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from comptes.choices import Role
from comptes.models import Utilisateur
from core.outbox import Remise
from documents.models import Document
from equipements.models import Equipement
from interventions.models import Commentaire, Intervention
from interventions.visibility import comptes_qui_voient
from planning.models import Creneau, Reservation
from techniciens.models import CompetenceTechnicien, Technicien

_INTERNES = Q(role__in=[role for role in Role if role != Role.CLIENT])


@dataclass
class Fait:
    """An event and its rows as they are now; None for what it does not name, or what is gone."""

    type: str
    donnees: Mapping[str, Any]
    intervention: Intervention | None = None
    equipement: Equipement | None = None
    creneau: Creneau | None = None
    niveau: CompetenceTechnicien | None = None
    piece: Commentaire | Document | None = None
    gardes: dict[str, Any] = field(default_factory=dict)  # what `metadata` keeps, for the link

    def nombre(self, nom: str) -> int:
        """A number of the event; 0 for none, which is no row's id."""
        return int(self.donnees.get(nom) or 0)

    def comptes(self) -> QuerySet[Utilisateur, Any]:
        """The active accounts that see what it tells of: the rules of rows from their other end."""
        rows: QuerySet[Utilisateur, Any] = Utilisateur.objects.filter(self._voient, is_active=True)
        return rows

    @cached_property
    def _voient(self) -> Q:
        if self.niveau is not None:
            chiefs = Q(role__in=[Role.ADMIN, Role.RESPONSABLE])
            return chiefs | Q(role=Role.TECHNICIEN, pk=self.niveau.technicien.user_id)
        if self.intervention is None:
            return _de_la_machine(self.equipement) if self.equipement else Q(pk__in=[])
        seen = comptes_qui_voient(self.intervention)
        if self.creneau is not None:
            seen |= Q(role=Role.TECHNICIEN, pk__in=_reserves(self.creneau).values("user_id"))
        if self.piece is not None and not self.piece.visible_client:
            seen &= _INTERNES
        return seen


def _reserves(creneau: Creneau) -> QuerySet[Technicien, Any]:
    """Technicians whose time the slot has; beside the holder they see the slot alone."""
    taken = Reservation.objects.filter(planning=creneau).values("technicien_id")
    rows: QuerySet[Technicien, Any] = Technicien.objects.filter(archive_le=None, pk__in=taken)
    return rows.order_by()


def _de_la_machine(machine: Equipement) -> Q:
    """Those who manage, and its owner's logins."""
    owner = machine.client
    own = Q(pk=owner.user_id or 0) | Q(pk__in=owner.contacts.order_by().values("user_id"))
    return Q(role__in=[Role.ADMIN, Role.RESPONSABLE]) | (Q(role=Role.CLIENT) & own)


def lire(remise: Remise) -> Fait | None:
    """The fact; None when what it is about is gone: there is nothing left to tell."""
    fait = Fait(type=remise.type, donnees=remise.donnees)
    family = remise.type.partition(".")[0]
    reader = {"intervention": _intervention, "equipement": _equipement, "technicien": _niveau}
    return fait if reader[family](fait) else None


def _intervention(fait: Fait) -> bool:
    rows = Intervention.objects.select_related("equipement__site", "technicien__user")
    fait.intervention = rows.filter(pk=fait.nombre("intervention_id")).first()
    if fait.intervention is None:
        return False
    fait.equipement = fait.intervention.equipement
    if "creneau_id" in fait.donnees:
        fait.creneau = Creneau.objects.filter(pk=fait.nombre("creneau_id")).first()
    if "commentaire_id" in fait.donnees:
        fait.piece = Commentaire.objects.filter(pk=fait.nombre("commentaire_id")).first()
    elif "document_id" in fait.donnees:
        kept = Document.objects.filter(retire_le=None)
        fait.piece = kept.filter(pk=fait.nombre("document_id")).first()
    else:
        return True
    # Who may see it is not known without it.
    return fait.piece is not None


def _equipement(fait: Fait) -> bool:
    rows = Equipement.objects.select_related("client", "site").filter(archive_le=None)
    fait.equipement = rows.filter(pk=fait.nombre("equipement_id")).first()
    fait.gardes = {"equipement_id": fait.nombre("equipement_id")}
    return fait.equipement is not None


def _niveau(fait: Fait) -> bool:
    rows = CompetenceTechnicien.objects.select_related("technicien__user", "competence")
    rows = rows.filter(technicien__archive_le=None, certification_expire_le__isnull=False)
    fait.niveau = rows.filter(pk=fait.nombre("niveau_id")).first()
    fait.gardes = {"technicien_id": fait.nombre("technicien_id")}
    return fait.niveau is not None

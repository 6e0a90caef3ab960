"""What each enum label of the older backend becomes: one table per enum, read in one place.

Labels are compared folded (no case, no accents, `_` for spaces and dashes), so that `EN COURS`,
`en-cours` and `En_cours` are one. Our own values stand for themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import TextChoices

from clients.choices import NiveauService, TypeClient
from comptes.choices import Role
from core.texte import plier
from documents.choices import TypeDocument
from equipements.choices import Criticite, StatutEquipement
from interventions.choices import ActionHistorique, Priorite, Statut, TypeIntervention
from notifications.choices import ANCIENS_TYPES, CanalNotification, TypeNotification
from techniciens.choices import Disponibilite, Niveau


def etiquette(valeur: Any) -> str:
    """A label as it is compared; `Role.ADMIN`, as some versions store it, is `admin`."""
    words = plier(str(valeur)).replace("-", " ").replace("_", " ").split()
    return "_".join(words).rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Enumeration:
    """`autres` are labels beside our own; `inconnue` is what an unknown one becomes.

    `absente` is what NULL becomes. `inconnue` None: the row is refused.
    """

    choix: type[TextChoices]
    absente: str
    inconnue: str | None
    autres: Mapping[str, str] = field(default_factory=dict)

    def lire(self, valeur: Any) -> str | None:
        """Our value, or None for a label that nobody knows."""
        label = etiquette(valeur)
        return _notres(self.choix).get(label) or self.autres.get(label)


@cache
def _notres(choix: type[TextChoices]) -> Mapping[str, str]:
    return {etiquette(value): str(value) for value in choix.values}


ROLES = Enumeration(
    Role,
    absente=Role.CLIENT,
    inconnue=Role.CLIENT,
    autres={
        "administrateur": Role.ADMIN,
        "administrator": Role.ADMIN,
        "superadmin": Role.ADMIN,
        "manager": Role.RESPONSABLE,
        "supervisor": Role.RESPONSABLE,
        "superviseur": Role.RESPONSABLE,
        "technician": Role.TECHNICIEN,
        "tech": Role.TECHNICIEN,
        "customer": Role.CLIENT,
    },
)
DISPONIBILITES = Enumeration(
    Disponibilite,
    absente=Disponibilite.DISPONIBLE,
    inconnue=Disponibilite.INDISPONIBLE,
    autres={
        "available": Disponibilite.DISPONIBLE,
        "busy": Disponibilite.OCCUPE,
        "en_intervention": Disponibilite.OCCUPE,
        "en_conge": Disponibilite.CONGE,
        "conges": Disponibilite.CONGE,
        "leave": Disponibilite.CONGE,
        "on_leave": Disponibilite.CONGE,
        "en_formation": Disponibilite.FORMATION,
        "training": Disponibilite.FORMATION,
        "absent": Disponibilite.INDISPONIBLE,
        "maladie": Disponibilite.INDISPONIBLE,
        "unavailable": Disponibilite.INDISPONIBLE,
    },
)
NIVEAUX = Enumeration(
    Niveau,
    absente=Niveau.DEBUTANT,
    inconnue=Niveau.DEBUTANT,
    autres={
        "beginner": Niveau.DEBUTANT,
        "junior": Niveau.DEBUTANT,
        "intermediate": Niveau.INTERMEDIAIRE,
        "confirme": Niveau.INTERMEDIAIRE,
        "advanced": Niveau.AVANCE,
        "senior": Niveau.AVANCE,
    },
)
TYPES_CLIENT = Enumeration(
    TypeClient,
    absente=TypeClient.STANDARD,
    inconnue=TypeClient.STANDARD,
    autres={"basique": TypeClient.BASIC},
)
NIVEAUX_SERVICE = Enumeration(
    NiveauService,
    absente=NiveauService.STANDARD,
    inconnue=NiveauService.STANDARD,
    autres={
        "platine": NiveauService.PLATINUM,
        "or": NiveauService.GOLD,
        "basique": NiveauService.BASIC,
    },
)
STATUTS_EQUIPEMENT = Enumeration(
    StatutEquipement,
    absente=StatutEquipement.OPERATIONNEL,
    inconnue=StatutEquipement.MAINTENANCE,
    autres={
        "en_service": StatutEquipement.OPERATIONNEL,
        "actif": StatutEquipement.OPERATIONNEL,
        "operational": StatutEquipement.OPERATIONNEL,
        "en_maintenance": StatutEquipement.MAINTENANCE,
        "en_panne": StatutEquipement.PANNE,
        "hors_service": StatutEquipement.PANNE,
        "broken": StatutEquipement.PANNE,
        "down": StatutEquipement.PANNE,
        "retired": StatutEquipement.RETIRE,
        "reforme": StatutEquipement.RETIRE,
        "rebut": StatutEquipement.RETIRE,
    },
)
CRITICITES = Enumeration(
    Criticite,
    absente=Criticite.NORMALE,
    inconnue=Criticite.NORMALE,
    autres={
        "critical": Criticite.CRITIQUE,
        "high": Criticite.HAUTE,
        "elevee": Criticite.HAUTE,
        "moyenne": Criticite.NORMALE,
        "medium": Criticite.NORMALE,
        "normal": Criticite.NORMALE,
        "low": Criticite.BASSE,
        "faible": Criticite.BASSE,
    },
)
TYPES_INTERVENTION = Enumeration(
    TypeIntervention,
    absente=TypeIntervention.CORRECTIVE,
    inconnue=TypeIntervention.CORRECTIVE,
    autres={
        "curative": TypeIntervention.CORRECTIVE,
        "depannage": TypeIntervention.CORRECTIVE,
        "reparation": TypeIntervention.CORRECTIVE,
        "preventif": TypeIntervention.PREVENTIVE,
        "entretien": TypeIntervention.PREVENTIVE,
        "amelioration": TypeIntervention.AMELIORATIVE,
        "inspection": TypeIntervention.DIAGNOSTIC,
        "controle": TypeIntervention.DIAGNOSTIC,
    },
)
# An unknown state is refused: whatever we chose, work would be lost or come back to life.
STATUTS = Enumeration(
    Statut,
    absente=Statut.OUVERTE,
    inconnue=None,
    autres={
        "open": Statut.OUVERTE,
        "nouvelle": Statut.OUVERTE,
        "planifiee": Statut.AFFECTEE,
        "assignee": Statut.AFFECTEE,
        "assigned": Statut.AFFECTEE,
        "in_progress": Statut.EN_COURS,
        "encours": Statut.EN_COURS,
        "pending": Statut.EN_ATTENTE,
        "attente": Statut.EN_ATTENTE,
        "suspendue": Statut.EN_ATTENTE,
        "on_hold": Statut.EN_ATTENTE,
        "terminee": Statut.CLOTUREE,
        "fermee": Statut.CLOTUREE,
        "closed": Statut.CLOTUREE,
        "done": Statut.CLOTUREE,
        "cancelled": Statut.ANNULEE,
        "canceled": Statut.ANNULEE,
        "archived": Statut.ARCHIVEE,
    },
)
PRIORITES = Enumeration(
    Priorite,
    absente=Priorite.NORMALE,
    inconnue=Priorite.NORMALE,
    autres={
        "urgent": Priorite.URGENTE,
        "critique": Priorite.URGENTE,
        "high": Priorite.HAUTE,
        "elevee": Priorite.HAUTE,
        "normal": Priorite.NORMALE,
        "moyenne": Priorite.NORMALE,
        "medium": Priorite.NORMALE,
        "low": Priorite.BASSE,
        "faible": Priorite.BASSE,
        "scheduled": Priorite.PROGRAMMEE,
        "planifiee": Priorite.PROGRAMMEE,
    },
)
ACTIONS = Enumeration(
    ActionHistorique,
    absente=ActionHistorique.MODIFICATION,
    inconnue=ActionHistorique.MODIFICATION,
    autres={
        "creer": ActionHistorique.CREATION,
        "ouverture": ActionHistorique.CREATION,
        "update": ActionHistorique.MODIFICATION,
        "assignation": ActionHistorique.AFFECTATION,
        "statut": ActionHistorique.CHANGEMENT_STATUT,
        "debut": ActionHistorique.DEBUT_INTERVENTION,
        "demarrage": ActionHistorique.DEBUT_INTERVENTION,
        "fin": ActionHistorique.FIN_INTERVENTION,
        "cloture": ActionHistorique.FIN_INTERVENTION,
        "commentaire": ActionHistorique.AJOUT_COMMENTAIRE,
        "document": ActionHistorique.UPLOAD_DOCUMENT,
        "planning": ActionHistorique.PLANIFICATION,
    },
)
TYPES_NOTIFICATION = Enumeration(
    TypeNotification,
    absente=TypeNotification.INFO,
    inconnue=TypeNotification.INFO,
    autres={
        **{ancien: str(notre) for ancien, notre in ANCIENS_TYPES.items()},
        "avertissement": TypeNotification.WARNING,
        "erreur": TypeNotification.ERROR,
        "succes": TypeNotification.SUCCESS,
    },
)
CANAUX_NOTIFICATION = Enumeration(
    CanalNotification,
    absente=CanalNotification.IN_APP,
    inconnue=CanalNotification.IN_APP,
    autres={"app": CanalNotification.IN_APP, "mail": CanalNotification.EMAIL},
)
TYPES_DOCUMENT = Enumeration(
    TypeDocument,
    absente="",
    inconnue="",
    autres={
        "image": TypeDocument.PHOTO,
        "compte_rendu": TypeDocument.RAPPORT,
        "report": TypeDocument.RAPPORT,
        "manual": TypeDocument.MANUEL,
        "certificate": TypeDocument.CERTIFICAT,
    },
)

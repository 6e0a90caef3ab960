"""What can happen to an intervention, by name and schema version; ids only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class ActeIntervention:
    """`par_id` did something to `intervention_id`, which is at `version` since."""

    type: ClassVar[str] = ""
    version_schema: ClassVar[int] = 1
    intervention_id: int
    version: int
    par_id: int | None
    de: str
    vers: str


class InterventionCreee(ActeIntervention):
    type: ClassVar[str] = "intervention.creee"


class InterventionModifiee(ActeIntervention):
    type: ClassVar[str] = "intervention.modifiee"


@dataclass(frozen=True, kw_only=True)
class InterventionAffectee(ActeIntervention):
    """`technicien_id` holds it now, `avant_id` did before (None: nobody)."""

    type: ClassVar[str] = "intervention.affectee"
    technicien_id: int | None = None
    avant_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class InterventionDesaffectee(ActeIntervention):
    type: ClassVar[str] = "intervention.desaffectee"
    avant_id: int | None = None


class StatutChange(ActeIntervention):
    type: ClassVar[str] = "intervention.statut"


class InterventionEvaluee(ActeIntervention):
    type: ClassVar[str] = "intervention.evaluee"


@dataclass(frozen=True, kw_only=True)
class CommentaireAjoute(ActeIntervention):
    type: ClassVar[str] = "intervention.commentaire"
    commentaire_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ActeDocument(ActeIntervention):
    """With the file that it is about."""

    document_id: int | None = None


class DocumentAjoute(ActeDocument):
    type: ClassVar[str] = "intervention.document"


class DocumentRetire(ActeDocument):
    type: ClassVar[str] = "intervention.document_retire"


@dataclass(frozen=True, kw_only=True)
class ActeCreneau(ActeIntervention):
    """With the slot that it is about."""

    creneau_id: int | None = None


class InterventionPlanifiee(ActeCreneau):
    type: ClassVar[str] = "intervention.planifiee"


class CreneauModifie(ActeCreneau):
    type: ClassVar[str] = "intervention.creneau_modifie"


class CreneauDeplace(ActeCreneau):
    type: ClassVar[str] = "intervention.creneau_deplace"


class CreneauConfirme(ActeCreneau):
    type: ClassVar[str] = "intervention.creneau_confirme"


class InterventionDeplanifiee(ActeCreneau):
    type: ClassVar[str] = "intervention.deplanifiee"


@dataclass(frozen=True, kw_only=True)
class RappelDu:
    """The visit of `creneau_id`, which is at `version`, is near."""

    type: ClassVar[str] = "intervention.rappel"
    version_schema: ClassVar[int] = 1
    intervention_id: int
    creneau_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class EcheanceProche:
    """`date_limite` of open work is `heures` away, or less."""

    type: ClassVar[str] = "intervention.echeance_proche"
    version_schema: ClassVar[int] = 1
    intervention_id: int
    heures: int


@dataclass(frozen=True, kw_only=True)
class EcheanceDepassee:
    """`date_limite` of open work has passed."""

    type: ClassVar[str] = "intervention.echeance_depassee"
    version_schema: ClassVar[int] = 1
    intervention_id: int


EVENEMENTS: Mapping[str, type[ActeIntervention]] = {
    "creer": InterventionCreee,
    "modifier": InterventionModifiee,
    "affecter": InterventionAffectee,
    "desaffecter": InterventionDesaffectee,
    "demarrer": StatutChange,
    "suspendre": StatutChange,
    "reprendre": StatutChange,
    "cloturer": StatutChange,
    "annuler": StatutChange,
    "archiver": StatutChange,
    "rectifier": InterventionModifiee,
    "evaluer": InterventionEvaluee,
    "commenter": CommentaireAjoute,
    "joindre": DocumentAjoute,
    "retirer_document": DocumentRetire,
    "planifier": InterventionPlanifiee,
    "modifier_creneau": CreneauModifie,
    "deplacer_creneau": CreneauDeplace,
    "confirmer_creneau": CreneauConfirme,
    "deplanifier": InterventionDeplanifiee,
}

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


class InterventionAffectee(ActeIntervention):
    type: ClassVar[str] = "intervention.affectee"


class InterventionDesaffectee(ActeIntervention):
    type: ClassVar[str] = "intervention.desaffectee"


class StatutChange(ActeIntervention):
    type: ClassVar[str] = "intervention.statut"


class InterventionEvaluee(ActeIntervention):
    type: ClassVar[str] = "intervention.evaluee"


class CommentaireAjoute(ActeIntervention):
    type: ClassVar[str] = "intervention.commentaire"


class DocumentAjoute(ActeIntervention):
    type: ClassVar[str] = "intervention.document"


class DocumentRetire(ActeIntervention):
    type: ClassVar[str] = "intervention.document_retire"


class InterventionPlanifiee(ActeIntervention):
    type: ClassVar[str] = "intervention.planifiee"


class CreneauModifie(ActeIntervention):
    type: ClassVar[str] = "intervention.creneau_modifie"


class CreneauDeplace(ActeIntervention):
    type: ClassVar[str] = "intervention.creneau_deplace"


class CreneauConfirme(ActeIntervention):
    type: ClassVar[str] = "intervention.creneau_confirme"


class InterventionDeplanifiee(ActeIntervention):
    type: ClassVar[str] = "intervention.deplanifiee"


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

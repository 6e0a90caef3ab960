"""Forms of interventions: fields from the workflow's table, rules in the services."""

from interventions.forms.actes import FormulaireActe, FormulaireVersionne
from interventions.forms.champs import techniciens_en_activite
from interventions.forms.saisie import FormulaireCreation, FormulaireModification

__all__ = [
    "FormulaireActe",
    "FormulaireCreation",
    "FormulaireModification",
    "FormulaireVersionne",
    "techniciens_en_activite",
]

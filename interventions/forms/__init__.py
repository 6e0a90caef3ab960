"""Forms of interventions: fields from the workflow's table, rules in the services."""

from interventions.forms.actes import FormulaireActe, FormulaireVersionne
from interventions.forms.champs import techniciens_en_activite
from interventions.forms.etape import FormulaireEtape, FormulaireTemps
from interventions.forms.saisie import FormulaireCreation, FormulaireModification
from interventions.forms.tri import FormulaireTri

__all__ = [
    "FormulaireActe",
    "FormulaireCreation",
    "FormulaireEtape",
    "FormulaireModification",
    "FormulaireTemps",
    "FormulaireTri",
    "FormulaireVersionne",
    "techniciens_en_activite",
]

"""The form of an absence."""

from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formulaires_ligne import FormulaireLigne, Groupes
from planning.models import Absence


class FormulaireAbsence(FormulaireLigne):
    """When a technician is away, and why."""

    modele = Absence
    groupes: ClassVar[Groupes] = (
        (gettext_lazy("Quand"), ("debut", "fin")),
        (gettext_lazy("Pourquoi"), ("nature", "motif")),
    )

    def amenager(self) -> None:
        self.fields["fin"].help_text = _(
            "Le moment du retour : pour des jours entiers, le lendemain du dernier à 00:00."
        )

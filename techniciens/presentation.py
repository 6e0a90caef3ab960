"""Names of the columns that a technician’s pages show; who sees which is `visibility`."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from techniciens.models import CompetenceTechnicien

# A certificate that ends within these days is announced.
PREAVIS = timedelta(days=60)

FAITS = ("specialite", "equipe", "zone_geographique", "date_embauche", "notes_competences")
FAITS_COMPTE = ("email", "username")

GROUPES = (
    (_("Métier"), ("user", "specialite", "equipe", "zone_geographique")),
    (_("Situation"), ("disponibilite", "date_embauche")),
    (_("Notes"), ("notes_competences",)),
)
GROUPES_COMPETENCE = ((_("Compétence"), ("nom", "niveau_requis", "certification", "description")),)


@dataclass(frozen=True)
class NiveauMontre:
    """A skill held, and what there is to say of its certificate today."""

    niveau: CompetenceTechnicien
    jour: date

    @property
    def perimee(self) -> bool:
        ends = self.niveau.certification_expire_le
        return ends is not None and ends < self.jour

    @property
    def bientot(self) -> bool:
        ends = self.niveau.certification_expire_le
        return ends is not None and self.jour <= ends <= self.jour + PREAVIS

    @property
    def jours(self) -> int:
        """Days left; none for what has no date or is over."""
        ends = self.niveau.certification_expire_le
        return max(0, (ends - self.jour).days) if ends is not None else 0

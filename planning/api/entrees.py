"""How plans and slots are sent."""

from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.champs import Booleen, Entier, EntierId, Instant, Jour, Texte, VideEstNul
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurStrict
from core.errors import Invalide
from interventions.api.serializers import champ_version
from planning.api.horaires import Heure
from planning.dates import jour_de
from planning.models import Creneau, Plan
from planning.models.regles import AVANCE_MAX
from planning.recurrences import LONGUEUR_MAX


def figer(donnees: dict[str, Any], nom: str, valeur: Any) -> None:
    """What a row is about does not change: said again it is taken, otherwise refused."""
    if donnees.pop(nom, valeur) != valeur:
        text = _("Ceci ne change pas : créez-en un autre.")
        raise Invalide(text, {nom: [text]})


class JourOuInstant(VideEstNul, serializers.DateField):
    """A day; from a date picker it comes as the instant of its local midnight."""

    def to_internal_value(self, value: Any) -> date:
        if isinstance(value, str) and "T" in value.upper():
            return jour_de(Instant().to_internal_value(value))
        return Jour().to_internal_value(value)


CHAMPS_REGLE = (
    "frequence",
    "titre",
    "description",
    "duree_estimee",
    "competence_id",
    "technicien_id",
    "rrule",
    "flottant",
    "saison_du",
    "saison_au",
    "fin_le",
    "tolerance",
    "avance",
    "jours_non_ouvres",
    "heure",
)
REGLE_FACULTATIVE: dict[str, Any] = {
    "titre": {"required": False, "allow_blank": True},
    "jours_non_ouvres": {"required": False},
    "flottant": {"required": False},
}


class RegleEntree(EntreeModele[Any]):
    """What is said of a plan, of one machine or of a family."""

    # What may stand for the frequency.
    a_la_place: ClassVar[tuple[str, ...]] = ("rrule",)

    frequence = Texte(max_length=50, required=False, allow_null=True, allow_blank=True)
    rrule = Texte(max_length=2 * LONGUEUR_MAX, required=False, allow_null=True, allow_blank=True)
    competence_id = EntierId(required=False, allow_null=True)
    technicien_id = EntierId(required=False, allow_null=True)
    saison_du = Entier(min_value=1, max_value=12, required=False, allow_null=True)
    saison_au = Entier(min_value=1, max_value=12, required=False, allow_null=True)
    fin_le = JourOuInstant(required=False, allow_null=True)
    tolerance = Entier(min_value=0, max_value=AVANCE_MAX, required=False, allow_null=True)
    avance = Entier(min_value=0, max_value=AVANCE_MAX, required=False)
    heure = Heure(required=False)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """A new plan says when: the frequency is missed unless something stands for it."""
        if not self.partial and not any(data.get(n) for n in ("frequence", *self.a_la_place)):
            frequency: Any = self.fields["frequence"]
            frequency.required = True
            frequency.allow_null = frequency.allow_blank = False
        return super().to_internal_value(data)


class PlanEntree(RegleEntree):
    """What makes a plan."""

    a_la_place = ("rrule", "compteur_id")

    equipement_id = EntierId()
    compteur_id = EntierId(required=False, allow_null=True)
    prochaine_date = JourOuInstant(required=False, allow_null=True)
    derniere_date = JourOuInstant(required=False, allow_null=True)

    class Meta:
        model = Plan
        fields: tuple[str, ...] = (
            "equipement_id",
            *CHAMPS_REGLE,
            "prochaine_date",
            "derniere_date",
            "compteur_id",
            "pas_compteur",
            "prochain_seuil",
        )
        extra_kwargs = REGLE_FACULTATIVE


class PlanModification(PlanEntree):
    """The same, each of them optional, with the version seen."""

    version = champ_version()

    class Meta(PlanEntree.Meta):
        fields = (*PlanEntree.Meta.fields, "version")


class CreneauEntree(EntreeModele[Creneau]):
    """What makes a slot; `technicien_id` assigns the work as well."""

    intervention_id = EntierId()
    technicien_id = EntierId(required=False, allow_null=True)
    motif_derogation = Texte(required=False, allow_blank=True, allow_null=True)

    class Meta:
        model = Creneau
        fields: tuple[str, ...] = (
            "intervention_id",
            "date_debut",
            "date_fin",
            "creneau",
            "notes_planning",
            "technicien_id",
            "motif_derogation",
        )


class CreneauModification(CreneauEntree):
    """The same, each of them optional, with the version seen."""

    confirme = Booleen(required=False)
    version = champ_version()

    class Meta(CreneauEntree.Meta):
        fields = (*CreneauEntree.Meta.fields, "confirme", "version")


class Deplacement(SerialiseurStrict):
    """PATCH .../dates, by query or body."""

    nouvelle_date = Instant()
    motif_derogation = Texte(required=False, allow_blank=True, allow_null=True)
    version = champ_version()


class Version(SerialiseurStrict):
    version = champ_version()

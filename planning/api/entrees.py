"""How plans, slots and absences are sent."""

from datetime import date
from typing import Any, ClassVar

from rest_framework import serializers

from core.api.champs import Booleen, EntierId, Instant, Jour, Texte, VideEstNul
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurStrict
from interventions.api.serializers import champ_version
from planning.dates import jour_de
from planning.models import Absence, Creneau, Plan


class JourOuInstant(VideEstNul, serializers.DateField):
    """A day; from a date picker it comes as the instant of its local midnight."""

    def to_internal_value(self, value: Any) -> date:
        if isinstance(value, str) and "T" in value.upper():
            return jour_de(Instant().to_internal_value(value))
        return Jour().to_internal_value(value)


class PlanEntree(EntreeModele[Plan]):
    """What makes a plan."""

    equipement_id = EntierId()
    frequence = Texte(max_length=50)
    prochaine_date = JourOuInstant(required=False, allow_null=True)
    derniere_date = JourOuInstant(required=False, allow_null=True)
    competence_id = EntierId(required=False, allow_null=True)
    technicien_id = EntierId(required=False, allow_null=True)

    class Meta:
        model = Plan
        fields: tuple[str, ...] = (
            "equipement_id",
            "frequence",
            "titre",
            "description",
            "duree_estimee",
            "competence_id",
            "technicien_id",
            "prochaine_date",
            "derniere_date",
        )
        extra_kwargs: ClassVar[dict[str, Any]] = {"titre": {"required": False, "allow_blank": True}}


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


class AbsenceEntree(EntreeModele[Absence]):
    technicien_id = EntierId()

    class Meta:
        model = Absence
        fields = ("technicien_id", "debut", "fin", "nature", "motif")
        extra_kwargs: ClassVar[dict[str, Any]] = {"nature": {"required": False}}


class AbsenceModification(EntreeModele[Absence]):
    version = champ_version()

    class Meta:
        model = Absence
        fields = ("debut", "fin", "nature", "motif", "version")
        extra_kwargs: ClassVar[dict[str, Any]] = {"nature": {"required": False}}

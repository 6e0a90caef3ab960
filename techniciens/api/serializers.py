"""How technicians and skills are sent and shown."""

from typing import Any

from rest_framework import serializers

from comptes.models import Utilisateur
from core.api.champs import Choix, EntierId, Liens
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurSortie
from techniciens.choices import Disponibilite
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.services import CHAMPS, CHAMPS_COMPETENCE


class TechnicienEntree(EntreeModele[Technicien]):
    """An empty `disponibilite`, as an untouched form sends it, says nothing."""

    disponibilite = Choix(
        choices=Disponibilite.choices, required=False, allow_null=True, allow_blank=True
    )

    class Meta:
        model = Technicien
        fields = sorted(CHAMPS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("disponibilite", "?"):
            del attrs["disponibilite"]
        return attrs


class TechnicienCreation(TechnicienEntree):
    user_id = EntierId()
    competences_ids = Liens(queryset=Competence.objects.all(), required=False)

    class Meta(TechnicienEntree.Meta):
        fields = [*TechnicienEntree.Meta.fields, "user_id", "competences_ids"]


class CompetenceEntree(EntreeModele[Competence]):
    class Meta:
        model = Competence
        fields = sorted(CHAMPS_COMPETENCE)


class NiveauEntree(EntreeModele[CompetenceTechnicien]):
    class Meta:
        model = CompetenceTechnicien
        fields = ("niveau", "certification_expire_le")


class CompteDuTechnicien(SerialiseurSortie[Utilisateur]):
    class Meta:
        model = Utilisateur
        fields = ("id", "full_name", "username", "email", "is_active")
        read_only_fields = fields


class CompetenceSortie(SerialiseurSortie[Competence]):
    class Meta:
        model = Competence
        fields = ("id", "nom", "description", "niveau_requis", "certification")
        read_only_fields = fields


class NiveauSortie(SerialiseurSortie[CompetenceTechnicien]):
    """A skill as held: the skill's id and name, and the level."""

    id = EntierId(source="competence_id", read_only=True)
    nom = serializers.CharField(source="competence.nom", read_only=True)

    class Meta:
        model = CompetenceTechnicien
        fields = ("id", "nom", "niveau", "certification_expire_le")
        read_only_fields = fields


class TechnicienSortie(SerialiseurSortie[Technicien]):
    user = CompteDuTechnicien(read_only=True)
    competences = NiveauSortie(source="niveaux", many=True, read_only=True)

    class Meta:
        model = Technicien
        fields = (
            "id",
            "user_id",
            "user",
            "specialite",
            "equipe",
            "disponibilite",
            "zone_geographique",
            "notes_competences",
            "date_embauche",
            "competences",
            "archive_le",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

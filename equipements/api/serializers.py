"""How machines are sent and shown."""

from rest_framework import serializers

from core.api.champs import EntierId, Texte
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurSortie
from equipements.models import Equipement, Famille


class EquipementEntree(EntreeModele[Equipement]):
    """`type` is the family's name."""

    type = Texte(max_length=100, required=False, allow_blank=True, allow_null=True)
    site_id = EntierId(required=False, allow_null=True)
    parent_id = EntierId(required=False, allow_null=True)

    class Meta:
        model = Equipement
        fields: tuple[str, ...] = (
            "nom",
            "type",
            "site_id",
            "parent_id",
            "modele",
            "fabricant",
            "numero_serie",
            "date_installation",
            "statut",
            "criticite",
            "localisation",
            "specifications_techniques",
            "manuel_utilisation",
            "frequence_entretien",
            "derniere_maintenance",
            "prochaine_maintenance",
        )


class EquipementCreation(EquipementEntree):
    client_id = EntierId(required=False, allow_null=True)

    class Meta(EquipementEntree.Meta):
        fields = (*EquipementEntree.Meta.fields, "client_id")


class EquipementSortie(SerialiseurSortie[Equipement]):
    type = serializers.CharField(source="famille.nom", default="", read_only=True)
    client_nom = serializers.CharField(source="client.nom_entreprise", read_only=True)
    site_nom = serializers.CharField(source="site.nom", read_only=True)
    parent_nom = serializers.CharField(source="parent.nom", default=None, read_only=True)

    class Meta:
        model = Equipement
        fields = (
            "id",
            "nom",
            "type",
            "famille_id",
            "localisation",
            "frequence_entretien",
            "client_id",
            "client_nom",
            "site_id",
            "site_nom",
            "parent_id",
            "parent_nom",
            "modele",
            "fabricant",
            "numero_serie",
            "date_installation",
            "statut",
            "criticite",
            "specifications_techniques",
            "manuel_utilisation",
            "derniere_maintenance",
            "prochaine_maintenance",
            "code",
            "archive_le",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields


class FamilleEntree(EntreeModele[Famille]):
    """`competence_id` is the skill that work on such machines asks for, or null."""

    competence_id = EntierId(required=False, allow_null=True)

    class Meta:
        model = Famille
        fields = ("nom", "competence_id")


class FamilleSortie(SerialiseurSortie[Famille]):
    class Meta:
        model = Famille
        fields = ("id", "nom", "competence_id")
        read_only_fields = fields

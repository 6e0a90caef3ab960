"""How documents are sent and shown."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from core.api.champs import Booleen, Choix, EntierId, Texte
from core.api.serialiseurs import SerialiseurSortie, SerialiseurStrict
from documents.choices import TypeDocument
from documents.models import Document
from documents.signature import signer


class DocumentEntree(SerialiseurStrict):
    """Beside the file; the intervention may stand in the address or in the form."""

    file = serializers.FileField(required=False, allow_null=True, max_length=1000)
    intervention_id = EntierId()
    description = Texte(required=False, allow_blank=True)
    type_document = Choix(choices=TypeDocument.choices, required=False, allow_blank=True)
    visible_client = Booleen(required=False)


class DocumentSortie(SerialiseurSortie[Document]):
    """The seeds' columns and the older front-end's names side by side."""

    colonnes_de = {"path": ("nom_fichier",), "chemin": ("nom_fichier",), "uploaded_by": ("pk",)}

    filename = serializers.CharField(source="nom_fichier", read_only=True)
    path = serializers.SerializerMethodField()
    chemin = serializers.SerializerMethodField(method_name="get_path")
    uploaded_by = serializers.CharField(read_only=True)

    class Meta:
        model = Document
        fields = (
            "id",
            "intervention_id",
            "filename",
            "nom_fichier",
            "path",
            "chemin",
            "mime",
            "taille",
            "type_document",
            "description",
            "visible_client",
            "uploaded_by",
            "uploaded_by_id",
            "date_upload",
            "empreinte",
        )
        read_only_fields = fields

    def get_path(self, row: Document) -> str:
        """Where the caller may fetch the bytes for the next minutes, without a token."""
        reader: Any = self.context["request"].user
        return reverse("api:documents-fichier", args=[signer(row, reader)])

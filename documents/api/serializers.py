"""How documents are sent and shown."""

from functools import cached_property

from django.urls import reverse
from rest_framework import serializers

from comptes.models import nom_affiche
from core.api.champs import Booleen, Choix, EntierId, Texte
from core.api.serialiseurs import Calcule, SerialiseurSortie, SerialiseurStrict
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
    path = Calcule("id")
    chemin = Calcule("id")
    uploaded_by = Calcule("uploaded_by__full_name", "uploaded_by__username")

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

    @cached_property
    def _adresses(self) -> dict[int, str]:
        """Signed once for both names of it."""
        return {}

    def calculer_path(self, pk: int) -> str:
        """Where the caller may fetch the bytes for the next minutes, without a token."""
        if pk not in self._adresses:
            signed = signer(pk, self.context["request"].user)
            self._adresses[pk] = reverse("api:documents-fichier", args=[signed])
        return self._adresses[pk]

    calculer_chemin = calculer_path

    def calculer_uploaded_by(self, *noms: str | None) -> str:
        """Always a text: the older front-end shows it as one."""
        return nom_affiche(*noms) or ""

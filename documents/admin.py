"""Admin of documents: read, and taken back by the service."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from documents import services
from documents.models import Document


@admin.register(Document)
class DocumentAdmin(AdminBase[Document]):
    list_display = ("id", "nom_fichier", "type_document", "intervention", "taille", "date_upload")
    list_filter = ("type_document", "visible_client")
    search_fields = ("nom_fichier", "intervention__numero", "description")
    list_select_related = ("intervention",)

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "retirer",
                _("Retirer"),
                self._retirer,
                explication=_("Personne ne le verra plus ; le fichier est effacé après 30 jours."),
            ),
        )

    @staticmethod
    def _retirer(request: HttpRequest, ligne: Document, _valeurs: dict[str, Any]) -> None:
        services.retirer(par=request.user, document_id=ligne.pk)

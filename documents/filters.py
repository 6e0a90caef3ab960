"""Filters and sorting of documents."""

import django_filters

from core.filtres import FiltreId, FiltresStricts
from documents.choices import TypeDocument
from documents.models import Document

TRIS = {"id": "pk"}


class FiltresDocuments(FiltresStricts):
    intervention_id = FiltreId()
    type_document = django_filters.ChoiceFilter(choices=TypeDocument.choices)

    class Meta:
        model = Document
        fields: list[str] = []

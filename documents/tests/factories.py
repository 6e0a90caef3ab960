"""Documents deposited by the service."""

from io import BytesIO
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory
from PIL import Image

from comptes.tests.factories import UtilisateurFactory
from documents.models import Document
from documents.services import deposer
from interventions.tests.factories import InterventionFactory


def image(genre: str = "PNG", taille: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", taille, (200, 30, 30)).save(out, genre, **options)
    return out.getvalue()


def fichier(octets: bytes = b"Bonjour", nom: str = "note.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, octets, "application/octet-stream")


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document

    intervention = factory.SubFactory(InterventionFactory)
    par = factory.SubFactory(UtilisateurFactory)

    @classmethod
    def _create(cls, model_class: type[Document], *args: Any, **kwargs: Any) -> Document:
        work = kwargs.pop("intervention")
        return deposer(
            intervention_id=work.pk,
            par=kwargs.pop("par"),
            fichier=kwargs.pop("fichier", None) or fichier(),
            **kwargs,
        )

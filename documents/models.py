"""A file and what is known of it; the bytes lie in `documents.stockage`."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.querysets import VisibleQuerySet
from documents.choices import TypeDocument
from interventions.models import Intervention


class Document(models.Model):
    """A file of an intervention; taken back, it stays for a while and is shown to nobody."""

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="documents",
        verbose_name=_("intervention"),
    )
    nom_fichier = models.CharField(_("nom du fichier"), max_length=255)
    chemin = models.CharField(_("chemin"), max_length=500, unique=True, editable=False)
    type_document = models.CharField(_("type"), max_length=50, choices=TypeDocument.choices)
    mime = models.CharField(_("format"), max_length=100, editable=False)
    taille = models.PositiveIntegerField(_("taille (octets)"), editable=False)
    # Of the bytes as they are kept: says later whether they are still the same.
    empreinte = models.CharField(_("empreinte SHA-256"), max_length=64, editable=False)
    description = models.TextField(_("description"), blank=True)
    visible_client = models.BooleanField(_("visible par le client"), default=True, db_default=True)
    date_upload = models.DateTimeField(_("déposé le"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("déposé par"),
    )
    retire_le = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "documents"
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-id"]
        constraints = [controle_enum("type_document", TypeDocument, "document_type")]
        indexes = [
            models.Index(fields=["intervention"], name="idx_document_intervention"),
            models.Index(fields=["type_document", "date_upload"], name="idx_document_type_date"),
            models.Index(
                fields=["retire_le"],
                name="idx_document_retire",
                condition=models.Q(retire_le__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.nom_fichier

"""Runs of the takeover, and which row of ours each row of the older backend became."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.querysets import VisibleQuerySet


class Reprise(models.Model):
    """One run of `importer_ancien`. Without `terminee_le` it was interrupted: run it again."""

    source = models.CharField(_("source"), max_length=40)
    adresse = models.CharField(_("adresse de la source"), max_length=255, blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reprises",
        verbose_name=_("lancée par"),
    )
    debutee_le = models.DateTimeField(_("débutée le"), default=timezone.now)
    terminee_le = models.DateTimeField(_("terminée le"), null=True, blank=True)
    # table -> issue -> how many
    comptes = models.JSONField(_("comptes"), default=dict, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "reprises"
        verbose_name = _("reprise de données")
        verbose_name_plural = _("reprises de données")
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "id"], name="idx_reprise_source")]

    def __str__(self) -> str:
        return f"{self.source}, {timezone.localtime(self.debutee_le):%d/%m/%Y %H:%M}"


class Correspondance(models.Model):
    """A row of the source that has its row here: never taken over a second time.

    `empreinte` is of the source row as it was then: it tells whether it changed since.
    """

    reprise = models.ForeignKey(
        Reprise,
        on_delete=models.PROTECT,
        related_name="correspondances",
        verbose_name=_("reprise"),
    )
    source = models.CharField(_("source"), max_length=40)
    table_source = models.CharField(_("table de la source"), max_length=63)
    cle_source = models.CharField(_("clé dans la source"), max_length=100)
    modele = models.CharField(_("modèle"), max_length=100)
    objet_id = models.BigIntegerField(_("numéro ici"))
    empreinte = models.CharField(_("empreinte SHA-256"), max_length=64)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "reprise_correspondances"
        verbose_name = _("correspondance de reprise")
        verbose_name_plural = _("correspondances de reprise")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "table_source", "cle_source"], name="correspondance_unique"
            )
        ]
        indexes = [models.Index(fields=["modele", "objet_id"], name="idx_correspondance_objet")]

    def __str__(self) -> str:
        return f"{self.table_source} {self.cle_source}"

"""The outbox: what happened, written in the transaction that made it happen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Evenement(models.Model):
    """One domain event; `donnees` holds ids only, so that no message ages or leaks."""

    type = models.CharField(_("type"), max_length=60)
    version_schema = models.PositiveSmallIntegerField(_("version du schéma"), default=1)
    donnees = models.JSONField(_("données"))
    cree_le = models.DateTimeField(_("créé le"), auto_now_add=True)
    request_id = models.CharField(_("requête"), max_length=64, blank=True)

    class Meta:
        app_label = "core"
        db_table = "evenements"
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        indexes = [models.Index(fields=["type", "id"], name="idx_evenement_type")]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

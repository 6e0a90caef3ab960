"""The secret links behind which calendars read when a technician is planned."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.querysets import VisibleQuerySet
from techniciens.models import Technicien


class LienAgenda(models.Model):
    """A technician's link: of its secret only the digest is kept, so nobody can read it again."""

    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        related_name="liens_agenda",
        verbose_name=_("technicien"),
    )
    empreinte = models.CharField(_("empreinte"), max_length=64, unique=True, editable=False)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="liens_agenda_crees",
        verbose_name=_("créé par"),
    )
    cree_le = models.DateTimeField(
        _("créé le"), default=timezone.now, db_default=Now(), editable=False
    )
    revoque_le = models.DateTimeField(_("révoqué le"), null=True, blank=True, editable=False)
    dernier_acces = models.DateTimeField(_("dernier accès"), null=True, blank=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "liens_agenda"
        verbose_name = _("lien d’agenda")
        verbose_name_plural = _("liens d’agenda")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["technicien"], name="lien_agenda_vivant", condition=Q(revoque_le=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.technicien} · {self.cree_le:%d/%m/%Y}"

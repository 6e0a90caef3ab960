"""When a technician is not to be planned."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.querysets import VisibleQuerySet
from planning.choices import NatureAbsence
from techniciens.models import Technicien


class Absence(models.Model):
    """When a technician is not to be planned."""

    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="absences",
        verbose_name=_("technicien"),
    )
    debut = models.DateTimeField(_("du"))
    fin = models.DateTimeField(_("au"))
    nature = models.CharField(
        _("nature"),
        max_length=20,
        choices=NatureAbsence.choices,
        default=NatureAbsence.CONGE,
        db_default=NatureAbsence.CONGE,
    )
    motif = models.TextField(_("motif"), blank=True)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="absences_saisies",
        verbose_name=_("saisie par"),
    )
    date_creation = models.DateTimeField(
        _("saisie le"), default=timezone.now, db_default=Now(), editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)

    avertissements: list[str]  # what is planned for that time

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "absences"
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-id"]
        constraints = [
            controle_enum("nature", NatureAbsence, "absence_nature"),
            models.CheckConstraint(condition=Q(fin__gt=F("debut")), name="absence_dates"),
        ]
        indexes = [models.Index(fields=["technicien", "fin"], name="idx_absence_technicien")]

    def __str__(self) -> str:
        return f"{self.technicien} · {self.get_nature_display()}"

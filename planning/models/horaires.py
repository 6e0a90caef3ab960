"""Working hours, and what an administrator says about the year's holidays."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from planning.choices import Ajustement, JourSemaine, Periode
from techniciens.models import Technicien


class HoraireTravail(models.Model):
    """One span of a weekday on which a technician works, on Casablanca's clock.

    Without a technician it is the firm's. An end at 00:00 is the midnight that ends the day. A week
    is written whole (`services.definir_horaires`), so that its spans never overlap.
    """

    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # horaire_unique begins with it
        related_name="horaires",
        verbose_name=_("technicien"),
    )
    periode = models.CharField(
        _("période"),
        max_length=20,
        choices=Periode.choices,
        default=Periode.NORMALE,
        db_default=Periode.NORMALE,
    )
    jour = models.PositiveSmallIntegerField(_("jour"), choices=JourSemaine.choices)
    debut = models.TimeField(_("de"))
    fin = models.TimeField(_("à"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "horaires_travail"
        verbose_name = _("horaire de travail")
        verbose_name_plural = _("horaires de travail")
        ordering = ["technicien_id", "periode", "jour", "debut"]
        constraints = [
            controle_enum("periode", Periode, "horaire_periode"),
            models.CheckConstraint(condition=Q(jour__in=JourSemaine.values), name="horaire_jour"),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")) | Q(fin=time()), name="horaire_heures"
            ),
            models.UniqueConstraint(
                fields=["technicien", "periode", "jour", "debut"], name="horaire_unique"
            ),
            models.UniqueConstraint(
                fields=["periode", "jour", "debut"],
                condition=Q(technicien__isnull=True),
                name="horaire_unique_entreprise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jour_display()} {self.debut:%H:%M}-{self.fin:%H:%M}"


class JourFerie(Horodate):
    """What differs from the official list: a holiday moved, added, or a day worked all the same.

    Moving is one row: `date` is the new day and `deplace_de` the day on the official list.
    """

    date = models.DateField(_("date"))
    nom = models.CharField(_("nom"), max_length=150)
    ajustement = models.CharField(_("ajustement"), max_length=20, choices=Ajustement.choices)
    deplace_de = models.DateField(_("au lieu du"), null=True, blank=True)

    avertissements: list[str]  # what is planned for that day

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "jours_feries"
        verbose_name = _("ajustement de jour férié")
        verbose_name_plural = _("ajustements de jours fériés")
        ordering = ["date", "id"]
        constraints = [
            controle_enum("ajustement", Ajustement, "ferie_ajustement"),
            models.CheckConstraint(
                condition=Q(ajustement=Ajustement.DEPLACE, deplace_de__isnull=False)
                | Q(~Q(ajustement=Ajustement.DEPLACE), deplace_de__isnull=True),
                name="ferie_deplace_de",
            ),
            models.UniqueConstraint(
                fields=["date", "nom", "ajustement"],
                name="ferie_unique",
                violation_error_message=_("Ce jour a déjà cet ajustement."),
            ),
            models.UniqueConstraint(
                fields=["deplace_de", "nom"],
                name="ferie_deplace_une_fois",
                violation_error_message=_("Ce jour férié est déjà déplacé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nom} ({self.date:%d/%m/%Y})"

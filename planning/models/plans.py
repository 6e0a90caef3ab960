"""Preventive plans: upkeep that comes round again."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from planning.choices import Unite
from planning.frequences import INTERVALLE_MAX, en_mots
from planning.models.entrees import identite
from techniciens.models import Competence, Technicien


class Plan(Horodate):
    """Upkeep of a machine that comes round again; its machine stands in its entry."""

    entree = identite("plan", _("entrée"))
    titre = models.CharField(_("titre"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    duree_estimee = models.DecimalField(
        _("durée estimée (h)"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    competence = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("compétence demandée"),
    )
    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("technicien habituel"),
    )
    intervalle_n = models.PositiveSmallIntegerField(
        _("intervalle"), validators=[MinValueValidator(1)]
    )
    intervalle_unite = models.CharField(_("unité"), max_length=20, choices=Unite.choices)
    # Days of Casablanca's calendar.
    prochaine_date = models.DateField(_("prochaine échéance"))
    derniere_date = models.DateField(_("dernière visite"), null=True, blank=True)
    actif = models.BooleanField(_("actif"), default=True, db_default=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "plans"
        verbose_name = _("plan d’entretien")
        verbose_name_plural = _("plans d’entretien")
        ordering = ["-entree_id"]
        constraints = [
            controle_enum("intervalle_unite", Unite, "plan_unite"),
            models.CheckConstraint(
                condition=Q(intervalle_n__range=(1, INTERVALLE_MAX)), name="plan_intervalle"
            ),
        ]
        indexes = [
            # What falls due, oldest first.
            models.Index(
                fields=["prochaine_date", "entree"],
                name="idx_plan_echeance",
                condition=Q(actif=True),
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def frequence(self) -> str:
        """The interval as people say it."""
        return en_mots(self.intervalle_n, self.intervalle_unite)

"""Preventive plans: upkeep that comes round again, and what became of each due date."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from core.choix import controle_enum
from core.querysets import VisibleQuerySet
from equipements.models import Compteur, Famille
from interventions.models import Intervention
from planning.choices import Declencheur, EtatOccurrence
from planning.models.entrees import identite
from planning.models.regles import Regle, controles


class ModelePlan(Regle):
    """The same upkeep for each machine of a family at a client, new ones too: a plan for each."""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="modeles_plans", verbose_name=_("client")
    )
    famille = models.ForeignKey(
        Famille, on_delete=models.PROTECT, related_name="modeles_plans", verbose_name=_("famille")
    )
    # Of each machine's plan at its birth; the plans go on from there by themselves.
    premiere_date = models.DateField(_("première échéance"))

    objects = VisibleQuerySet.as_manager()

    class Meta(Regle.Meta):
        db_table = "modeles_plans"
        verbose_name = _("plan de famille")
        verbose_name_plural = _("plans de famille")
        ordering = ["-id"]
        constraints = [
            *controles("modele"),
            models.CheckConstraint(
                condition=~Q(declencheur=Declencheur.COMPTEUR), name="modele_sans_compteur"
            ),
        ]


class Plan(Regle):
    """Upkeep of a machine that comes round again; its machine stands in its entry."""

    entree = identite("plan", _("entrée"))
    modele = models.ForeignKey(
        ModelePlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="plans",
        verbose_name=_("plan de famille"),
    )
    # Of the visit that is not done yet; without one, of the next to come. None: the plan has ended,
    # or only a meter tells.
    prochaine_date = models.DateField(_("prochaine échéance"), null=True, blank=True)
    derniere_date = models.DateField(_("dernière visite"), null=True, blank=True)
    # Where the series is counted from, and its next day for which nothing has been made.
    ancre = models.DateField(_("début de la série"), null=True, blank=True, editable=False)
    echeance = models.DateField(_("échéance à générer"), null=True, blank=True, editable=False)
    # `avance` days before the day wanted. None: ended, or waits for the visit that counts.
    generer_le = models.DateField(_("à générer le"), null=True, blank=True, editable=False)
    # Of a plan that a meter makes due: every `pas_compteur` of its unit, next at `prochain_seuil`
    # of all that it has counted. No threshold: it waits for the visit that counts.
    compteur = models.ForeignKey(
        Compteur,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("compteur"),
    )
    pas_compteur = models.DecimalField(
        _("tous les (unités du compteur)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    prochain_seuil = models.DecimalField(
        _("prochain seuil"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = VisibleQuerySet.as_manager()

    class Meta(Regle.Meta):
        db_table = "plans"
        verbose_name = _("plan d’entretien")
        verbose_name_plural = _("plans d’entretien")
        ordering = ["-entree_id"]
        constraints = [
            *controles("plan"),
            models.CheckConstraint(
                condition=Q(
                    declencheur=Declencheur.COMPTEUR, compteur__isnull=False, pas_compteur__gt=0
                )
                | ~Q(declencheur=Declencheur.COMPTEUR)
                & Q(compteur__isnull=True, pas_compteur__isnull=True, prochain_seuil__isnull=True),
                name="plan_compteur",
            ),
        ]
        indexes = [
            # The sort and the filters of lists.
            models.Index(
                fields=["prochaine_date", "entree"],
                name="idx_plan_echeance",
                condition=Q(actif=True),
            ),
            # What is to be generated, longest due first.
            models.Index(
                fields=["generer_le", "entree"],
                name="idx_plan_generer",
                condition=Q(actif=True, generer_le__isnull=False),
            ),
            models.Index(
                fields=["entree"],
                name="idx_plan_seuil",
                condition=Q(actif=True, prochain_seuil__isnull=False),
            ),
        ]

    @property
    def voulue(self) -> date | None:
        """The day wanted for the next visit to be made: it is moved apart from the series."""
        return None if self.generer_le is None else self.generer_le + timedelta(days=self.avance)


class Occurrence(models.Model):
    """What became of one due date of a plan; the key that makes it come once."""

    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        db_index=False,  # both unique keys begin with it
        related_name="occurrences",
        verbose_name=_("plan"),
    )
    echeance = models.DateField(_("échéance"), null=True, blank=True)
    seuil = models.DecimalField(
        _("seuil du compteur"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    jour = models.DateField(_("jour retenu"))
    etat = models.CharField(_("état"), max_length=20, choices=EtatOccurrence.choices)
    intervention = models.OneToOneField(
        Intervention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="occurrence",
        verbose_name=_("intervention"),
    )
    motif = models.TextField(_("motif"), blank=True)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="occurrences_decidees",
        verbose_name=_("décidée par"),
    )
    date_creation = models.DateTimeField(
        _("décidée le"), default=timezone.now, db_default=Now(), editable=False
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "occurrences"
        verbose_name = _("échéance d’un plan")
        verbose_name_plural = _("échéances des plans")
        ordering = ["-id"]
        constraints = [
            controle_enum("etat", EtatOccurrence, "occurrence_etat"),
            models.UniqueConstraint(fields=["plan", "echeance"], name="occurrence_echeance"),
            models.UniqueConstraint(fields=["plan", "seuil"], name="occurrence_seuil"),
            models.CheckConstraint(
                condition=Q(echeance__isnull=False, seuil__isnull=True)
                | Q(echeance__isnull=True, seuil__isnull=False),
                name="occurrence_cle",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatOccurrence.GENEREE) | Q(intervention__isnull=False),
                name="occurrence_generee",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatOccurrence.GENEREE) | ~Q(motif=""), name="occurrence_motif"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.cle}"

    @property
    def cle(self) -> Any:
        """The due date, or the threshold."""
        return self.echeance if self.echeance is not None else self.seuil

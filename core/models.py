"""Kernel tables: the firm itself, numbering series, the outbox, and the time-stamp base."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.outbox.models import Evenement, Livraison
from core.querysets import VisibleQuerySet
from core.validateurs import valider_calendrier, valider_ice

__all__ = [
    "CleIdempotence",
    "Evenement",
    "ExecutionTravail",
    "Horodate",
    "Livraison",
    "Organisation",
    "Serie",
]


class Horodate(models.Model):
    """`created_at` and `updated_at`, as on every table of the seeds."""

    created_at = models.DateTimeField(_("créé le"), auto_now_add=True, db_default=Now())
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True, db_default=Now())

    class Meta:
        abstract = True


class Organisation(Horodate):
    """The contractor whose installation this is: one row, printed on documents and pages."""

    nom = models.CharField(_("raison sociale"), max_length=255)
    ice = models.CharField(_("ICE"), max_length=15, blank=True, validators=[valider_ice])
    identifiant_fiscal = models.CharField(_("identifiant fiscal"), max_length=20, blank=True)
    registre_commerce = models.CharField(_("registre du commerce"), max_length=50, blank=True)
    patente = models.CharField(_("taxe professionnelle (patente)"), max_length=20, blank=True)
    cnss = models.CharField(_("CNSS"), max_length=20, blank=True)
    adresse = models.TextField(_("adresse"), blank=True)
    ville = models.CharField(_("ville"), max_length=100, blank=True)
    telephone = models.CharField(_("téléphone"), max_length=50, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    # A small PNG, re-encoded on upload, kept in the database so that a backup is whole.
    logo = models.BinaryField(_("logo"), null=True, blank=True, editable=False)
    calendrier = models.JSONField(
        _("heures d’ouverture"), default=dict, blank=True, validators=[valider_calendrier]
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "organisation"
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organisation_une_seule")
        ]

    def __str__(self) -> str:
        return self.nom


class Serie(models.Model):
    """A continuous numbering series; the next number is taken under the row's lock."""

    code = models.CharField(_("code"), max_length=10)
    annee = models.PositiveSmallIntegerField(_("année"))
    dernier = models.PositiveIntegerField(_("dernier numéro"), default=0)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "series"
        verbose_name = _("série de numéros")
        verbose_name_plural = _("séries de numéros")
        constraints = [models.UniqueConstraint(fields=["code", "annee"], name="serie_unique")]

    def __str__(self) -> str:
        return f"{self.code}-{self.annee}"


class CleIdempotence(models.Model):
    """The answer that a POST with this `Idempotency-Key` got, kept with what it did."""

    utilisateur_id = models.BigIntegerField(_("utilisateur"))
    cle = models.CharField(_("clé"), max_length=200)
    empreinte = models.CharField(_("empreinte"), max_length=64)
    statut = models.PositiveSmallIntegerField(_("statut"), default=0)
    corps = models.TextField(_("corps"), blank=True)
    entetes = models.JSONField(_("en-têtes"), default=dict)
    cree_le = models.DateTimeField(_("créée le"), default=timezone.now)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "cles_idempotence"
        verbose_name = _("clé d’idempotence")
        verbose_name_plural = _("clés d’idempotence")
        constraints = [
            models.UniqueConstraint(fields=["utilisateur_id", "cle"], name="idempotence_unique")
        ]
        indexes = [models.Index(fields=["cree_le"], name="idx_idempotence_cree")]

    def __str__(self) -> str:
        return self.cle


class ExecutionTravail(models.Model):
    """One run of a scheduled job; without an end it is under way, and no second one may begin."""

    travail = models.CharField(_("travail"), max_length=80)
    debut = models.DateTimeField(_("début"))
    fin = models.DateTimeField(_("fin"), null=True, blank=True)
    resultat = models.CharField(_("résultat"), max_length=200, blank=True)
    erreur = models.TextField(_("erreur"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "executions_travaux"
        verbose_name = _("exécution d’un travail planifié")
        verbose_name_plural = _("exécutions des travaux planifiés")
        constraints = [
            models.UniqueConstraint(
                fields=["travail"],
                condition=models.Q(fin__isnull=True),
                name="execution_une_seule_en_cours",
            )
        ]
        indexes = [models.Index(fields=["travail", "debut"], name="idx_execution_travail")]

    def __str__(self) -> str:
        return f"{self.travail} {self.pk}"

    @property
    def duree(self) -> float | None:
        """Seconds from start to end."""
        return (self.fin - self.debut).total_seconds() if self.fin else None

    @property
    def bilan(self) -> str:
        """How it went, in a few words."""
        if self.duree is None:
            return _("en cours")
        how = self.erreur or self.resultat or _("fait")
        return f"{how} ({self.duree:.1f} s)"

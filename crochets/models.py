"""Subscriptions of other programs to our events, and what was sent to each."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.querysets import VisibleQuerySet
from crochets.choices import TOUS, EtatEnvoi


class Crochet(models.Model):
    """One subscription. Its secret is not kept: `crochets.signature` derives it from `graine`."""

    nom = models.CharField(_("nom"), max_length=100)
    url = models.CharField(_("adresse"), max_length=500)
    types = models.JSONField(_("types d’événements"), default=list)
    actif = models.BooleanField(_("actif"), default=True, db_default=True)
    graine = models.CharField(_("graine du secret"), max_length=64, editable=False)
    echecs = models.PositiveIntegerField(
        _("envois échoués de suite"), default=0, db_default=0, editable=False
    )
    arrete_le = models.DateTimeField(
        _("arrêté après échecs le"), null=True, blank=True, editable=False
    )
    # Nothing is tried until then, because nobody answered a moment ago.
    pause_jusqua = models.DateTimeField(
        _("en pause jusqu’à"), null=True, blank=True, editable=False
    )
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="crochets",
        verbose_name=_("créé par"),
    )
    date_creation = models.DateTimeField(
        _("créé le"), default=timezone.now, db_default=Now(), editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "crochets"
        verbose_name = _("crochet")
        verbose_name_plural = _("crochets")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.nom

    def veut(self, type_evenement: str) -> bool:
        """Tell whether events of that type are sent there."""
        return TOUS in self.types or type_evenement in self.types


class EnvoiCrochet(models.Model):
    """One event for one subscription, with what its last try gave.

    `evenement_id` is a number only, and None for a test: events are forgotten sooner or later.
    `relais_id` is the event of the outbox under which it was sent.
    """

    crochet = models.ForeignKey(
        Crochet,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="envois",
        verbose_name=_("crochet"),
    )
    evenement_id = models.BigIntegerField(_("événement"), null=True, blank=True)
    type = models.CharField(_("type"), max_length=60)
    version_schema = models.PositiveSmallIntegerField(_("version du schéma"), default=1)
    survenu_le = models.DateTimeField(_("survenu le"))
    donnees = models.JSONField(_("données"), encoder=DjangoJSONEncoder)
    etat = models.CharField(
        _("état"),
        max_length=10,
        choices=EtatEnvoi.choices,
        default=EtatEnvoi.EN_ATTENTE,
        db_default=EtatEnvoi.EN_ATTENTE,
    )
    essais = models.PositiveIntegerField(_("essais"), default=0, db_default=0)
    statut_http = models.PositiveSmallIntegerField(_("statut HTTP"), null=True, blank=True)
    duree_ms = models.PositiveIntegerField(_("durée (ms)"), null=True, blank=True)
    extrait = models.TextField(_("début de la réponse"), blank=True)
    erreur = models.TextField(_("erreur"), blank=True)
    envoye_le = models.DateTimeField(_("dernier essai le"), null=True, blank=True)
    relais_id = models.BigIntegerField(_("événement du relais"), null=True, blank=True)
    date_creation = models.DateTimeField(_("créé le"), default=timezone.now, db_default=Now())

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "crochets_envois"
        verbose_name = _("envoi de crochet")
        verbose_name_plural = _("envois de crochets")
        ordering = ["-id"]
        constraints = [
            controle_enum("etat", EtatEnvoi, "envoi_crochet_etat"),
            models.UniqueConstraint(
                fields=["crochet", "evenement_id"],
                condition=Q(evenement_id__isnull=False),
                name="envoi_crochet_unique",
            ),
        ]
        indexes = [
            models.Index(fields=["crochet", "-id"], name="idx_envoi_crochet_recent"),
            models.Index(fields=["date_creation"], name="idx_envoi_crochet_date"),
        ]

    def __str__(self) -> str:
        return f"{self.type} → {self.crochet_id} ({self.pk})"

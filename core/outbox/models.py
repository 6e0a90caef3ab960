"""The outbox: what happened, written in the transaction that made it happen, and who was told."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.querysets import VisibleQuerySet


class Evenement(models.Model):
    """One domain event; `donnees` holds ids only, so that no message ages or leaks.

    `diffuse` says that its deliveries are made. Ids become visible out of order, so a mark of the
    highest id seen would skip who commits late; a flag on each row skips nobody.
    """

    type = models.CharField(_("type"), max_length=60)
    version_schema = models.PositiveSmallIntegerField(_("version du schéma"), default=1)
    donnees = models.JSONField(_("données"))
    cree_le = models.DateTimeField(_("créé le"), auto_now_add=True)
    request_id = models.CharField(_("requête"), max_length=64, blank=True)
    diffuse = models.BooleanField(_("diffusé"), default=False, db_default=False)

    class Meta:
        app_label = "core"
        db_table = "evenements"
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        indexes = [
            models.Index(fields=["type", "id"], name="idx_evenement_type"),
            models.Index(
                fields=["id"], condition=models.Q(diffuse=False), name="idx_evenement_a_diffuser"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


class EtatLivraison(models.TextChoices):
    """Where the delivery of an event to one subscriber stands."""

    DUE = "due", _("À livrer")
    LIVREE = "livree", _("Livrée")
    MORTE = "morte", _("Échouée")
    ABANDONNEE = "abandonnee", _("Abandonnée")


class Livraison(models.Model):
    """One event for one subscriber.

    `prochain_le` is when it may next be tried: now, after a back-off, or at the end of the lease of
    the relay that holds it. `essais` counts tries.
    """

    evenement = models.ForeignKey(
        Evenement,
        on_delete=models.PROTECT,
        db_index=False,  # leads the unique index
        related_name="livraisons",
        verbose_name=_("événement"),
    )
    abonne = models.CharField(_("abonné"), max_length=60)
    etat = models.CharField(
        _("état"), max_length=10, choices=EtatLivraison.choices, default=EtatLivraison.DUE
    )
    essais = models.PositiveSmallIntegerField(_("essais"), default=0)
    prochain_le = models.DateTimeField(_("prochain essai"), default=timezone.now)
    livree_le = models.DateTimeField(_("livrée le"), null=True, blank=True)
    erreur = models.TextField(_("dernière erreur"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        app_label = "core"
        db_table = "livraisons_evenements"
        verbose_name = _("livraison d’événement")
        verbose_name_plural = _("livraisons d’événements")
        constraints = [
            models.UniqueConstraint(fields=["evenement", "abonne"], name="livraison_unique"),
            controle_enum("etat", EtatLivraison, "livraison_etat"),
        ]
        indexes = [
            models.Index(
                fields=["abonne", "evenement", "prochain_le"],
                condition=models.Q(etat=EtatLivraison.DUE),
                name="idx_livraison_due",
            ),
            models.Index(
                fields=["abonne", "evenement"],
                condition=models.Q(etat=EtatLivraison.MORTE),
                name="idx_livraison_morte",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evenement_id} → {self.abonne}"

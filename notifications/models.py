"""What somebody was told, and whether it was read."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.querysets import VisibleQuerySet
from interventions.models import Intervention
from notifications.choices import CanalNotification, TypeNotification


class Notification(models.Model):
    """One message to one person by one way. `cle` is what it is about: told once, whatever runs.

    `courriel_des`: a mail that has not left yet, and from when on it may be tried (`remise`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="notifications",
        verbose_name=_("destinataire"),
    )
    titre = models.CharField(_("titre"), max_length=255)
    message = models.TextField(_("message"), blank=True)
    type_notification = models.CharField(
        _("type"),
        max_length=20,
        choices=TypeNotification.choices,
        default=TypeNotification.INFO,
        db_default=TypeNotification.INFO,
    )
    canal = models.CharField(
        _("canal"),
        max_length=10,
        choices=CanalNotification.choices,
        default=CanalNotification.IN_APP,
        db_default=CanalNotification.IN_APP,
    )
    lu = models.BooleanField(_("lue"), default=False, db_default=False)
    date_envoi = models.DateTimeField(_("envoyée le"), default=timezone.now, editable=False)
    date_lu = models.DateTimeField(_("lue le"), null=True, blank=True, editable=False)
    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("intervention"),
    )
    courriel_des = models.DateTimeField(
        _("courriel à remettre dès"), null=True, blank=True, editable=False
    )
    metadata = models.JSONField(_("données"), default=dict, blank=True)
    cle = models.CharField(_("clé"), max_length=100, unique=True, null=True, editable=False)  # noqa: DJ001  a message written by hand has none

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "notifications"
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        constraints = [
            controle_enum("type_notification", TypeNotification, "notification_type"),
            controle_enum("canal", CanalNotification, "notification_canal"),
            models.CheckConstraint(
                condition=models.Q(lu=False) | models.Q(date_lu__isnull=False),
                name="notification_lue_datee",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "lu"], name="idx_notification_user_lu"),
            models.Index(
                fields=["date_envoi", "type_notification"], name="idx_notification_date_type"
            ),
            models.Index(fields=["user", "-id"], name="idx_notification_user_recent"),
            models.Index(
                fields=["courriel_des"],
                name="idx_notification_a_remettre",
                condition=models.Q(courriel_des__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.titre

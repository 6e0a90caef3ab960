"""What somebody was told, and whether it was read."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.querysets import VisibleQuerySet
from interventions.models import Intervention
from notifications.choices import CanalNotification, Rythme, Sujet, TypeNotification


class Notification(models.Model):
    """One message to one person by one way. `cle` is what it is about: told once, whatever runs.

    `courriel_des`: a mail that waits (quiet hours, digest), and until when (`regroupement`).
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
    sujet = models.CharField(
        _("sujet"), max_length=20, choices=Sujet.choices, blank=True, default="", db_default=""
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
            controle_enum("sujet", Sujet, "notification_sujet", vide=True),
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
            # The bell's count, on every page.
            models.Index(
                fields=["user"],
                name="idx_notification_non_lues",
                condition=models.Q(lu=False),
            ),
        ]

    def __str__(self) -> str:
        return self.titre


class Preferences(models.Model):
    """How one person wants to be told. No row: the defaults of the role (`preferences`).

    `choix` holds what differs from them: {subject: {channel: yes or no}}. Mails wait from
    `silence_debut` to `silence_fin`, local time, over midnight if it ends before it begins.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="preferences_notifications",
        verbose_name=_("compte"),
    )
    choix = models.JSONField(_("choix"), default=dict, blank=True)
    rythme = models.CharField(
        _("courriels"),
        max_length=10,
        choices=Rythme.choices,
        default=Rythme.IMMEDIAT,
        db_default=Rythme.IMMEDIAT,
    )
    silence_debut = models.TimeField(_("silence à partir de"), null=True, blank=True)
    silence_fin = models.TimeField(_("silence jusqu’à"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "preferences_notifications"
        verbose_name = _("préférences de notification")
        verbose_name_plural = _("préférences de notification")
        constraints = [
            controle_enum("rythme", Rythme, "preferences_rythme"),
            models.CheckConstraint(
                condition=models.Q(silence_debut__isnull=True, silence_fin__isnull=True)
                | models.Q(silence_debut__isnull=False, silence_fin__isnull=False),
                name="preferences_silence_entier",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Annonce(models.Model):
    """What a job has announced, once for all: a deadline or a certificate, at one of its stages."""

    cle = models.CharField(_("clé"), max_length=100, unique=True)
    cree_le = models.DateTimeField(_("annoncé le"), default=timezone.now, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "annonces"
        verbose_name = _("annonce")
        verbose_name_plural = _("annonces")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.cle

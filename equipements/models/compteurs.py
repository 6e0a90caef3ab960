"""Meters of machines, and what was read on them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from equipements.choices import NatureReleve, RemiseAZero, Sens, SourceReleve
from equipements.models.machines import Equipement


class Compteur(Horodate):
    """What a machine counts: hours, kilometres, cycles, cubic metres."""

    equipement = models.ForeignKey(
        Equipement,
        on_delete=models.PROTECT,
        db_index=False,  # compteur_nom begins with it
        related_name="compteurs",
        verbose_name=_("équipement"),
    )
    nom = models.CharField(_("nom"), max_length=100)
    unite = models.CharField(_("unité"), max_length=20)
    sens = models.CharField(
        _("sens"),
        max_length=20,
        choices=Sens.choices,
        default=Sens.CROISSANT,
        db_default=Sens.CROISSANT,
    )
    remise_a_zero = models.CharField(
        _("remise à zéro"),
        max_length=20,
        choices=RemiseAZero.choices,
        default=RemiseAZero.JAMAIS,
        db_default=RemiseAZero.JAMAIS,
    )
    # From here the display goes on at zero: 100,000 for five digits.
    maximum = models.DecimalField(
        _("bout de l’affichage"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    max_par_jour = models.DecimalField(
        _("au plus par jour"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    actif = models.BooleanField(_("en service"), default=True, db_default=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "compteurs"
        verbose_name = _("compteur")
        verbose_name_plural = _("compteurs")
        ordering = ["nom", "id"]
        constraints = [
            models.UniqueConstraint(
                "equipement",
                Lower("nom"),
                name="compteur_nom",
                violation_error_message=_("Cette machine a déjà un compteur de ce nom."),
            ),
            controle_enum("sens", Sens, "compteur_sens"),
            controle_enum("remise_a_zero", RemiseAZero, "compteur_remise_a_zero"),
            models.CheckConstraint(
                condition=Q(maximum__isnull=True) | Q(maximum__gt=0), name="compteur_maximum"
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class Releve(models.Model):
    """A value read on a meter; append-only, a wrong one is corrected by one that names it.

    `cumul`: how much the machine has counted in all, over resets and replacements, in the meter's
    unit. It never falls from one reading in force to the next in time.
    """

    compteur = models.ForeignKey(
        Compteur,
        on_delete=models.PROTECT,
        db_index=False,  # idx_releve_compteur begins with it
        related_name="releves",
        verbose_name=_("compteur"),
    )
    date = models.DateTimeField(_("relevé le"))
    valeur = models.DecimalField(
        _("valeur"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    cumul = models.DecimalField(_("cumul"), max_digits=12, decimal_places=2, editable=False)
    nature = models.CharField(
        _("nature"),
        max_length=20,
        choices=NatureReleve.choices,
        default=NatureReleve.LECTURE,
        db_default=NatureReleve.LECTURE,
    )
    motif = models.TextField(_("motif"), blank=True)
    corrige = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="correction",
        verbose_name=_("corrige"),
    )
    source = models.CharField(
        _("source"),
        max_length=20,
        choices=SourceReleve.choices,
        default=SourceReleve.SAISIE,
        db_default=SourceReleve.SAISIE,
    )
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="releves",
        verbose_name=_("saisi par"),
    )
    date_creation = models.DateTimeField(
        _("saisi le"), default=timezone.now, db_default=Now(), editable=False
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "releves"
        verbose_name = _("relevé")
        verbose_name_plural = _("relevés")
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["compteur", "date"], name="releve_moment", condition=Q(corrige__isnull=True)
            ),
            models.CheckConstraint(condition=Q(valeur__gte=0), name="releve_valeur"),
            controle_enum("nature", NatureReleve, "releve_nature"),
            controle_enum("source", SourceReleve, "releve_source"),
        ]
        indexes = [models.Index(fields=["compteur", "date"], name="idx_releve_compteur")]

    def __str__(self) -> str:
        return f"{self.compteur} · {self.valeur} {self.compteur.unite}"

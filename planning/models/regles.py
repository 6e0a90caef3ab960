"""What a plan says, of one machine or of a family: what to do, and when it falls due."""

from datetime import time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.models import Horodate
from planning.choices import Declencheur, JourNonOuvre, Unite
from planning.frequences import INTERVALLE_MAX, en_mots
from planning.recurrences import LONGUEUR_MAX
from planning.regles import Serie, jours_environ
from techniciens.models import Competence, Technicien

AVANCE = 7
AVANCE_MAX = 365
HEURE = time(9)
DUREE = Decimal(2)  # hours, of a visit whose length nobody has said
_mois = [MinValueValidator(1), MaxValueValidator(12)]
_jours = [MaxValueValidator(AVANCE_MAX)]


class Regle(Horodate):
    """Upkeep that comes round. Days are of Casablanca's calendar, hours of its clock."""

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
        related_name="%(class)ss",
        verbose_name=_("compétence demandée"),
    )
    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("technicien habituel"),
    )
    declencheur = models.CharField(
        _("déclencheur"),
        max_length=20,
        choices=Declencheur.choices,
        default=Declencheur.INTERVALLE,
        db_default=Declencheur.INTERVALLE,
        editable=False,
    )
    # Of a calendar rule: about how often. Of a meter: none.
    intervalle_n = models.PositiveSmallIntegerField(
        _("intervalle"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    intervalle_unite = models.CharField(  # noqa: DJ001  no unit is NULL
        _("unité"), max_length=20, choices=Unite.choices, null=True, blank=True
    )
    rrule = models.CharField(
        _("règle (RRULE)"), max_length=LONGUEUR_MAX, blank=True, default="", db_default=""
    )
    flottant = models.BooleanField(
        _("compter depuis la dernière visite"), default=False, db_default=False
    )
    saison_du = models.PositiveSmallIntegerField(
        _("saison : premier mois"), null=True, blank=True, validators=_mois
    )
    saison_au = models.PositiveSmallIntegerField(
        _("saison : dernier mois"), null=True, blank=True, validators=_mois
    )
    fin_le = models.DateField(_("dernier jour du plan"), null=True, blank=True)
    tolerance = models.PositiveSmallIntegerField(
        _("tolérance (jours)"), null=True, blank=True, validators=_jours
    )
    avance = models.PositiveSmallIntegerField(
        _("créer la visite (jours avant)"), default=AVANCE, db_default=AVANCE, validators=_jours
    )
    jours_non_ouvres = models.CharField(
        _("jour férié ou de repos"),
        max_length=20,
        choices=JourNonOuvre.choices,
        default=JourNonOuvre.APRES,
        db_default=JourNonOuvre.APRES,
    )
    heure = models.TimeField(_("heure de la visite"), default=HEURE, db_default=HEURE)
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)
    actif = models.BooleanField(_("actif"), default=True, db_default=True, editable=False)

    class Meta(Horodate.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.titre

    @property
    def frequence(self) -> str:
        """How often, as people say it."""
        return en_mots(self.intervalle_n, self.intervalle_unite)

    @property
    def heures(self) -> Decimal:
        """How long a visit is planned for, in hours."""
        return self.duree_estimee or DUREE

    @property
    def duree(self) -> timedelta:
        """The same as a duration."""
        return timedelta(hours=float(self.heures))

    @property
    def marge(self) -> timedelta:
        """How far before or after its day a visit may be: as said, or a tenth of the interval."""
        if self.tolerance is not None:
            return timedelta(days=self.tolerance)
        if self.intervalle_n is None or self.intervalle_unite is None:
            return timedelta()
        return timedelta(days=round(jours_environ(self.intervalle_n, self.intervalle_unite) / 10))

    @cached_property
    def serie(self) -> Serie:
        """The due days; of a rule that has just been changed, ask a fresh instance."""
        season = (self.saison_du, self.saison_au) if self.saison_du and self.saison_au else None
        return Serie(
            n=self.intervalle_n or 0,
            unite=self.intervalle_unite or "",
            rrule=self.rrule,
            saison=season,
            fin=self.fin_le,
        )


def controles(prefixe: str) -> list[Any]:
    """The checks of the rule's columns, which each table has under names of its own."""
    calendar = Q(intervalle_n__isnull=False, intervalle_unite__isnull=False)
    return [
        controle_enum("intervalle_unite", Unite, f"{prefixe}_unite"),
        controle_enum("declencheur", Declencheur, f"{prefixe}_declencheur"),
        controle_enum("jours_non_ouvres", JourNonOuvre, f"{prefixe}_non_ouvres"),
        models.CheckConstraint(
            condition=Q(intervalle_n__range=(1, INTERVALLE_MAX)), name=f"{prefixe}_intervalle"
        ),
        models.CheckConstraint(
            condition=(Q(declencheur=Declencheur.INTERVALLE, rrule="") & calendar)
            | (Q(declencheur=Declencheur.REGLE) & ~Q(rrule="") & calendar)
            | Q(
                declencheur=Declencheur.COMPTEUR,
                rrule="",
                intervalle_n__isnull=True,
                intervalle_unite__isnull=True,
            ),
            name=f"{prefixe}_regle",
        ),
        models.CheckConstraint(
            condition=Q(saison_du__isnull=True, saison_au__isnull=True)
            | Q(saison_du__range=(1, 12), saison_au__range=(1, 12)),
            name=f"{prefixe}_saison",
        ),
        models.CheckConstraint(
            condition=Q(avance__lte=AVANCE_MAX)
            & (Q(tolerance__isnull=True) | Q(tolerance__lte=AVANCE_MAX)),
            name=f"{prefixe}_jours",
        ),
    ]

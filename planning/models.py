"""Plans, slots, who is reserved when, and absences.

`planning_entrees` is the identity: a plan and a slot take their primary key from it, so that one
number means one thing on /planning/{id}, /plans/{id} and /creneaux/{id}.
"""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from equipements.models import Equipement
from interventions.models import Intervention
from planning.choices import Genre, NatureAbsence, Unite
from planning.frequences import INTERVALLE_MAX, en_mots
from techniciens.models import Competence, Technicien


class EntreePlanning(models.Model):
    """A number of the planning, and the machine that it is about.

    `listee`: shown in the mixed list. A visit stands under its plan, a stopped plan nowhere.
    """

    genre = models.CharField(_("genre"), max_length=20, choices=Genre.choices)
    equipement = models.ForeignKey(
        Equipement,
        on_delete=models.PROTECT,
        db_index=False,  # idx_entree_equipement begins with it
        related_name="entrees_planning",
        verbose_name=_("équipement"),
    )
    date_creation = models.DateTimeField(
        _("créée le"), default=timezone.now, db_default=Now(), editable=False
    )
    listee = models.BooleanField(_("listée"), default=True, db_default=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "planning_entrees"
        verbose_name = _("entrée du planning")
        verbose_name_plural = _("entrées du planning")
        ordering = ["-id"]
        constraints = [controle_enum("genre", Genre, "entree_genre")]
        indexes = [
            models.Index(fields=["id"], name="idx_entree_liste", condition=Q(listee=True)),
            models.Index(fields=["equipement", "id"], name="idx_entree_equipement"),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} {self.pk}"


def _identite(nom: str, libelle: Any) -> "models.OneToOneField[EntreePlanning]":
    """The primary key that a plan or a slot takes from its entry."""
    return models.OneToOneField(
        EntreePlanning,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="id",
        related_name=nom,
        verbose_name=libelle,
    )


class Plan(Horodate):
    """Upkeep of a machine that comes round again; its machine stands in its entry."""

    entree = _identite("plan", _("entrée"))
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


class Creneau(models.Model):
    """When an intervention is planned: the seeds' `planning` row, one per intervention."""

    entree = _identite("creneau", _("entrée"))
    intervention = models.OneToOneField(
        Intervention,
        on_delete=models.PROTECT,
        related_name="creneau",
        verbose_name=_("intervention"),
    )
    date_debut = models.DateTimeField(_("début"))
    date_fin = models.DateTimeField(_("fin"))
    creneau = models.CharField(_("créneau"), max_length=50, blank=True)
    notes_planning = models.TextField(_("notes de planning"), blank=True)
    confirme = models.BooleanField(_("confirmé"), default=False, db_default=False)
    rappel_envoye = models.BooleanField(
        _("rappel envoyé"), default=False, db_default=False, editable=False
    )
    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="visites",
        verbose_name=_("plan"),
    )
    date_creation = models.DateTimeField(
        _("créé le"), default=timezone.now, db_default=Now(), editable=False
    )
    date_modification = models.DateTimeField(_("modifié le"), auto_now=True, db_default=Now())
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)

    avertissements: list[str]  # what the service that wrote the row has to say about it

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "planning"
        verbose_name = _("créneau")
        verbose_name_plural = _("créneaux")
        ordering = ["-entree_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_fin__gt=F("date_debut")), name="planning_dates_valid"
            ),
        ]
        indexes = [
            models.Index(fields=["date_debut", "date_fin"], name="idx_planning_dates"),
            models.Index(fields=["intervention"], name="idx_planning_intervention"),
            models.Index(
                fields=["plan", "date_debut"],
                name="idx_planning_visites",
                condition=Q(plan__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intervention} · {self.creneau}"


class Reservation(models.Model):
    """A technician's time taken by a slot; no two of one technician overlap (`chevauchement`)."""

    planning = models.ForeignKey(
        Creneau,
        on_delete=models.PROTECT,
        related_name="reservations",
        verbose_name=_("créneau"),
    )
    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="reservations",
        verbose_name=_("technicien"),
    )
    debut = models.DateTimeField(_("début"))
    fin = models.DateTimeField(_("fin"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "reservations"
        verbose_name = _("réservation")
        verbose_name_plural = _("réservations")
        ordering = ["debut", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(fin__gt=F("debut")), name="reservation_dates"),
        ]
        indexes = [
            models.Index(fields=["technicien", "fin"], name="idx_reservation_technicien"),
        ]

    def __str__(self) -> str:
        return f"{self.planning_id} / {self.technicien_id}"


class Absence(models.Model):
    """When a technician is not to be planned."""

    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="absences",
        verbose_name=_("technicien"),
    )
    debut = models.DateTimeField(_("du"))
    fin = models.DateTimeField(_("au"))
    nature = models.CharField(
        _("nature"),
        max_length=20,
        choices=NatureAbsence.choices,
        default=NatureAbsence.CONGE,
        db_default=NatureAbsence.CONGE,
    )
    motif = models.TextField(_("motif"), blank=True)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="absences_saisies",
        verbose_name=_("saisie par"),
    )
    date_creation = models.DateTimeField(
        _("saisie le"), default=timezone.now, db_default=Now(), editable=False
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)

    avertissements: list[str]  # what is planned for that time

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "absences"
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-id"]
        constraints = [
            controle_enum("nature", NatureAbsence, "absence_nature"),
            models.CheckConstraint(condition=Q(fin__gt=F("debut")), name="absence_dates"),
        ]
        indexes = [models.Index(fields=["technicien", "fin"], name="idx_absence_technicien")]

    def __str__(self) -> str:
        return f"{self.technicien} · {self.get_nature_display()}"

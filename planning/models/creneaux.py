"""Slots, and who is reserved when."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.querysets import VisibleQuerySet
from interventions.models import Intervention
from planning.dates import decalage
from planning.models.entrees import identite
from planning.models.plans import Plan
from techniciens.models import Technicien


class Decalage(models.SmallIntegerField):  # type: ignore[type-arg]
    """Minutes that the local clock is ahead of UTC at the moment in the column `de`, when saved.

    With it the local hour that was meant is known, whatever the clock's rules become.
    """

    def __init__(self, *args: Any, de: str, **kwargs: Any) -> None:
        self.de = de
        super().__init__(*args, **{**kwargs, "null": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["null"], kwargs["editable"]
        return name, path, args, {**kwargs, "de": self.de}

    def pre_save(self, model_instance: Any, add: bool) -> int:  # noqa: FBT001  Django's
        minutes = decalage(getattr(model_instance, self.de))
        setattr(model_instance, self.attname, minutes)
        return minutes


class Creneau(models.Model):
    """When an intervention is planned: the seeds' `planning` row, one per intervention."""

    entree = identite("creneau", _("entrée"))
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
    # Why it stands where something speaks against it: an absence, the hours, a holiday, the past.
    motif_derogation = models.TextField(
        _("motif de dérogation"), blank=True, default="", db_default="", editable=False
    )
    decalage_debut = Decalage(_("décalage au début"), de="date_debut")
    decalage_fin = Decalage(_("décalage à la fin"), de="date_fin")
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
    """A technician's sitting in a slot; no two of one technician overlap (`chevauchement`).

    `close`: what was given back of it is given back; it stays where it was if the slot moves.
    """

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
    decalage_debut = Decalage(_("décalage au début"), de="debut")
    decalage_fin = Decalage(_("décalage à la fin"), de="fin")
    close = models.BooleanField(_("close"), default=False, db_default=False, editable=False)

    avertissements: list[str]  # what the service that wrote the row has to say about it

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

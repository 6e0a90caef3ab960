"""The identity of what is planned: one row of `planning_entrees` for each plan and each slot.

A plan and a slot take their primary key from it, so that one number means one thing on
/planning/{id}, /plans/{id} and /creneaux/{id}.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choix import controle_enum
from core.querysets import VisibleQuerySet
from equipements.models import Equipement
from planning.choices import Genre


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


def identite(nom: str, libelle: Any) -> "models.OneToOneField[EntreePlanning]":
    """The primary key that a plan or a slot takes from its entry."""
    return models.OneToOneField(
        EntreePlanning,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="id",
        related_name=nom,
        verbose_name=libelle,
    )

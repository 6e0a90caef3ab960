"""Machines, their families and their tree."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Site
from core.champs_modele import TexteCherche
from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from core.texte import code_court
from equipements.choices import Criticite, StatutEquipement
from techniciens.models import Competence

PROFONDEUR_MAX = 6


class Famille(models.Model):
    """What kind of machine it is; the API's text `type`."""

    nom = models.CharField(_("nom"), max_length=100, unique=True)
    competence = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="familles",
        verbose_name=_("compétence demandée"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "familles"
        verbose_name = _("famille")
        verbose_name_plural = _("familles")
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


class Equipement(Horodate):
    """A machine of a client, on one of its sites, perhaps part of a larger one."""

    client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        db_index=False,  # idx_equipement_client_statut begins with it
        related_name="equipements",
        verbose_name=_("client"),
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="equipements", verbose_name=_("site")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enfants",
        verbose_name=_("fait partie de"),
    )
    famille = models.ForeignKey(
        Famille,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="equipements",
        verbose_name=_("famille"),
    )
    nom = models.CharField(_("nom"), max_length=255)
    modele = models.CharField(_("modèle"), max_length=100, blank=True)
    fabricant = models.CharField(_("fabricant"), max_length=100, blank=True)
    numero_serie = models.CharField(_("numéro de série"), max_length=100, null=True, blank=True)  # noqa: DJ001  the seeds' unique column: absent is NULL
    date_installation = models.DateField(_("date d’installation"), null=True, blank=True)
    statut = models.CharField(
        _("statut"),
        max_length=20,
        choices=StatutEquipement.choices,
        default=StatutEquipement.OPERATIONNEL,
        db_default=StatutEquipement.OPERATIONNEL,
    )
    criticite = models.CharField(
        _("criticité"),
        max_length=20,
        choices=Criticite.choices,
        default=Criticite.NORMALE,
        db_default=Criticite.NORMALE,
    )
    localisation = models.CharField(_("localisation"), max_length=255, blank=True)
    specifications_techniques = models.TextField(_("spécifications techniques"), blank=True)
    manuel_utilisation = models.TextField(_("manuel d’utilisation"), blank=True)
    frequence_entretien = models.CharField(_("fréquence d’entretien"), max_length=50, blank=True)
    derniere_maintenance = models.DateTimeField(_("dernière maintenance"), null=True, blank=True)
    prochaine_maintenance = models.DateField(_("prochaine maintenance"), null=True, blank=True)
    code = models.CharField(
        _("code d’étiquette"), max_length=12, unique=True, default=code_court, editable=False
    )
    archive_le = models.DateTimeField(_("archivé le"), null=True, blank=True, editable=False)
    recherche = TexteCherche(
        sources=("nom", "modele", "fabricant", "localisation"), codes=("numero_serie", "code")
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "equipements"
        verbose_name = _("équipement")
        verbose_name_plural = _("équipements")
        ordering = ["nom", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower(Replace("numero_serie", models.Value(" "), models.Value(""))),
                name="equipement_numero_serie",
                violation_error_message=_("Ce numéro de série est déjà celui d’une machine."),
            ),
            models.CheckConstraint(
                condition=models.Q(numero_serie__isnull=True) | ~models.Q(numero_serie=""),
                name="equipement_serie_non_vide",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="equipement_pas_son_parent",
            ),
            controle_enum("statut", StatutEquipement, "equipement_statut"),
            controle_enum("criticite", Criticite, "equipement_criticite"),
        ]
        indexes = [
            models.Index(fields=["client", "statut"], name="idx_equipement_client_statut"),
            models.Index(
                fields=["criticite", "prochaine_maintenance"], name="idx_equipement_criticite_maint"
            ),
            # The dashboard counts a park by state without reading it.
            models.Index(
                fields=["statut"],
                name="idx_equipement_en_service",
                condition=models.Q(archive_le__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def clean(self) -> None:
        """An empty serial is absent, not a value that two machines could share."""
        self.numero_serie = (self.numero_serie or "").strip() or None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.numero_serie = (self.numero_serie or "").strip() or None
        super().save(*args, **kwargs)

"""Technicians and what they can do."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from techniciens.choices import Disponibilite, Niveau


class Competence(models.Model):
    """A skill that work may need; `niveau_requis` is the level usually asked for."""

    nom = models.CharField(_("nom"), max_length=100, unique=True)
    description = models.CharField(_("description"), max_length=255, blank=True)
    niveau_requis = models.CharField(
        _("niveau requis"), max_length=20, choices=Niveau.choices, default=Niveau.DEBUTANT
    )
    certification = models.CharField(_("certification"), max_length=150, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "competences"
        verbose_name = _("compétence")
        verbose_name_plural = _("compétences")
        ordering = ["nom"]
        constraints = [controle_enum("niveau_requis", Niveau, "competence_niveau")]

    def __str__(self) -> str:
        return self.nom


class Technicien(Horodate):
    """The profile of an account that carries work out."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="technicien",
        verbose_name=_("compte"),
    )
    specialite = models.CharField(_("spécialité"), max_length=100, blank=True)
    disponibilite = models.CharField(
        _("disponibilité"),
        max_length=20,
        choices=Disponibilite.choices,
        default=Disponibilite.DISPONIBLE,
        db_default=Disponibilite.DISPONIBLE,
    )
    # What absences and work in progress last said; `services.constater` keeps both.
    disponibilite_constatee = models.CharField(
        _("disponibilité constatée"),
        max_length=20,
        choices=Disponibilite.choices,
        default=Disponibilite.DISPONIBLE,
        db_default=Disponibilite.DISPONIBLE,
        editable=False,
    )
    equipe = models.CharField(_("équipe"), max_length=100, blank=True)
    zone_geographique = models.CharField(_("zone"), max_length=100, blank=True)
    notes_competences = models.TextField(_("notes sur les compétences"), blank=True)
    date_embauche = models.DateField(_("date d’embauche"), null=True, blank=True)
    competences: models.ManyToManyField[Competence, "CompetenceTechnicien"] = (
        models.ManyToManyField(
            Competence,
            through="CompetenceTechnicien",
            related_name="techniciens",
            verbose_name=_("compétences"),
        )
    )
    archive_le = models.DateTimeField(_("archivé le"), null=True, blank=True, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "techniciens"
        verbose_name = _("technicien")
        verbose_name_plural = _("techniciens")
        ordering = ["id"]
        constraints = [
            controle_enum("disponibilite", Disponibilite, "technicien_disponibilite"),
            controle_enum("disponibilite_constatee", Disponibilite, "technicien_constatee"),
        ]
        indexes = [
            models.Index(fields=["disponibilite"], name="idx_technicien_disponibilite"),
            models.Index(fields=["equipe", "zone_geographique"], name="idx_technicien_equipe_zone"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def actif(self) -> bool:
        """May be given work: profile not archived, account active and still a technician's."""
        user = self.user
        return self.archive_le is None and user.is_active and user.role == Role.TECHNICIEN


class CompetenceTechnicien(models.Model):
    """A technician's level in a skill, and until when it is certified."""

    technicien = models.ForeignKey(
        Technicien, on_delete=models.PROTECT, related_name="niveaux", verbose_name=_("technicien")
    )
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="niveaux", verbose_name=_("compétence")
    )
    niveau = models.CharField(
        _("niveau"), max_length=20, choices=Niveau.choices, default=Niveau.DEBUTANT
    )
    certification_expire_le = models.DateField(_("certification jusqu’au"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "technicien_competences"
        verbose_name = _("compétence du technicien")
        verbose_name_plural = _("compétences du technicien")
        ordering = ["competence__nom"]
        constraints = [
            models.UniqueConstraint(
                fields=["technicien", "competence"],
                name="technicien_competence_unique",
                violation_error_message=_("Ce technicien a déjà cette compétence."),
            ),
            controle_enum("niveau", Niveau, "technicien_niveau"),
        ]

    def __str__(self) -> str:
        return f"{self.competence} ({self.get_niveau_display()})"

"""The work order and what hangs on it: who held it, time spent, comments, downtime."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from core.champs_modele import TexteCherche
from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from equipements.models import Equipement
from interventions.choices import (
    CauseAttente,
    CauseDefaillance,
    CauseIndisponibilite,
    ModeDefaillance,
    NatureSegment,
    Priorite,
    Remede,
    Statut,
    TypeIntervention,
)
from interventions.historique import AuditContexte, Historique
from techniciens.models import Technicien

_positif = MinValueValidator(Decimal(0))


def sans_compte_rendu(statut: str, solution: str) -> bool:
    """Closed without a text."""
    return statut == Statut.CLOTUREE and not solution


class Intervention(Horodate):
    """A work order on one machine. Only `interventions.services` writes it.

    Foreign keys whose index would repeat the start of a composite one have none of their own.
    """

    numero = models.CharField(_("numéro"), max_length=20, unique=True, editable=False)
    equipement = models.ForeignKey(
        Equipement,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="interventions",
        verbose_name=_("équipement"),
    )
    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name=_("technicien"),
    )
    client = models.ForeignKey(
        Client,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="interventions",
        verbose_name=_("client"),
    )
    type_intervention = models.CharField(_("type"), max_length=20, choices=TypeIntervention.choices)
    statut = models.CharField(
        _("statut"),
        max_length=20,
        choices=Statut.choices,
        default=Statut.OUVERTE,
        db_default=Statut.OUVERTE,
    )
    priorite = models.CharField(
        _("priorité"),
        max_length=20,
        choices=Priorite.choices,
        default=Priorite.NORMALE,
        db_default=Priorite.NORMALE,
    )
    urgence = models.BooleanField(_("urgence"), default=False, db_default=False)
    titre = models.CharField(_("titre"), max_length=255)
    description = models.TextField(_("description"), blank=True)
    diagnostic = models.TextField(_("diagnostic"), blank=True)
    solution = models.TextField(_("solution"), blank=True)
    date_creation = models.DateTimeField(
        _("créée le"), default=timezone.now, db_default=Now(), editable=False
    )
    date_planifiee = models.DateTimeField(_("planifiée le"), null=True, blank=True)
    date_limite = models.DateTimeField(_("échéance"), null=True, blank=True)
    date_affectation = models.DateTimeField(_("affectée le"), null=True, blank=True)
    date_debut = models.DateTimeField(_("débutée le"), null=True, blank=True)
    date_fin = models.DateTimeField(_("terminée le"), null=True, blank=True)
    date_statut = models.DateTimeField(
        _("dans cet état depuis"), default=timezone.now, db_default=Now(), editable=False
    )
    # DECIMAL(7,2): 5,2 overflows on a job left open for six weeks.
    duree_estimee = models.DecimalField(
        _("durée estimée (h)"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[_positif],
    )
    duree_reelle = models.DecimalField(
        _("durée réelle (h)"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[_positif],
    )
    cout_estime = models.DecimalField(
        _("coût estimé (MAD)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[_positif],
    )
    cout_reel = models.DecimalField(
        _("coût réel (MAD)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[_positif],
    )
    notes_techniques = models.TextField(_("notes techniques"), blank=True)
    satisfaction_client = models.PositiveSmallIntegerField(
        _("satisfaction du client"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    commentaire_client = models.TextField(_("commentaire du client"), blank=True)
    cree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="interventions_creees",
        verbose_name=_("créée par"),
    )
    contact_nom = models.CharField(_("contact sur place"), max_length=255, blank=True)
    contact_telephone = models.CharField(_("téléphone du contact"), max_length=50, blank=True)
    arret_machine = models.BooleanField(_("machine à l’arrêt"), default=False, db_default=False)
    suite_de = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suites",
        verbose_name=_("suite de"),
    )
    mode = models.CharField(  # noqa: DJ001  an unset code is NULL
        _("symptôme"), max_length=20, choices=ModeDefaillance.choices, null=True, blank=True
    )
    cause = models.CharField(  # noqa: DJ001  an unset code is NULL
        _("cause"), max_length=20, choices=CauseDefaillance.choices, null=True, blank=True
    )
    remede = models.CharField(  # noqa: DJ001  an unset code is NULL
        _("remède"), max_length=20, choices=Remede.choices, null=True, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)
    recherche = TexteCherche(
        sources=("titre", "description"), codes=("numero",), vocabulaire="mots_interventions"
    )

    skip_history_when_saving: bool  # set for the time of one save by interventions.audit

    objects = VisibleQuerySet.as_manager()
    history = Historique(
        table_name="historiques_interventions",
        bases=[AuditContexte],
        # The derived search text would double each audit row for nothing.
        excluded_fields=["recherche"],
        no_db_index=["equipement", "technicien", "client", "cree_par", "suite_de", "numero"],
        history_id_field=models.BigAutoField(primary_key=True),
        # Not a foreign key: emptying one would be an UPDATE, and no row here may ever change.
        history_user_id_field=models.BigIntegerField(_("utilisateur"), null=True),
        custom_model_name="HistoriqueIntervention",
    )

    class Meta:
        db_table = "interventions"
        verbose_name = _("intervention")
        verbose_name_plural = _("interventions")
        ordering = ["-id"]
        constraints = [
            controle_enum("type_intervention", TypeIntervention, "intervention_type"),
            controle_enum("statut", Statut, "intervention_statut"),
            controle_enum("priorite", Priorite, "intervention_priorite"),
            controle_enum("mode", ModeDefaillance, "intervention_mode"),
            controle_enum("cause", CauseDefaillance, "intervention_cause"),
            controle_enum("remede", Remede, "intervention_remede"),
            models.CheckConstraint(
                condition=Q(satisfaction_client__isnull=True)
                | Q(satisfaction_client__range=(1, 5)),
                name="intervention_satisfaction",
            ),
            models.CheckConstraint(
                condition=Q(date_debut__isnull=True)
                | Q(date_fin__isnull=True)
                | Q(date_fin__gte=F("date_debut")),
                name="intervention_dates",
            ),
            models.CheckConstraint(
                condition=Q(statut__in=[Statut.OUVERTE, Statut.ANNULEE, Statut.ARCHIVEE])
                | Q(technicien__isnull=False),
                name="intervention_technicien",
            ),
            models.CheckConstraint(
                condition=~Q(statut=Statut.CLOTUREE) | Q(date_fin__isnull=False),
                name="intervention_cloture_datee",
            ),
        ]
        indexes = [
            models.Index(fields=["statut", "date_creation"], name="idx_intervention_statut_date"),
            models.Index(fields=["technicien", "statut"], name="idx_intervention_technicien_st"),
            models.Index(
                fields=["equipement", "date_creation"], name="idx_intervention_equipement_da"
            ),
            models.Index(
                fields=["client", "type_intervention"], name="idx_intervention_client_type"
            ),
            models.Index(fields=["priorite", "urgence"], name="idx_intervention_priorite_urge"),
            models.Index(
                fields=["priorite", "date_creation"],
                name="idx_open_interventions",
                condition=Q(statut__in=[Statut.OUVERTE, Statut.AFFECTEE, Statut.EN_COURS]),
            ),
            # Below, the sorts that lists offer: each ends in the id, so that a page of a million
            # rows is read from the index, forwards or backwards.
            models.Index(fields=["date_creation", "id"], name="idx_intervention_creation_id"),
            models.Index(fields=["statut", "id"], name="idx_intervention_statut_id"),
            models.Index(fields=["client", "id"], name="idx_intervention_client_id"),
            models.Index(fields=["equipement", "id"], name="idx_intervention_equipement_id"),
            models.Index(fields=["technicien", "id"], name="idx_intervention_technicien_id"),
            *(
                models.Index(
                    fields=[column, "id"],
                    name=f"idx_intervention_{column.removeprefix('date_')}_id",
                    condition=Q(**{f"{column}__isnull": False}),
                )
                for column in (
                    "mode",
                    "cause",
                    "remede",
                    "date_planifiee",
                    "date_limite",
                    "date_fin",
                )
            ),
            # A filter with a sort or with a count of those who have a technician: all that is asked
            # is in the index.
            models.Index(
                fields=["statut", "date_creation", "id"], name="idx_intervention_statut_cree"
            ),
            models.Index(fields=["statut", "numero", "id"], name="idx_intervention_statut_num"),
            models.Index(
                fields=["statut", "id"],
                name="idx_intervention_finie_statut",
                condition=Q(date_fin__isnull=False),
            ),
            models.Index(
                fields=["technicien", "date_limite", "id"],
                name="idx_intervention_ouverte_id",
                condition=Q(
                    statut__in=[
                        Statut.OUVERTE,
                        Statut.AFFECTEE,
                        Statut.EN_COURS,
                        Statut.EN_ATTENTE,
                    ]
                ),
            ),
            # What the home pages count and rank of open work, without reading it.
            models.Index(
                fields=[
                    "statut",
                    "technicien",
                    "urgence",
                    "priorite",
                    "date_limite",
                    "date_planifiee",
                    "arret_machine",
                    "id",
                ],
                name="idx_intervention_en_main",
                condition=Q(
                    statut__in=[
                        Statut.OUVERTE,
                        Statut.AFFECTEE,
                        Statut.EN_COURS,
                        Statut.EN_ATTENTE,
                    ]
                ),
            ),
            # The dashboard counts what a month has ended.
            models.Index(
                fields=["date_fin"],
                name="idx_intervention_finies",
                condition=Q(statut__in=[Statut.CLOTUREE, Statut.ARCHIVEE]),
            ),
            models.Index(
                fields=["type_intervention", "id", "technicien"], name="idx_intervention_type_id"
            ),
            models.Index(
                fields=["priorite", "id", "technicien"], name="idx_intervention_priorite_id"
            ),
            models.Index(
                fields=["id", "technicien"],
                name="idx_intervention_urgence_id",
                condition=Q(urgence=True),
            ),
            models.Index(
                fields=["id", "technicien"],
                name="idx_intervention_arret_id",
                condition=Q(arret_machine=True),
            ),
            *(
                models.Index(
                    fields=[
                        *(code, "statut", "id", "technicien", "client", "equipement"),
                        *("date_creation", "numero"),
                    ],
                    name=f"idx_intervention_{code}_statut",
                    condition=Q(**{f"{code}__isnull": False}),
                )
                for code in ("mode", "cause", "remede")
            ),
            # Rare among the closed ones: without it a filter would read them all.
            models.Index(
                fields=["id"],
                name="idx_intervention_sans_rapport",
                condition=Q(statut=Statut.CLOTUREE, solution=""),
            ),
        ]

    def __str__(self) -> str:
        return self.numero

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whole or not at all: a save from outside the services is refused by the audit row."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    @property
    def compte_rendu_manquant(self) -> bool:
        """Closed by the older front-end without a text: `rectifier` has to fill it."""
        return sans_compte_rendu(self.statut, self.solution)


class Affectation(models.Model):
    """Who held an intervention, from when to when; at most one is open."""

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="affectations",
        verbose_name=_("intervention"),
    )
    technicien = models.ForeignKey(
        Technicien,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="affectations",
        verbose_name=_("technicien"),
    )
    debut = models.DateTimeField(_("depuis"))
    fin = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "affectations"
        verbose_name = _("affectation")
        verbose_name_plural = _("affectations")
        ordering = ["debut", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention"], condition=Q(fin__isnull=True), name="affectation_ouverte"
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")), name="affectation_dates"
            ),
        ]
        indexes = [
            models.Index(fields=["technicien", "intervention"], name="idx_affectation_technicien"),
            models.Index(
                fields=["technicien"],
                name="idx_affectation_ouverte",
                condition=Q(fin__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intervention_id} / {self.technicien_id}"


class Segment(models.Model):
    """A stretch of work, travel or pause; at most one is open per intervention."""

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        related_name="segments",
        verbose_name=_("intervention"),
    )
    technicien = models.ForeignKey(
        Technicien, on_delete=models.PROTECT, related_name="segments", verbose_name=_("technicien")
    )
    debut = models.DateTimeField(_("début"))
    fin = models.DateTimeField(_("fin"), null=True, blank=True)
    nature = models.CharField(_("nature"), max_length=20, choices=NatureSegment.choices)
    cause = models.CharField(_("cause"), max_length=20, choices=CauseAttente.choices, blank=True)
    texte = models.TextField(_("précision"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "segments"
        verbose_name = _("segment de temps")
        verbose_name_plural = _("segments de temps")
        ordering = ["debut", "id"]
        constraints = [
            controle_enum("nature", NatureSegment, "segment_nature"),
            controle_enum("cause", CauseAttente, "segment_cause", vide=True),
            models.CheckConstraint(
                condition=Q(cause="") | Q(nature=NatureSegment.PAUSE), name="segment_cause_de_pause"
            ),
            models.UniqueConstraint(
                fields=["intervention"], condition=Q(fin__isnull=True), name="segment_ouvert"
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")), name="segment_dates"
            ),
        ]
        # What was worked in a week, whoever did it.
        indexes = [models.Index(fields=["fin", "technicien"], name="idx_segment_fin")]

    def __str__(self) -> str:
        return f"{self.intervention_id} {self.nature}"

    @property
    def de_la_veille(self) -> bool:
        """Work that runs since an earlier day of the firm's clock: perhaps nobody stopped it."""
        running = self.fin is None and self.nature == NatureSegment.TRAVAIL
        return running and timezone.localdate(self.debut) < timezone.localdate()


class Commentaire(models.Model):
    """A message on an intervention; the client reads those marked `visible_client`."""

    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="commentaires",
        verbose_name=_("intervention"),
    )
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="commentaires",
        verbose_name=_("auteur"),
    )
    texte = models.TextField(_("texte"))
    visible_client = models.BooleanField(_("visible par le client"), default=False)
    cree_le = models.DateTimeField(_("écrit le"), auto_now_add=True, db_default=Now())

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "commentaires"
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")
        ordering = ["cree_le", "id"]
        indexes = [models.Index(fields=["intervention", "id"], name="idx_commentaire_interv")]

    def __str__(self) -> str:
        return self.texte[:60]


class Indisponibilite(models.Model):
    """Time during which a machine could not work; at most one is open per machine."""

    equipement = models.ForeignKey(
        Equipement,
        on_delete=models.PROTECT,
        related_name="indisponibilites",
        verbose_name=_("équipement"),
    )
    debut = models.DateTimeField(_("début"))
    fin = models.DateTimeField(_("fin"), null=True, blank=True)
    cause = models.CharField(
        _("cause"),
        max_length=20,
        choices=CauseIndisponibilite.choices,
        default=CauseIndisponibilite.PANNE,
    )
    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indisponibilites",
        verbose_name=_("intervention"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "indisponibilites"
        verbose_name = _("indisponibilité")
        verbose_name_plural = _("indisponibilités")
        ordering = ["-debut", "-id"]
        constraints = [
            controle_enum("cause", CauseIndisponibilite, "indisponibilite_cause"),
            models.UniqueConstraint(
                fields=["equipement"], condition=Q(fin__isnull=True), name="indisponibilite_ouverte"
            ),
            models.CheckConstraint(
                condition=Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                name="indisponibilite_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipement_id} {self.debut:%Y-%m-%d}"

"""What a person keeps of lists: named views of one, the columns chosen, the view that opens it."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Horodate
from core.querysets import VisibleQuerySet

REQUETE_MAX = 2000


class VueEnregistree(Horodate):
    """Filters, search, sort and columns of one list under a name; private, or shared with staff.

    `requete` is a query string. It is checked by the list's own filters when it is kept and each
    time it is used, by whoever uses it: it never shows more than its reader may see.
    """

    proprietaire = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_index=False,  # vue_nom_unique begins with it
        related_name="vues_enregistrees",
        verbose_name=_("propriétaire"),
    )
    liste = models.CharField(_("liste"), max_length=40)
    nom = models.CharField(_("nom"), max_length=60)
    requete = models.TextField(
        _("filtres et tri"), blank=True, validators=[MaxLengthValidator(REQUETE_MAX)]
    )
    # Names of columns in order; empty for the list's usual ones.
    colonnes = models.JSONField(_("colonnes"), default=list, blank=True)
    partagee = models.BooleanField(_("partagée avec l’équipe"), default=False, db_default=False)
    epinglee = models.BooleanField(_("épinglée en onglet"), default=True, db_default=True)
    ordre = models.PositiveSmallIntegerField(_("place"), default=0, db_default=0)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "vues_enregistrees"
        verbose_name = _("vue enregistrée")
        verbose_name_plural = _("vues enregistrées")
        ordering = ["ordre", "nom", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proprietaire", "liste", "nom"],
                name="vue_nom_unique",
                violation_error_message=_("Vous avez déjà une vue de ce nom sur cette liste."),
            )
        ]
        indexes = [
            models.Index(
                fields=["liste"], name="idx_vue_partagee", condition=models.Q(partagee=True)
            )
        ]

    def __str__(self) -> str:
        return self.nom


class PreferenceListe(Horodate):
    """How one person opens one list: the columns chosen, and the view that a bare address means."""

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_index=False,  # preference_liste_unique begins with it
        related_name="preferences_listes",
        verbose_name=_("utilisateur"),
    )
    liste = models.CharField(_("liste"), max_length=40)
    colonnes = models.JSONField(_("colonnes"), default=list, blank=True)
    vue = models.ForeignKey(
        VueEnregistree,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ouvertures",
        verbose_name=_("vue d’ouverture"),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "preferences_listes"
        verbose_name = _("préférence de liste")
        verbose_name_plural = _("préférences de listes")
        ordering = ["liste", "id"]
        constraints = [
            models.UniqueConstraint(fields=["utilisateur", "liste"], name="preference_liste_unique")
        ]

    def __str__(self) -> str:
        return f"{self.liste} / {self.utilisateur_id}"

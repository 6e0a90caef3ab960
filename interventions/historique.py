"""The shape of the audit table: django-simple-history's snapshot plus what the seeds ask for.

The rows are written by `interventions.audit`; database triggers keep them unchangeable.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.choix import controle_enum
from core.contexte import Canal
from core.querysets import VisibleQuerySet
from interventions.choices import ActionHistorique


class AuditContexte(models.Model):
    """Columns beside the snapshot: what was done, the values before and after, and from where."""

    action = models.CharField(_("action"), max_length=30, choices=ActionHistorique.choices)
    # The snapshot has the intervention's own `description`; the API and the view say `description`.
    description_acte = models.TextField(_("description"))
    ancienne_valeur = models.JSONField(_("valeurs avant"), null=True, blank=True)
    nouvelle_valeur = models.JSONField(_("valeurs après"), null=True, blank=True)
    # True when nothing in the row is meant for the client: internal comments, hidden columns.
    interne = models.BooleanField(_("interne"), default=False, db_default=False)
    adresse_ip = models.GenericIPAddressField(_("adresse IP"), null=True, blank=True)
    user_agent = models.TextField(_("navigateur"), blank=True)
    request_id = models.CharField(_("requête"), max_length=64, blank=True)
    canal = models.CharField(_("canal"), max_length=20, choices=Canal.choices)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True


class Historique(HistoricalRecords):
    """HistoricalRecords with the seeds' indexes and checks on its table."""

    def get_extra_fields(self, model: type[models.Model], fields: Any) -> dict[str, Any]:
        """A row is called by its intervention and its act, not « as of » in English."""
        named = {"__str__": lambda row: f"{row.numero} · {row.get_action_display()}"}
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        return extra | named

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        return options | {
            "verbose_name": _("ligne d’historique"),
            "verbose_name_plural": _("historique des interventions"),
            "indexes": [
                models.Index(fields=["id", "history_date"], name="idx_historique_intervention_da"),
                models.Index(
                    fields=["history_user_id", "action"], name="idx_historique_user_action"
                ),
            ],
            "constraints": [
                controle_enum("action", ActionHistorique, "historique_action"),
                controle_enum("canal", Canal, "historique_canal"),
            ],
        }


# The seeds' names for reporting tools.
VUE = (
    "v_historiques_interventions",
    (
        "SELECT history_id AS id, id AS intervention_id, history_user_id AS user_id, action, "
        "description_acte AS description, ancienne_valeur, nouvelle_valeur, "
        "history_date AS horodatage, adresse_ip, user_agent, request_id, canal "
        "FROM historiques_interventions"
    ),
)

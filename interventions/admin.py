"""Admin of interventions and what hangs on them; every change by the services and the workflow."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.admin_formulaires import FormulaireVersionne
from interventions import services
from interventions.admin_actes import actes_de
from interventions.admin_historique import HistoriqueAdmin
from interventions.filters import RECHERCHE_PLIEE
from interventions.models import Affectation, Commentaire, Indisponibilite, Intervention, Segment
from interventions.visibility import HistoriqueIntervention, acteur_de
from interventions.workflow import ACTIONS, CREATION, MODIFIABLES, Acteur

admin.site.register(HistoriqueIntervention, HistoriqueAdmin)


@admin.register(Intervention)
class InterventionAdmin(AdminBase[Intervention]):
    """Edited in place only as `modifier` allows; every other act is a button."""

    list_display = (
        "numero",
        "titre",
        "equipement",
        "client",
        "priorite",
        "statut",
        "technicien",
        "date_creation",
    )
    list_filter = ("statut", "priorite", "type_intervention", "urgence", "date_creation")
    search_fields = recherche_pliee = RECHERCHE_PLIEE
    list_select_related = ("equipement", "client", "technicien__user", "cree_par", "suite_de")
    ordering = ("-id",)
    ajoutables = CREATION[Acteur.ADMIN] | {"equipement_id", "technicien_id"}
    modifiables = MODIFIABLES[Acteur.ADMIN]
    saisies_modification = ("version_lue",)
    en_tete = ("numero", "statut", "equipement", "client", "technicien")
    omises = frozenset({"recherche", "created_at"})  # `date_creation` says the latter
    formulaire = FormulaireVersionne

    def modifiable(self, request: HttpRequest, ligne: Intervention) -> bool:
        return ACTIONS["modifier"].permise(ligne.statut, acteur_de(request.user, ligne))

    def libelle(self, ligne: Intervention) -> str:
        return f"{ligne} · {ligne.titre}"

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Intervention:
        row = services.creer(par=request.user, **valeurs)
        for text in getattr(row, "avertissements", ()):
            self.message_user(request, text, "WARNING")
        return row

    def modifier(
        self, request: HttpRequest, ligne: Intervention, valeurs: dict[str, Any]
    ) -> Intervention:
        version = valeurs.pop("version")
        return services.modifier(
            intervention_id=ligne.pk, par=request.user, champs=valeurs, version=version
        )

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return actes_de(self)

    def liens(self, pk: Any) -> Sequence[tuple[Any, str]]:
        lists = (
            (_("Audit"), "historiqueintervention", "id__exact"),
            (_("Commentaires"), "commentaire", "intervention__id__exact"),
            (_("Affectations"), "affectation", "intervention__id__exact"),
            (_("Temps"), "segment", "intervention__id__exact"),
        )
        return [
            (label, f"{reverse(f'admin:interventions_{name}_changelist')}?{key}={pk}")
            for label, name, key in lists
        ]


@admin.register(Affectation)
class AffectationAdmin(AdminBase[Affectation]):
    list_display = ("intervention", "technicien", "debut", "fin")
    list_filter = (("fin", admin.EmptyFieldListFilter), "debut")
    search_fields = ("intervention__numero", "technicien__user__full_name")
    list_select_related = ("intervention", "technicien__user")
    ordering = ("-id",)


@admin.register(Segment)
class SegmentAdmin(AdminBase[Segment]):
    list_display = ("intervention", "technicien", "nature", "cause", "debut", "fin")
    list_filter = ("nature", "cause", ("fin", admin.EmptyFieldListFilter), "debut")
    search_fields = ("intervention__numero", "technicien__user__full_name", "texte")
    list_select_related = ("intervention", "technicien__user")
    ordering = ("-id",)


@admin.register(Commentaire)
class CommentaireAdmin(AdminBase[Commentaire]):
    """Written once, never rewritten: the audit trail names it."""

    list_display = ("intervention", "auteur", "texte", "visible_client", "cree_le")
    list_filter = ("visible_client", "cree_le")
    search_fields = ("intervention__numero", "auteur__full_name", "texte")
    list_select_related = ("intervention", "auteur")
    ordering = ("-id",)
    ajoutables = ("intervention_id", "texte", "visible_client")

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Commentaire:
        return services.commenter(par=request.user, **valeurs)


@admin.register(Indisponibilite)
class IndisponibiliteAdmin(AdminBase[Indisponibilite]):
    """Follows the facts: opened and closed by the work on the machine."""

    list_display = ("equipement", "cause", "debut", "fin", "intervention")
    list_filter = ("cause", ("fin", admin.EmptyFieldListFilter), "debut")
    search_fields = ("equipement__nom", "intervention__numero")
    list_select_related = ("equipement", "intervention")
    ordering = ("-id",)

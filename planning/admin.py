"""Admin of the planning; every change by the services."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin_actes import Acte
from core.admin_base import AdminBase
from core.admin_formulaires import FormulaireAdmin, FormulaireVersionne
from core.champs_formulaire import TexteField
from equipements.models import Equipement
from interventions.workflow import OUVERTES
from planning import services
from planning.admin_agenda import LienAgendaAdmin
from planning.admin_horaires import HoraireTravailAdmin, JourFerieAdmin
from planning.frequences import en_mots
from planning.models import (
    Absence,
    Creneau,
    EntreePlanning,
    HoraireTravail,
    JourFerie,
    LienAgenda,
    ModelePlan,
    Occurrence,
    Plan,
    Reservation,
)
from planning.services import absences, creneaux

admin.site.register(HoraireTravail, HoraireTravailAdmin)
admin.site.register(JourFerie, JourFerieAdmin)
admin.site.register(LienAgenda, LienAgendaAdmin)


@admin.register(EntreePlanning)
class EntreePlanningAdmin(AdminBase[EntreePlanning]):
    """The numbers that plans and slots take; read only."""

    list_display = ("id", "genre", "equipement", "date_creation", "listee")
    list_filter = ("genre", "listee")
    search_fields = ("equipement__nom",)
    list_select_related = ("equipement",)


class FormulairePlan(FormulaireAdmin):
    """A new plan says of which machine it is: a column of its entry, not of its own."""

    equipement = forms.ModelChoiceField(queryset=Equipement.objects.none())

    def valeurs(self) -> dict[str, Any]:
        return super().valeurs() | {"equipement_id": self.cleaned_data["equipement"].pk}


_intervalle = ("intervalle_n", "intervalle_unite")
_du_plan = (services.CHAMPS_PLAN - {"frequence"}) | set(_intervalle)


@admin.register(Plan)
class PlanAdmin(AdminBase[Plan]):
    list_display = ("titre", "machine", "frequence", "prochaine_date", "technicien", "actif")
    list_filter = ("actif", "declencheur", "intervalle_unite", "prochaine_date")
    search_fields = ("titre", "entree__equipement__nom")
    list_select_related = ("entree__equipement", "technicien__user", "competence", "compteur")
    lectures = en_tete = ("machine",)
    ajoutables = modifiables = _du_plan
    saisies_ajout = ("equipement",)
    saisies_modification = ("version_lue",)
    formulaire_ajout, formulaire = FormulairePlan, FormulaireVersionne

    @admin.display(description=_("équipement"))
    def machine(self, ligne: Plan) -> str:
        return str(ligne.entree.equipement)

    @admin.display(description=_("fréquence"))
    def frequence(self, ligne: Plan) -> str:
        return ligne.frequence

    def modifiable(self, request: HttpRequest, ligne: Plan) -> bool:
        return ligne.actif

    def get_form(
        self, request: HttpRequest, obj: Plan | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        kind = super().get_form(request, obj, *args, **kwargs)
        if obj is None:
            kind.base_fields["equipement"] = self.colonne(EntreePlanning, "equipement", request)
            for name in ("titre", "prochaine_date"):
                kind.base_fields[name].required = False
        return kind

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Plan:
        return services.creer_plan(par=request.user, **_frequence(valeurs, {}))

    def modifier(self, request: HttpRequest, ligne: Plan, valeurs: dict[str, Any]) -> Plan:
        version = valeurs.pop("version")
        now = {name: getattr(ligne, name) for name in _intervalle}
        return services.modifier_plan(
            par=request.user, plan_id=ligne.pk, champs=_frequence(valeurs, now), version=version
        )

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "arreter",
                _("Arrêter"),
                self._arreter,
                offert=lambda _request, ligne: ligne.actif,
                explication=_("Plus aucune visite ne naîtra de ce plan ; celles faites restent."),
            ),
        )

    @staticmethod
    def _arreter(request: HttpRequest, ligne: Plan, _valeurs: dict[str, Any]) -> None:
        services.arreter_plan(par=request.user, plan_id=ligne.pk)


def _frequence(valeurs: dict[str, Any], maintenant: Mapping[str, Any]) -> dict[str, Any]:
    """The two columns in the words that the service reads, if one of them is given."""
    given = {name: valeurs.pop(name) for name in _intervalle if name in valeurs}
    if given:
        interval = {**maintenant, **given}
        valeurs["frequence"] = en_mots(interval["intervalle_n"], interval["intervalle_unite"])
    return valeurs


@admin.register(ModelePlan)
class ModelePlanAdmin(AdminBase[ModelePlan]):
    """Plans of families, which their pages change; read only."""

    list_display = ("titre", "client", "famille", "premiere_date", "actif")
    list_filter = ("actif",)
    search_fields = ("titre", "client__nom_entreprise", "famille__nom")
    list_select_related = ("client", "famille")


@admin.register(Occurrence)
class OccurrenceAdmin(AdminBase[Occurrence]):
    """What became of each due date; read only."""

    list_display = ("plan", "echeance", "seuil", "jour", "etat", "intervention")
    list_filter = ("etat", "jour")
    search_fields = ("plan__titre", "intervention__numero")
    list_select_related = ("plan", "intervention")


def _ouverte(_request: HttpRequest, ligne: Creneau) -> bool:
    return ligne.intervention.statut in OUVERTES


@admin.register(Creneau)
class CreneauAdmin(AdminBase[Creneau]):
    list_display = ("intervention", "date_debut", "date_fin", "creneau", "confirme", "plan")
    list_filter = ("confirme", "rappel_envoye", "date_debut")
    search_fields = ("intervention__numero", "intervention__titre")
    list_select_related = ("intervention", "plan")
    ordering = ("-entree_id",)
    en_tete = ("intervention",)
    ajoutables = ("intervention_id", "date_debut", "date_fin", "creneau", "notes_planning")
    modifiables = creneaux.CHAMPS
    saisies_modification = ("version_lue",)
    formulaire = FormulaireVersionne

    def modifiable(self, request: HttpRequest, ligne: Creneau) -> bool:
        return _ouverte(request, ligne)

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Creneau:
        return services.planifier(par=request.user, **valeurs)

    def modifier(self, request: HttpRequest, ligne: Creneau, valeurs: dict[str, Any]) -> Creneau:
        version = valeurs.pop("version")
        return services.modifier(
            par=request.user, creneau_id=ligne.pk, champs=valeurs, version=version
        )

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "deplacer",
                _("Déplacer avec un motif"),
                self._deplacer,
                champs=self._champs,
                offert=_ouverte,
            ),
            Acte("confirmer", _("Confirmer"), self._confirmer, offert=_ouverte, en_lot=True),
            Acte(
                "deplanifier",
                _("Déplanifier"),
                self._deplanifier,
                offert=_ouverte,
                explication=_("Le créneau disparaît et le temps du technicien est rendu."),
            ),
        )

    def _champs(self, request: HttpRequest, ligne: Creneau) -> Mapping[str, forms.Field]:
        return {
            "nouvelle_date": self.colonne(Creneau, "date_debut", request, initial=ligne.date_debut),
            "motif_derogation": TexteField(label=_("Motif de dérogation")),
        }

    @staticmethod
    def _deplacer(request: HttpRequest, ligne: Creneau, valeurs: dict[str, Any]) -> None:
        services.deplacer(par=request.user, creneau_id=ligne.pk, **valeurs)

    @staticmethod
    def _confirmer(request: HttpRequest, ligne: Creneau, _valeurs: dict[str, Any]) -> None:
        services.confirmer(par=request.user, creneau_id=ligne.pk)

    @staticmethod
    def _deplanifier(request: HttpRequest, ligne: Creneau, _valeurs: dict[str, Any]) -> None:
        services.deplanifier(par=request.user, creneau_id=ligne.pk)


@admin.register(Reservation)
class ReservationAdmin(AdminBase[Reservation]):
    """Follows the slots; read only."""

    list_display = ("planning", "technicien", "debut", "fin")
    list_filter = ("debut",)
    search_fields = ("planning__intervention__numero", "technicien__user__full_name")
    list_select_related = ("planning__intervention", "technicien__user")
    ordering = ("-id",)


@admin.register(Absence)
class AbsenceAdmin(AdminBase[Absence]):
    list_display = ("technicien", "debut", "fin", "nature", "motif")
    list_filter = ("nature", "debut")
    search_fields = ("technicien__user__full_name", "motif")
    list_select_related = ("technicien__user", "cree_par")
    ordering = ("-id",)
    ajoutables = absences.CHAMPS | {"technicien_id"}
    modifiables = absences.CHAMPS
    saisies_modification = ("version_lue",)
    formulaire = FormulaireVersionne

    def creer(self, request: HttpRequest, valeurs: dict[str, Any]) -> Absence:
        return self._avertir(request, services.creer_absence(par=request.user, **valeurs))

    def modifier(self, request: HttpRequest, ligne: Absence, valeurs: dict[str, Any]) -> Absence:
        version = valeurs.pop("version")
        done = services.modifier_absence(
            par=request.user, absence_id=ligne.pk, champs=valeurs, version=version
        )
        return self._avertir(request, done)

    def _avertir(self, request: HttpRequest, ligne: Absence) -> Absence:
        for text in ligne.avertissements:
            self.message_user(request, text, "WARNING")
        return ligne

    def get_actes(self, request: HttpRequest) -> Sequence[Acte]:
        return (
            Acte(
                "retirer",
                _("Retirer"),
                self._retirer,
                explication=_("Le technicien peut de nouveau être planifié."),
            ),
        )

    @staticmethod
    def _retirer(request: HttpRequest, ligne: Absence, _valeurs: dict[str, Any]) -> None:
        services.retirer_absence(par=request.user, absence_id=ligne.pk)

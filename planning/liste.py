"""The list of preventive plans: what it offers to whom."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import Client
from comptes.models import nom_affiche
from equipements.models import Equipement
from listes import cellules
from listes.cellules import bdi, jour_court, lu, oui_non, puce, sous
from listes.colonnes import Champ, Colonne, Moment, Valeurs
from listes.definition import Filtre, Liste
from listes.registre import enregistrer
from planning.choices import Declencheur
from planning.filters import TRIS_PLANS, FiltresPlans
from planning.frequences import en_mots
from planning.models import ModelePlan, Plan
from planning.preventif.mots import recurrence
from planning.selectors import techniciens_en_activite
from techniciens.models import Technicien

_MACHINE, _CLIENT = "entree__equipement__nom", "entree__equipement__client__nom_entreprise"
_FREQUENCE = ("declencheur", "intervalle_n", "intervalle_unite", "rrule")
_TECHNICIEN = ("technicien__user__full_name", "technicien__user__username")
# A longer select is no help.
CHOIX_MAX = 300


def _actif(_user: Any) -> Iterable[tuple[str, Any]]:
    return [("true", _("En cours")), ("false", _("Arrêtés"))]


def _techniciens(user: Any) -> Iterable[tuple[int, str]]:
    rows = techniciens_en_activite(user).select_related("user")[: CHOIX_MAX + 1]
    found = [(row.pk, str(row)) for row in rows]
    return found if len(found) <= CHOIX_MAX else ()


def _titre(ligne: Valeurs, _moment: Moment) -> str:
    return bdi(ligne["titre"])


def _machine(ligne: Valeurs, _moment: Moment) -> str:
    return f"{bdi(ligne[_MACHINE])}{sous(bdi(ligne[_CLIENT]))}"


def _quand(ligne: Valeurs) -> str:
    if ligne["rrule"]:
        return recurrence(ligne["rrule"])
    return en_mots(ligne["intervalle_n"], ligne["intervalle_unite"])


def _prochaine(ligne: Valeurs, moment: Moment) -> str:
    day = ligne["prochaine_date"]
    if day is None:
        return ""
    late = day < timezone.localdate(moment.maintenant)
    text = escape(jour_court(day))
    return f'<span class="retard">{text}</span>' if late else text


def _technicien(ligne: Valeurs) -> str:
    return nom_affiche(*(ligne[path] for path in _TECHNICIEN)) or ""


COLONNES: tuple[Colonne, ...] = (
    Colonne(
        "titre",
        gettext_lazy("Plan"),
        ("titre",),
        _titre,
        (Champ(gettext_lazy("Plan"), lu("titre")),),
    ),
    Colonne(
        "machine",
        gettext_lazy("Machine et client"),
        (_MACHINE, _CLIENT),
        _machine,
        (
            Champ(gettext_lazy("Machine"), lu(_MACHINE)),
            Champ(gettext_lazy("Client"), lu(_CLIENT)),
        ),
        classe="cellule-large",
    ),
    Colonne(
        "frequence",
        gettext_lazy("Fréquence"),
        _FREQUENCE,
        lambda row, _m: escape(_quand(row)),
        (Champ(gettext_lazy("Fréquence"), _quand),),
    ),
    Colonne(
        "prochaine_date",
        gettext_lazy("Prochaine échéance"),
        ("prochaine_date",),
        _prochaine,
        (Champ(gettext_lazy("Prochaine échéance"), lu("prochaine_date")),),
        tri="prochaine_date",
        classe="nombre",
    ),
    cellules.jour("derniere_date", gettext_lazy("Dernière visite")),
    Colonne(
        "technicien",
        gettext_lazy("Technicien"),
        _TECHNICIEN,
        lambda row, _m: bdi(_technicien(row)),
        (Champ(gettext_lazy("Technicien"), _technicien),),
        regle=("technicien",),
    ),
    Colonne(
        "actif",
        gettext_lazy("En cours"),
        ("actif",),
        lambda row, _m: escape(oui_non(row["actif"])),
        (Champ(gettext_lazy("En cours"), lambda row: oui_non(row["actif"])),),
        defaut=False,
    ),
    cellules.nombre("duree_estimee", gettext_lazy("Durée (h)"), defaut=False),
)


@enregistrer
class ListePlans(Liste):
    """The plans that the person sees; those that go on, unless stopped ones are asked for."""

    cle = "plans"
    titre = gettext_lazy("Entretien préventif")
    route = "planning:plans"
    route_fiche = "planning:plan"
    modele = Plan
    filtres = FiltresPlans
    colonnes = COLONNES
    offres = (
        Filtre("declencheur", gettext_lazy("Déclencheur"), lambda _user: Declencheur.choices),
        Filtre("technicien_id", gettext_lazy("Technicien"), _techniciens),
        Filtre("actif", gettext_lazy("État"), _actif),
    )
    objets = {
        "equipement_id": Equipement,
        "client_id": Client,
        "technicien_id": Technicien,
        "modele_id": ModelePlan,
    }
    colonnes_recherche = ("titre", _MACHINE, _CLIENT)
    invite = gettext_lazy("Plan, machine ou client")
    tris_permis = TRIS_PLANS
    tris = (
        ("prochaine_date", gettext_lazy("Prochaine échéance")),
        ("-id", gettext_lazy("Plus récents")),
    )
    ordre = ("prochaine_date", "pk")

    def mots(self, nom: str) -> Mapping[str, Any]:
        return dict(_actif(self.user)) if nom == "actif" else {}

    def marque(self, ligne: Valeurs) -> str:
        return "" if ligne["actif"] else f" {puce('archivee', _('Arrêté'))}"

    def chemins_de_marque(self) -> tuple[str, ...]:
        return ("actif",)

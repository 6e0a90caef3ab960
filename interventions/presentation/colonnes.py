"""The columns that the list of interventions offers, and its daily tabs."""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptes.choices import Role
from interventions.choices import (
    CauseDefaillance,
    ModeDefaillance,
    Priorite,
    Statut,
    TypeIntervention,
)
from interventions.presentation.liste import duree_courte, reste
from interventions.workflow import OUVERTES
from listes import cellules
from listes.cellules import bdi, jour_court, lu, oui_non, puce, sous
from listes.colonnes import Champ, Colonne, Moment, Valeurs
from listes.onglets import Onglet

_CHEFS = frozenset({Role.ADMIN, Role.RESPONSABLE})
_PERSONNEL = _CHEFS | {Role.TECHNICIEN}


def nom_technicien(ligne: Valeurs) -> str:
    """The full name, or else the account's."""
    full: str = ligne["technicien__user__full_name"] or ligne["technicien__user__username"] or ""
    return full


def lieu(ligne: Valeurs) -> str:
    """The site, with its town unless the name says it."""
    site: str = ligne["equipement__site__nom"] or ""
    city: str = ligne["equipement__site__ville"] or ""
    return site if not city or city in site else f"{site}, {city}"


def _titre(ligne: Valeurs, _moment: Moment) -> str:
    return f'<span class="numero sous">{escape(ligne["numero"])}</span>{bdi(ligne["titre"])}'


def _suite_titre(ligne: Valeurs) -> str:
    return f" {puce('urgence', _('Urgence'))}" if ligne["urgence"] else ""


def _equipement(ligne: Valeurs, _moment: Moment) -> str:
    return f"{bdi(ligne['equipement__nom'])}{sous(bdi(lieu(ligne)))}"


def _technicien(ligne: Valeurs, _moment: Moment) -> str:
    name = nom_technicien(ligne)
    if name:
        return bdi(name)
    open_ = ligne["statut"] in OUVERTES
    return f'<span class="discret">{escape(_("à affecter"))}</span>' if open_ else ""


def _age(ligne: Valeurs, moment: Moment) -> str:
    if ligne["statut"] not in OUVERTES:
        if not ligne["date_fin"]:
            return ""
        ended = _("finie le %(date)s") % {"date": jour_court(ligne["date_fin"])}
        return f'<span class="discret">{escape(ended)}</span>'
    age = duree_courte((moment.maintenant - ligne["date_creation"]).total_seconds())
    limit = ligne["date_limite"]
    if not limit:
        return escape(age)
    kind = "retard retard-ligne" if limit < moment.maintenant else "sous"
    return f'{escape(age)} <span class="{kind}">{escape(reste(limit, moment.maintenant))}</span>'


COLONNES: tuple[Colonne, ...] = (
    Colonne(
        "titre",
        gettext_lazy("N° et titre"),
        ("numero", "titre", "urgence"),
        _titre,
        (
            Champ(gettext_lazy("Numéro"), lu("numero")),
            Champ(gettext_lazy("Titre"), lu("titre")),
            Champ(gettext_lazy("Urgence"), lambda row: oui_non(row["urgence"])),
        ),
        tri="numero",
        classe="titre",
        complement=_suite_titre,
    ),
    Colonne(
        "equipement",
        gettext_lazy("Équipement"),
        ("equipement__nom", "equipement__site__nom", "equipement__site__ville"),
        _equipement,
        (
            Champ(gettext_lazy("Équipement"), lu("equipement__nom")),
            Champ(gettext_lazy("Site"), lu("equipement__site__nom")),
            Champ(gettext_lazy("Ville"), lu("equipement__site__ville")),
        ),
        regle=("equipement",),
        classe="cellule-large",
        carte=False,
    ),
    cellules.texte(
        "client",
        gettext_lazy("Client"),
        "client__nom_entreprise",
        regle=("client",),
        roles=_PERSONNEL,
        carte=False,
    ),
    cellules.choix(
        "type_intervention",
        gettext_lazy("Type"),
        TypeIntervention,
        pastille=False,
        roles=_PERSONNEL,
        classe="cellule-bureau",
    ),
    cellules.choix(
        "priorite", gettext_lazy("Priorité"), Priorite, roles=_PERSONNEL, classe="cellule-puce"
    ),
    cellules.choix("statut", gettext_lazy("Statut"), Statut, classe="cellule-puce", tri="statut"),
    Colonne(
        "technicien",
        gettext_lazy("Technicien"),
        ("technicien__user__full_name", "technicien__user__username", "statut"),
        _technicien,
        (Champ(gettext_lazy("Technicien"), nom_technicien),),
        regle=("technicien",),
        classe="cellule-apres",
    ),
    Colonne(
        "age",
        gettext_lazy("Âge et échéance"),
        ("statut", "date_creation", "date_limite", "date_fin"),
        _age,
        (
            Champ(gettext_lazy("Créée le"), lu("date_creation")),
            Champ(gettext_lazy("Échéance"), lu("date_limite")),
            Champ(gettext_lazy("Terminée le"), lu("date_fin")),
        ),
        tri="date_creation",
        classe="cellule-apres",
    ),
    cellules.instant("date_planifiee", gettext_lazy("Planifiée le"), defaut=False),
    cellules.instant("date_creation", gettext_lazy("Créée le"), defaut=False),
    cellules.instant("date_debut", gettext_lazy("Débutée le"), defaut=False),
    cellules.instant("date_fin", gettext_lazy("Terminée le"), defaut=False),
    cellules.texte(
        "numero_serie",
        gettext_lazy("N° de série"),
        "equipement__numero_serie",
        roles=_CHEFS,
        defaut=False,
        classe="nombre",
    ),
    cellules.choix("mode", gettext_lazy("Symptôme"), ModeDefaillance, pastille=False, defaut=False),
    cellules.choix("cause", gettext_lazy("Cause"), CauseDefaillance, pastille=False, defaut=False),
    cellules.nombre(
        "duree_reelle", gettext_lazy("Durée (h)"), roles=_PERSONNEL, defaut=False, somme=True
    ),
    cellules.nombre("cout_estime", gettext_lazy("Coût estimé (MAD)"), defaut=False, somme=True),
    cellules.nombre("cout_reel", gettext_lazy("Coût réel (MAD)"), defaut=False, somme=True),
    cellules.nombre("satisfaction_client", gettext_lazy("Note du client"), defaut=False),
)

APERCU: tuple[Colonne, ...] = (
    cellules.texte("description", gettext_lazy("Description")),
    cellules.texte("solution", gettext_lazy("Solution")),
    cellules.texte("contact_nom", gettext_lazy("Contact sur place")),
    cellules.appel("contact_telephone", gettext_lazy("Téléphone du contact")),
)

_ONGLETS: tuple[tuple[Any, Mapping[str, str], frozenset[Role]], ...] = (
    (gettext_lazy("À faire"), {"ouvertes": "true"}, frozenset(Role)),
    (gettext_lazy("À affecter"), {"statut": Statut.OUVERTE}, _CHEFS),
    (gettext_lazy("Urgentes"), {"ouvertes": "true", "urgence": "true"}, frozenset(Role)),
    (gettext_lazy("En retard"), {"en_retard": "true"}, _CHEFS),
    (gettext_lazy("En attente"), {"statut": Statut.EN_ATTENTE}, frozenset(Role)),
    (gettext_lazy("Compte rendu manquant"), {"compte_rendu_manquant": "true"}, _CHEFS),
    (gettext_lazy("Terminées"), {"ouvertes": "false"}, frozenset(Role)),
    (gettext_lazy("Toutes"), {"toutes": "1"}, frozenset(Role)),
)


def onglets(role: str) -> list[Onglet]:
    """The tabs of this role."""
    return [Onglet(label, wanted) for label, wanted, roles in _ONGLETS if role in roles]

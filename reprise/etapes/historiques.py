"""The older trail: written beside its intervention, never changed, hidden from clients.

Rows come with their interventions (`Interventions`); the step itself reports what is left.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import ip_interface
from typing import Any

from core.contexte import Contexte as Provenance
from interventions.audit import ActeRepris
from interventions.choices import ActionHistorique
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from reprise.enumerations import ACTIONS, PRIORITES, STATUTS, TYPES_INTERVENTION, Enumeration
from reprise.etapes.base import Etape, chercher
from reprise.fiche import HEURES, MAD
from reprise.ligne import Ligne

_TEXTES = ("titre", "description", "diagnostic", "solution", "notes_techniques")
_INSTANTS = (
    *("date_creation", "date_planifiee", "date_limite", "date_affectation", "date_debut"),
    "date_fin",
)
_ENUMS: Mapping[str, Enumeration] = {
    "statut": STATUTS,
    "priorite": PRIORITES,
    "type_intervention": TYPES_INTERVENTION,
}
_LIENS = {
    "technicien_id": "techniciens",
    "client_id": "clients",
    "equipement_id": "equipements",
}
_ALIAS = {"type": "type_intervention", "date_cloture": "date_fin"}
NAVIGATEUR_MAX = 500
Cartes = Mapping[str, Mapping[str, int]]


def _iso(ligne: Ligne, nom: str) -> str | None:
    moment = ligne.instant(nom)
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _somme(ligne: Ligne, nom: str) -> str | None:
    amount = ligne.decimal(nom, HEURES if nom.startswith("duree") else MAD)
    return None if amount is None else str(amount)


def _texte(ligne: Ligne, nom: str) -> str:
    return ligne.texte(nom)


_LECTEURS: Mapping[str, Callable[[Ligne, str], Any]] = {
    **dict.fromkeys(_TEXTES, _texte),
    **dict.fromkeys(_INSTANTS, _iso),
    **dict.fromkeys(("duree_estimee", "duree_reelle", "cout_estime", "cout_reel"), _somme),
    "urgence": lambda ligne, nom: ligne.booleen(nom, absent=False),
    "satisfaction_client": lambda ligne, nom: ligne.entier(nom),
}


def liens(ligne: Ligne, cle: str) -> set[str]:
    """The source keys under `cle` in the values before and after."""
    sides = (ligne.objet_json(n) for n in ("ancienne_valeur", "nouvelle_valeur"))
    return {str(side[cle]) for side in sides if side.get(cle) is not None}


def valeurs(ligne: Ligne, nom: str, cartes: Cartes) -> dict[str, Any]:
    """Values before or after as our trail has them.

    Columns of ours in our types, ids as ours; everything else as one text under `ancien`, which
    neither clients nor technicians read: nobody knows what it tells.
    """
    found: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for key, value in ligne.objet_json(nom).items():
        name = _ALIAS.get(key, key)
        known, ours = _valeur(name, value, ligne=ligne, cartes=cartes)
        if known:
            found[name] = ours
        else:
            other[key] = value
    if other:
        found["ancien"] = json.dumps(other, ensure_ascii=False)
    return found


def _valeur(nom: str, valeur: Any, *, ligne: Ligne, cartes: Cartes) -> tuple[bool, Any]:
    """(whether it is a value that our column could hold, that value)."""
    if isinstance(valeur, dict | list):
        return False, None
    if nom in _LIENS:
        ours = cartes[nom].get(str(valeur))
        return valeur is None or ours is not None, ours
    if nom in _ENUMS:
        value = None if valeur is None else _ENUMS[nom].lire(valeur)
        return valeur is None or value is not None, value
    reader = _LECTEURS.get(nom)
    if reader is None:
        return False, None
    alone = Ligne(ligne.table, ligne.cle, {nom: valeur}, ligne.fuseau)
    value = None if valeur is None else reader(alone, nom)
    return not alone.remarques, value


def acte_de(row: Intervention, ligne: Ligne, *, moment: datetime, cartes: Cartes) -> ActeRepris:
    """The row for our trail."""
    action = ligne.choix("action", ACTIONS)
    words = ligne.texte("description") or str(ActionHistorique(action).label)
    where = _provenance(ligne)
    return ActeRepris(
        intervention=row,
        action=action,
        description=words,
        auteur_id=chercher(ligne, cartes["user_id"], "user_id"),
        moment=moment,
        ancienne=valeurs(ligne, "ancienne_valeur", cartes),
        nouvelle=valeurs(ligne, "nouvelle_valeur", cartes),
        adresse_ip=where.adresse_ip,
        user_agent=where.user_agent,
    )


class Historiques(Etape):
    """`historiques_interventions`: what did not come with its intervention is reported only."""

    table = "historiques_interventions"
    autres_noms = ("historique_interventions", "historiques")
    modele = HistoriqueIntervention
    colonnes = frozenset(
        {
            *("id", "intervention_id", "user_id", "action", "description", "ancienne_valeur"),
            *("nouvelle_valeur", "horodatage", "adresse_ip", "user_agent"),
        }
    )
    requises = frozenset({"id", "intervention_id"})
    alias = {"date_action": "horodatage", "type_action": "action", "remarque": "description"}

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        """Rows whose intervention was not taken over, or was before they were written."""
        work = self.nos("interventions", lignes, "intervention_id")
        for ligne in lignes:
            key = str(ligne.valeurs.get("intervention_id"))
            ligne.refus = (
                f"intervention_id {key} : reprise avant cette ligne, qui n’est pas ajoutée."
                if key in work
                else f"intervention_id {key} : cette ligne n’a pas été reprise ou n’existe pas."
            )

    # --- With an intervention -------------------------------------------------------------------
    def classer(self, rangees: Iterable[Mapping[str, Any]]) -> dict[str, list[Ligne]]:
        """Rows by the source key of their intervention, oldest first."""
        found: dict[str, list[Ligne]] = {}
        for rangee in rangees:
            ligne = self.ligne(dict(rangee))
            found.setdefault(str(ligne.valeurs["intervention_id"]), []).append(ligne)
        return found

    def moment(self, ligne: Ligne, repli: datetime) -> datetime:
        """When it was recorded; without a date, with its intervention's creation."""
        moment = ligne.instant("horodatage")
        if moment is None:
            ligne.noter("horodatage", "Sans date : celle de la création de l’intervention.")
            return repli
        if moment > self.c.maintenant:
            ligne.noter("horodatage", "Date à venir : ramenée au moment de la reprise.")
            return self.c.maintenant
        return moment

    def cartes(self, lignes: Sequence[Ligne]) -> Cartes:
        """For each kind of id in these rows: source key -> our id."""
        found = {"user_id": self.nos("users", lignes, "user_id")}
        for column, table in _LIENS.items():
            keys = {cle for ligne in lignes for cle in liens(ligne, column)}
            found[column] = self.registre.nos(table, keys)
        return found


def _provenance(ligne: Ligne) -> Provenance:
    address: str | None = ligne.texte("adresse_ip", 60)
    try:
        address = str(ip_interface(address or "").ip)
    except ValueError:
        if address:
            ligne.noter("adresse_ip", "Ce n’est pas une adresse : laissée vide.")
        address = None
    return Provenance(adresse_ip=address, user_agent=ligne.texte("user_agent")[:NAVIGATEUR_MAX])

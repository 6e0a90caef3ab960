"""What a person may do on an intervention now: buttons, what closing lacks, what is said after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from interventions.choices import Statut
from interventions.models import Intervention
from interventions.visibility import acteur_de
from interventions.workflow import (
    ACTIONS,
    DELAI_EVALUATION,
    DELAI_SUITE_CLIENT,
    Acteur,
    actions_possibles,
)

# Acts that have their own place on the page: the edit page, the comment form, the rating form.
A_PART = frozenset({"modifier", "commenter", "evaluer"})
_ICONES: Mapping[str, str] = {
    "affecter": "user-check",
    "desaffecter": "user-minus",
    "demarrer": "player-play",
    "suspendre": "player-pause",
    "reprendre": "player-play",
    "cloturer": "check",
    "annuler": "ban",
    "archiver": "archive",
    "rectifier": "edit",
}
# The usual next act in each state is the coloured button.
_SUITES: Mapping[str, str] = {
    Statut.OUVERTE: "affecter",
    Statut.AFFECTEE: "demarrer",
    Statut.EN_COURS: "cloturer",
    Statut.EN_ATTENTE: "reprendre",
}
_GRAVES = frozenset({"annuler", "desaffecter"})
# Seldom meant, or not to be taken back: one step further away than the others.
_A_L_ECART = _GRAVES | {"archiver"}
# Nothing in the table leads back from these: the form says so before the button is pressed.
SANS_RETOUR: Mapping[str, Any] = {
    "cloturer": _("Une intervention clôturée ne se rouvre pas : on ouvre une suite."),
    "annuler": _("Une intervention annulée ne se rouvre pas."),
    "archiver": _("Une intervention archivée ne change plus ; elle reste lisible."),
}


@dataclass(frozen=True)
class Bouton:
    """An act that this person may do now; `direct` when pressing is the whole question."""

    nom: str
    libelle: Any
    icone: str
    classe: str
    direct: bool
    ecart: bool = False


def possibles(intervention: Intervention, user: Any) -> list[str]:
    """What `user` may do now, by the workflow's table."""
    return actions_possibles(intervention.statut, acteur_de(user, intervention))


def boutons(statut: str, noms: list[str]) -> list[Bouton]:
    """The buttons of the page: the usual next act first, those set apart last."""
    following = _SUITES.get(Statut(statut))
    shown = [n for n in noms if n not in A_PART]
    shown.sort(key=lambda n: (n != following, n in _A_L_ECART))
    return [_bouton(n, following) for n in shown]


def _bouton(nom: str, suivante: str | None) -> Bouton:
    action = ACTIONS[nom]
    style = "btn-danger" if nom in _GRAVES else ""
    if nom == suivante:
        style = "btn-primary"
    asks = action.requis or action.facultatifs or nom in SANS_RETOUR
    icon = _ICONES.get(nom, "check")
    return Bouton(nom, titre_action(nom), icon, style, not asks, nom in _A_L_ECART)


@dataclass(frozen=True)
class Manque:
    """A text or code that the report still lacks; `requis` when closing needs it."""

    libelle: Any
    champ: str
    requis: bool


def manques(intervention: Intervention, noms: list[str]) -> list[Manque]:
    """What closing (or, once closed, the report) still lacks, for one who can provide it."""
    nom = next((n for n in ("cloturer", "rectifier") if n in noms), None)
    if nom is None:
        return []
    columns = {f.name: f for f in Intervention._meta.concrete_fields}
    required = set(ACTIONS["cloturer"].requis)
    wanted = [c for c in ("solution", *ACTIONS["cloturer"].facultatifs) if c != "duree_reelle"]
    return [
        Manque(columns[c].verbose_name, c, c in required)
        for c in wanted
        if c in columns and not getattr(intervention, c)
    ]


def peut_evaluer(intervention: Intervention, noms: list[str]) -> bool:
    """The rating form is offered once, within its 90 days; the service decides again."""
    fresh = intervention.date_fin and timezone.now() - intervention.date_fin <= DELAI_EVALUATION
    return bool("evaluer" in noms and intervention.satisfaction_client is None and fresh)


def peut_relancer(intervention: Intervention, user: Any) -> bool:
    """« Toujours en panne » for a client, within 30 days of closing; staff at any time."""
    acteur = acteur_de(user, intervention)
    if intervention.statut not in (Statut.CLOTUREE, Statut.ARCHIVEE) or not intervention.date_fin:
        return False
    if acteur == Acteur.CLIENT:
        return timezone.now() - intervention.date_fin <= DELAI_SUITE_CLIENT
    return acteur is not None


# « Annuler » alone would read like leaving the form, or like taking back the last act.
_TITRES: Mapping[str, Any] = {"annuler": _("Annuler l’intervention")}


def titre_action(nom: str) -> str:
    """What an act is called on its button and over its form."""
    return str(_TITRES.get(nom) or capfirst(ACTIONS[nom].libelle))


def titre_impossible(nom: str, noms: list[str]) -> str:
    """The act that a link asked for and that is not possible (any more), or nothing."""
    return titre_action(nom) if nom in ACTIONS and nom not in noms else ""


_DITS: Mapping[str, Any] = {
    "affecter": _("%(numero)s est affectée à %(technicien)s."),
    "desaffecter": _("%(numero)s est de nouveau à affecter."),
    "demarrer": _("Travail démarré sur %(numero)s."),
    "suspendre": _("%(numero)s est en attente."),
    "reprendre": _("Travail repris sur %(numero)s."),
    "cloturer": _("%(numero)s est clôturée."),
    "annuler": _("%(numero)s est annulée."),
    "archiver": _("%(numero)s est archivée."),
    "modifier": _("%(numero)s est enregistrée."),
    "rectifier": _("Le compte rendu de %(numero)s est rectifié."),
    "evaluer": _("Merci : votre évaluation est enregistrée."),
    "creer": _("%(numero)s est enregistrée."),
}


def dire(nom: str, intervention: Intervention) -> str:
    """The message after an act."""
    names = {"numero": intervention.numero, "technicien": intervention.technicien}
    return str(_DITS[nom] % names)

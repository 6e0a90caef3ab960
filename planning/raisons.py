"""A candidate's points in words, part by part: what a dispatcher reads before it decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planning.candidats import Envoi
from planning.dates import en_heures, quand
from planning.suggestion import POIDS, Candidat, Faits, expiree, zone_couvre
from techniciens.choices import Niveau

_NOMS: Mapping[str, Any] = {
    "competence": gettext_lazy("Compétence"),
    "disponibilite": gettext_lazy("Disponibilité"),
    "zone": gettext_lazy("Zone"),
    "charge": gettext_lazy("Charge de la semaine"),
    "machine": gettext_lazy("Connaît la machine"),
}


@dataclass(frozen=True)
class Partie:
    """One part of a score: its points, out of how many, and why."""

    code: str
    nom: str
    points: Decimal
    sur: int
    raison: str


def parties(envoi: Envoi, candidat: Candidat) -> list[Partie]:
    """In the order of the weights."""
    return [
        Partie(
            code,
            str(_NOMS[code]),
            candidat.points[code],
            weight,
            _RAISONS[code](envoi, candidat.faits),
        )
        for code, weight in POIDS.items()
    ]


def _jour(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"


def _competence(envoi: Envoi, faits: Faits) -> str:
    skill = envoi.competence
    if skill is None:
        return _("Aucune compétence n’est demandée.")
    if faits.niveau is None:
        return _("N’a pas la compétence « %(c)s ».") % {"c": skill}
    if expiree(envoi.demande, faits) and faits.certifie_jusqu_au:
        words = {"c": skill, "jour": _jour(faits.certifie_jusqu_au)}
        return _("Certification « %(c)s » expirée le %(jour)s.") % words
    words = {
        "c": skill,
        "tenu": Niveau(faits.niveau).label.lower(),
        "demande": Niveau(skill.niveau_requis).label.lower(),
    }
    text = _("« %(c)s » : %(tenu)s, demandé %(demande)s.") % words
    if faits.certifie_jusqu_au:
        text = (
            f"{text} {_('Certifié jusqu’au %(jour)s.') % {'jour': _jour(faits.certifie_jusqu_au)}}"
        )
    return text


def _disponibilite(envoi: Envoi, faits: Faits) -> str:
    if faits.libre is None:
        return _("Pas de temps libre assez long avant le %(jour)s.") % {
            "jour": _jour(timezone.localtime(envoi.horizon).date())
        }
    words = {"quand": quand(faits.libre.debut, faits.libre.fin)}
    if faits.libre.fin <= envoi.demande.fenetre.fin:
        return _("Libre %(quand)s.") % words
    return _("Pas libre dans la fenêtre ; ensuite %(quand)s.") % words


def _zone(envoi: Envoi, faits: Faits) -> str:
    words = {"zone": faits.zone, "ville": envoi.demande.ville}
    if not envoi.demande.ville:
        return _("La ville de la machine n’est pas connue.")
    if not faits.zone:
        return _("Sa zone n’est pas renseignée.")
    if zone_couvre(faits.zone, envoi.demande.ville):
        return _("%(ville)s est dans sa zone.") % words
    return _("%(ville)s n’est pas dans sa zone (%(zone)s).") % words


def _charge(_envoi: Envoi, faits: Faits) -> str:
    if not faits.net:
        return _("Pas d’heures de travail cette semaine-là.")
    return _("%(reserve)s réservées sur %(net)s (%(taux)s %%).") % {
        "reserve": en_heures(faits.reserve),
        "net": en_heures(faits.net),
        "taux": round(100 * (faits.reserve / faits.net)),
    }


def _machine(_envoi: Envoi, faits: Faits) -> str:
    if not faits.visites or faits.derniere_visite is None:
        return _("N’a pas encore travaillé sur cette machine.")
    text = ngettext(
        "%(n)s intervention terminée sur cette machine, le %(jour)s.",
        "%(n)s interventions terminées sur cette machine, la dernière le %(jour)s.",
        faits.visites,
    )
    return text % {"n": faits.visites, "jour": _jour(faits.derniere_visite)}


_RAISONS: Mapping[str, Callable[[Envoi, Faits], str]] = {
    "competence": _competence,
    "disponibilite": _disponibilite,
    "zone": _zone,
    "charge": _charge,
    "machine": _machine,
}

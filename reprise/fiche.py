"""What an intervention of the source becomes: the rules on its state and its dates, in order.

Pure: a row and what is known of its technician go in, values that our constraints and the
workflow's own logic hold true come out; each thing put right is noted on the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from interventions.choices import NatureSegment, Statut, TypeIntervention
from interventions.workflow import ENGAGEES, OUVERTES
from reprise.enumerations import PRIORITES, STATUTS, TYPES_INTERVENTION
from reprise.ligne import Ligne

HEURES, MAD = 7, 12  # digits of our columns
_FINIES = frozenset({Statut.CLOTUREE, Statut.ARCHIVEE})
ENTRETIEN = frozenset({TypeIntervention.PREVENTIVE, TypeIntervention.CORRECTIVE})
_S: Mapping[str, str] = {s.value: str(s.label) for s in Statut}


@dataclass(frozen=True)
class Tenant:
    """The technician named by the row; `actif` tells whether work may lie with it."""

    pk: int
    actif: bool


@dataclass
class Fiche:
    """State and moments of one intervention, as they will stand here."""

    ligne: Ligne
    statut: str
    technicien_id: int | None
    creation: datetime
    debut: datetime | None
    fin: datetime | None
    depuis: datetime
    affectation: datetime | None = None

    # --- What hangs on it -----------------------------------------------------------------------
    def tenue(self) -> tuple[datetime, datetime | None] | None:
        """From when to when the technician held it; open while it is engaged."""
        if self.technicien_id is None:
            return None
        since = self.affectation or self.debut or self.creation
        return since, None if self.statut in ENGAGEES else max(self.fin or self.depuis, since)

    def segment(self, heures: Decimal | None) -> tuple[str, datetime, datetime | None] | None:
        """The one stretch of time that is known: (nature, from, to)."""
        if self.statut == Statut.EN_COURS and self.debut is not None:
            return NatureSegment.TRAVAIL, self.debut, None
        if self.statut == Statut.EN_ATTENTE:
            return NatureSegment.PAUSE, self.depuis, None
        if self.technicien_id is None or self.statut not in _FINIES or not heures:
            return None
        if self.debut is None or self.fin is None or self.fin == self.debut:
            return None
        end = self.debut + timedelta(hours=float(heures))
        if end > self.fin:
            self.ligne.noter(
                "duree_reelle",
                "Plus longue que de début à fin : gardée, le segment s’arrête à fin.",
            )
        return NatureSegment.TRAVAIL, self.debut, min(end, self.fin)


def lire(
    ligne: Ligne,
    tenant: Tenant | None,
    maintenant: datetime,
    *,
    affectation: datetime | None = None,
) -> Fiche:
    """The row's state and moments; `affectation` is when its trail says that it was assigned."""
    statut = _tenue(ligne, ligne.choix("statut", STATUTS), tenant)
    technicien_id = tenant.pk if tenant and statut != Statut.OUVERTE else None
    debut, fin = (_passe(ligne, nom, maintenant) for nom in ("date_debut", "date_fin"))
    modifiee = _passe(ligne, "updated_at", maintenant)
    creation = _creation(ligne, maintenant, debut, fin, modifiee)
    known = [m for m in (modifiee, debut) if m is not None]
    last = max(known, default=creation)
    fin, depuis = _fin(ligne, statut, fin=fin, dernier=last)
    debut = _debut(ligne, statut, debut=debut, fin=fin, creation=creation)
    first = min(m for m in (creation, debut, fin) if m is not None)
    if first < creation:
        ligne.noter("date_creation", "Après le début ou la fin : avancée à la première des dates.")
        creation = first
    fiche = Fiche(ligne, statut, technicien_id, creation, debut, fin, max(depuis, creation))
    fiche.affectation = _affectation(fiche, affectation, maintenant)
    _depuis(fiche, maintenant)
    return fiche


def _tenue(ligne: Ligne, statut: str, tenant: Tenant | None) -> str:
    """The state that the presence of an active technician allows."""
    wanted = statut
    if statut == Statut.OUVERTE and tenant is not None and tenant.actif:
        wanted = Statut.AFFECTEE
    elif statut in ENGAGEES and (tenant is None or not tenant.actif):
        wanted = Statut.OUVERTE
    elif statut == Statut.CLOTUREE and tenant is None:
        wanted = Statut.ARCHIVEE
    if wanted != statut:
        why = "sans technicien" if tenant is None else "avec un technicien"
        if tenant is not None and not tenant.actif:
            why = "chez un technicien qui n’est plus en activité"
        ligne.noter("statut", f"« {_S[statut]} » {why} : « {_S[wanted]} ».")
    elif statut == Statut.OUVERTE and tenant is not None:
        ligne.noter("technicien_id", "Ouverte, et ce technicien n’est plus en activité : retirée.")
    return wanted


def _passe(ligne: Ligne, nom: str, maintenant: datetime) -> datetime | None:
    """A moment of what has happened: not after now."""
    moment = ligne.instant(nom)
    if moment is not None and moment > maintenant:
        ligne.noter(nom, "Date à venir : ramenée au moment de la reprise.")
        return maintenant
    return moment


def _creation(ligne: Ligne, maintenant: datetime, *autres: datetime | None) -> datetime:
    moment = _passe(ligne, "date_creation", maintenant)
    if moment is not None:
        return moment
    known = [m for m in (_passe(ligne, "created_at", maintenant), *autres) if m is not None]
    ligne.noter("date_creation", "Absente : la première des autres dates de la ligne.")
    return min(known, default=maintenant)


def _fin(
    ligne: Ligne, statut: str, *, fin: datetime | None, dernier: datetime
) -> tuple[datetime | None, datetime]:
    """(end date, in this state since): only ended work has an end date."""
    if statut in OUVERTES:
        if fin is not None:
            ligne.noter("date_fin", f"« {_S[statut]} » ne peut pas être finie : laissée vide.")
        return None, dernier
    if statut == Statut.ANNULEE:
        if fin is not None:
            ligne.noter("date_fin", "Une annulée n’a pas de fin : c’est la date de l’annulation.")
        return None, fin or dernier
    if fin is None and statut == Statut.CLOTUREE:
        ligne.noter("date_fin", "Clôturée sans date de fin : sa dernière date connue.")
        fin = dernier
    return fin, fin or dernier


def _debut(
    ligne: Ligne, statut: str, *, debut: datetime | None, fin: datetime | None, creation: datetime
) -> datetime | None:
    """Work under way or closed has a start, and it is not after the end."""
    if debut is None and statut == Statut.EN_COURS:
        ligne.noter("date_debut", "En cours sans date de début : sa date de création.")
        return creation
    if debut is None and statut == Statut.CLOTUREE:
        ligne.noter("date_debut", "Clôturée sans date de début : sa date de fin.")
        return fin
    if debut is not None and fin is not None and fin < debut:
        ligne.noter("date_debut", "Début après la fin : ramené à la fin.")
        return fin
    return debut


def _affectation(fiche: Fiche, moment: datetime | None, maintenant: datetime) -> datetime | None:
    """Only if somebody has it, and only between creation and start: else nobody knows."""
    until = min(m for m in (fiche.debut, fiche.fin, maintenant) if m is not None)
    if moment is None or fiche.technicien_id is None:
        return None
    return moment if fiche.creation <= moment <= until else None


def _depuis(fiche: Fiche, maintenant: datetime) -> None:
    """In this state since: never before what led to it, never to come."""
    moments = {
        Statut.OUVERTE: fiche.creation,
        Statut.AFFECTEE: fiche.affectation or fiche.creation,
        Statut.EN_COURS: fiche.debut or fiche.creation,
    }
    floor = max(m for m in (fiche.creation, fiche.affectation, fiche.debut) if m is not None)
    wanted = moments.get(Statut(fiche.statut), max(fiche.depuis, floor))
    fiche.depuis = min(wanted, maintenant)


def colonnes(ligne: Ligne, fiche: Fiche) -> dict[str, Any]:
    """The other columns of the intervention."""
    return {
        "type_intervention": ligne.choix("type_intervention", TYPES_INTERVENTION),
        "priorite": ligne.choix("priorite", PRIORITES),
        "urgence": ligne.booleen("urgence", absent=False),
        "titre": ligne.texte("titre", 255) or f"Intervention {ligne.cle}",
        "description": ligne.texte("description"),
        "diagnostic": ligne.texte("diagnostic"),
        "solution": ligne.texte("solution"),
        "date_planifiee": ligne.instant("date_planifiee"),
        "date_limite": ligne.instant("date_limite"),
        "duree_estimee": ligne.decimal("duree_estimee", HEURES),
        "duree_reelle": ligne.decimal("duree_reelle", HEURES),
        "cout_estime": ligne.decimal("cout_estime", MAD),
        "cout_reel": ligne.decimal("cout_reel", MAD),
        "notes_techniques": ligne.texte("notes_techniques"),
        "satisfaction_client": _satisfaction(ligne, fiche),
    }


def _satisfaction(ligne: Ligne, fiche: Fiche) -> int | None:
    note = ligne.entier("satisfaction_client")
    if note is None:
        return None
    if not 1 <= note <= 5:  # noqa: PLR2004  the scale
        ligne.noter("satisfaction_client", "Hors de 1 à 5 : laissée vide.")
        return None
    if fiche.fin is None:
        ligne.noter("satisfaction_client", "Évaluée sans être finie : laissée vide.")
        return None
    return note

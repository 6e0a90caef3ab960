"""Who to send: technicians ranked for one piece of work, by published weights.

Pure: `planning.candidats` reads the facts, `planning.raisons` says them in words, and
docs/suggestion.md works one example by hand, which is also the test of this module.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from core.texte import mots, plier
from planning.calendrier import Plage
from techniciens.choices import Niveau

# Points of a hundred.
POIDS = {"competence": 35, "disponibilite": 25, "zone": 15, "charge": 15, "machine": 10}

# Asked for and held at a lower level: half. Not held, or expired: nothing, and after all others.
NIVEAU_INFERIEUR = Decimal("0.5")
# Free only outside the window that is wanted: half of what that day would give.
HORS_FENETRE = Decimal("0.5")
# A day later is worth a seventh less: after a week, nothing.
JOURS_D_ATTENTE = 7
# From so many visits of the machine on, it is known.
VISITES = 3

_RANG = {niveau: rang for rang, niveau in enumerate(Niveau.values)}
_DIXIEME = Decimal("0.1")
ZERO = Decimal("0.0")


@dataclass(frozen=True)
class Demande:
    """What the work asks for: a skill and its level (None: none), a town, a time.

    `jour` is the first local day on which it could be done; `fenetre` what is wanted.
    """

    competence_id: int | None
    niveau: str | None
    ville: str
    jour: date
    fenetre: Plage
    duree: timedelta


@dataclass(frozen=True)
class Faits:
    """What is known of a technician, with regard to one `Demande`.

    `libre` is the first time free and long enough, `libre_le` its local day. `net` and `reserve`
    are of the week. `niveau` is that held in the skill asked for; None: it is not held.
    """

    technicien_id: int
    nom: str
    niveau: str | None = None
    certifie_jusqu_au: date | None = None
    zone: str = ""
    libre: Plage | None = None
    libre_le: date | None = None
    reserve: timedelta = timedelta()
    net: timedelta = timedelta()
    visites: int = 0
    derniere_visite: date | None = None


@dataclass(frozen=True)
class Candidat:
    """A technician with the points of each part, to the tenth; `apte`: has the skill in force."""

    faits: Faits
    points: dict[str, Decimal]
    apte: bool

    @property
    def score(self) -> Decimal:
        return sum(self.points.values(), ZERO)


def classer(demande: Demande, faits: Iterable[Faits]) -> list[Candidat]:
    """Best first: who has the skill before who has not, then points, then name and id."""
    rated = [noter(demande, fact) for fact in faits]
    return sorted(rated, key=_rang)


def _rang(candidat: Candidat) -> tuple[bool, Decimal, str, int]:
    who = candidat.faits
    return (not candidat.apte, -candidat.score, plier(who.nom), who.technicien_id)


def noter(demande: Demande, faits: Faits) -> Candidat:
    """The points of one technician."""
    parts = {
        "competence": competence(demande, faits),
        "disponibilite": disponibilite(demande, faits),
        "zone": Decimal(zone_couvre(faits.zone, demande.ville)),
        "charge": charge(faits),
        "machine": Decimal(min(faits.visites, VISITES)) / VISITES,
    }
    points = {
        name: (POIDS[name] * part).quantize(_DIXIEME, ROUND_HALF_UP) for name, part in parts.items()
    }
    return Candidat(faits, points, apte=bool(parts["competence"]))


def expiree(demande: Demande, faits: Faits) -> bool:
    """The certificate has run out by the day of the work."""
    end = faits.certifie_jusqu_au
    return end is not None and end < (faits.libre_le or demande.jour)


def competence(demande: Demande, faits: Faits) -> Decimal:
    """1 if nothing is asked or all is held; half for a lower level; 0 without it or expired."""
    if demande.competence_id is None or demande.niveau is None:
        return Decimal(1)
    if faits.niveau is None or expiree(demande, faits):
        return Decimal(0)
    enough = _RANG[faits.niveau] >= _RANG[demande.niveau]
    return Decimal(1) if enough else NIVEAU_INFERIEUR


def disponibilite(demande: Demande, faits: Faits) -> Decimal:
    """1 on the first day, a seventh less for each later one; half of it outside the window."""
    if faits.libre is None or faits.libre_le is None:
        return Decimal(0)
    late = min((faits.libre_le - demande.jour).days, JOURS_D_ATTENTE)
    part = Decimal(JOURS_D_ATTENTE - late) / JOURS_D_ATTENTE
    return part if faits.libre.fin <= demande.fenetre.fin else part * HORS_FENETRE


def charge(faits: Faits) -> Decimal:
    """The part of the week's working time that is still free; 0 without any."""
    net = int(faits.net.total_seconds())
    if net <= 0:
        return Decimal(0)
    taken = min(int(faits.reserve.total_seconds()), net)
    return Decimal(net - taken) / net


@lru_cache(maxsize=2048)  # hundreds share a few zones
def zone_couvre(zone: str, ville: str) -> bool:
    """One of the zone's names ("Casablanca, Rabat") is the town, or a part of the other's words."""
    town = set(mots(ville))
    parts = (set(mots(part)) for part in zone.replace(";", ",").split(","))
    return any(part and town and (part <= town or town <= part) for part in parts)

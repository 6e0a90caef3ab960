"""Tells the work itself: start, pauses, report, closing, and what people say around it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from comptes.models import Utilisateur
from core.contexte import Canal
from interventions.choices import Statut, TypeIntervention
from pilotage.demo.donnees.paroles import (
    ATTENTES,
    AVIS,
    MESSAGES_AU_CLIENT,
    MESSAGES_DU_CLIENT,
    MOTIFS_RECTIFICATION,
    NOTES_INTERNES,
    NOTES_TECHNIQUES,
)
from pilotage.demo.horloge import Agenda
from pilotage.demo.monde import Intervenant, Monde
from pilotage.demo.sujet import HEURE, Sujet, chance, cout

JOURNEE_MAX = 9.0  # hours of work that fit into one day
DEMI_HEURE = 1800  # seconds: rendezvous are given to the half hour
DUREE_ATTENTE: dict[str, tuple[float, float]] = {
    "pieces": (24, 190),
    "acces": (3, 48),
    "client": (20, 90),
    "securite": (2, 24),
    "autre": (14, 20),
}


@dataclass
class Chantier:
    """The work on one subject by one technician."""

    monde: Monde
    alea: Random
    sujet: Sujet
    intervenant: Intervenant
    agenda: Agenda

    def __post_init__(self) -> None:
        hours = self.sujet.panne.heures * self.alea.uniform(0.8, 1.3)
        self._duree = HEURE * min(hours, JOURNEE_MAX)
        self._debut = self.sujet.dernier
        self._diagnostic_ecrit = False

    @property
    def _technicien(self) -> Utilisateur:
        return self.intervenant.technicien.user

    def fixer(self) -> datetime | None:
        """Find when the work starts; gives the rendezvous to note, if one was made."""
        s, horloge = self.sujet, self.monde.horloge
        if s.debut is not None:
            self._debut = s.debut
            # Under way at midnight: nothing else is begun beside it.
            self.agenda.prendre(s.debut, horloge.a(-30, 0))
            return s.planifiee
        wanted = s.planifiee or horloge.plus(s.dernier, *s.delais[1])
        earliest = max(wanted, s.dernier + HEURE / 4)
        self._debut = self.agenda.reserver(earliest, self._duree, astreinte=s.urgent)
        if s.type_intervention == TypeIntervention.PREVENTIVE:
            return s.planifiee
        told = self._debut.timestamp() // DEMI_HEURE * DEMI_HEURE
        rendezvous = datetime.fromtimestamp(told, tz=self._debut.tzinfo)
        return rendezvous if not s.urgent and chance(self.alea, 0.7) else None

    def mener(self) -> None:
        """Start, then as far as the subject has come."""
        s = self.sujet
        self._avant()
        s.dire(self._debut, "demarrer", par=self._technicien)
        if s.but == Statut.EN_COURS:
            return
        if s.but == Statut.EN_ATTENTE:
            self._suspendre(self._debut + self._duree * 0.3, s.cause)
            return
        end = self._debut + self._duree
        if s.type_intervention == TypeIntervention.CORRECTIVE and not s.actuel:
            end = self._peut_etre_en_deux_fois(end)
        self._noter(s.dernier, end)
        self._cloturer(end)

    # --- Around the work --------------------------------------------------------------------
    def _client(self) -> Utilisateur | None:
        accounts = self.sujet.firme.comptes
        return self.alea.choice(accounts) if accounts else None

    def _commenter(
        self, moment: datetime, par: Utilisateur, texte: str, *, visible: bool = True
    ) -> None:
        self.sujet.dire(moment, "commenter", par=par, texte=texte, visible_client=visible)

    def _avant(self) -> None:
        """The client asks something before the technician comes; somebody answers."""
        s, client = self.sujet, self._client()
        gap = (self._debut - s.dernier) / HEURE
        if client is None or gap < 1 or not chance(self.alea, 0.3):
            return
        asked = self.monde.horloge.plus(s.dernier, 0.1, gap * 0.4)
        self._commenter(asked, client, self.alea.choice(MESSAGES_DU_CLIENT[:5]))
        if chance(self.alea, 0.7):
            answered = self.monde.horloge.plus(asked, 0.05, gap * 0.4)
            staff = self.alea.choice(self.monde.responsables)
            self._commenter(answered, staff, self.alea.choice(MESSAGES_AU_CLIENT[:3]))

    def _suspendre(self, moment: datetime, cause: str) -> None:
        s = self.sujet
        words = self.alea.choice(ATTENTES[cause]).format(piece=s.panne.piece or "pièce de rechange")
        s.dire(moment, "suspendre", par=self._technicien, cause=cause, texte=words)

    def _peut_etre_en_deux_fois(self, end: datetime) -> datetime:
        """Some work waits for something in the middle; gives the new end."""
        s = self.sujet
        if not chance(self.alea, 0.45 if s.panne.piece else 0.12):
            return end
        others = ["acces", "client", "securite", "autre"]
        piece = s.panne.piece and chance(self.alea, 0.7)
        cause = "pieces" if piece else self.alea.choice(others)
        first = self._duree * 0.35
        self._suspendre(self._debut + first, cause)
        wanted = self.monde.horloge.plus(s.dernier, *DUREE_ATTENTE[cause])
        if piece:
            half = s.dernier + (wanted - s.dernier) / 2
            staff = self.alea.choice(self.monde.responsables)
            self._commenter(self.monde.horloge.au_bureau(half), staff, MESSAGES_AU_CLIENT[1])
            wanted = max(wanted, s.dernier + HEURE)
        rest = self._duree - first
        start = self.agenda.reserver(wanted, rest)
        s.dire(start, "reprendre", par=self._technicien)
        return start + rest

    def _noter(self, start: datetime, end: datetime) -> None:
        """What is written while the work goes on, in the last stretch."""
        s = self.sujet
        span = end - start
        if s.panne.codes and chance(self.alea, 0.4):
            champs: dict[str, Any] = {"diagnostic": s.panne.diagnostic}
            if chance(self.alea, 0.5):
                champs["notes_techniques"] = self.alea.choice(NOTES_TECHNIQUES)
            s.dire(start + span * 0.3, "modifier", par=self._technicien, **champs)
            self._diagnostic_ecrit = True
        if chance(self.alea, 0.25):
            words = self.alea.choice(NOTES_INTERNES)
            self._commenter(start + span * 0.5, self._technicien, words, visible=False)
        if not s.sans_rapport and chance(self.alea, 0.7):
            staff = self.alea.choice(self.monde.responsables)
            s.dire(start + span * 0.8, "modifier", par=staff, cout_reel=cout(s.panne, self.alea))

    def _cloturer(self, end: datetime) -> None:
        s = self.sujet
        if s.sans_rapport:
            s.dire(end, "cloturer", par=self._technicien, canal=Canal.API)
            return
        rapport = {"solution": s.panne.solution}
        if not self._diagnostic_ecrit:
            rapport["diagnostic"] = s.panne.diagnostic
        if s.panne.codes and chance(self.alea, 0.9):
            rapport |= dict(zip(("mode", "cause", "remede"), s.panne.codes.split(), strict=True))
        s.dire(end, "cloturer", par=self._technicien, **rapport)
        if not s.actuel:
            self._apres(end)

    # --- Afterwards -----------------------------------------------------------------------------
    def _apres(self, end: datetime) -> None:
        """Rating, correction, archive; each only for some."""
        s, client, horloge = self.sujet, self._client(), self.monde.horloge
        if client is not None and chance(self.alea, 0.65):
            note, words = self.alea.choice(AVIS)
            moment = horloge.au_bureau(horloge.plus(end, 0.3, 300))
            s.dire(moment, "evaluer", par=client, note=note, commentaire=words)
        staff = self.alea.choice(self.monde.responsables)
        if s.panne.codes and chance(self.alea, 0.05):
            moment = horloge.au_bureau(max(s.dernier, end) + timedelta(days=2))
            s.dire(
                moment,
                "rectifier",
                par=staff,
                motif=self.alea.choice(MOTIFS_RECTIFICATION),
                solution=f"{s.panne.solution} Référence de la pièce montée notée au dossier.",
            )
        if chance(self.alea, 0.12):
            moment = horloge.au_bureau(end + timedelta(days=self.alea.randint(120, 200)))
            s.dire(moment, "archiver", par=self.alea.choice([staff, self.monde.admin]))

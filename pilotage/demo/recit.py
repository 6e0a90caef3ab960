"""Tells how an intervention is asked for and given to somebody; `chantier` tells the work."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from comptes.choices import Role
from comptes.models import Utilisateur
from interventions.choices import Priorite, Statut, TypeIntervention
from pilotage.demo.chantier import Chantier
from pilotage.demo.donnees.parc import FAMILLES, GENRES
from pilotage.demo.donnees.paroles import MOTIFS_ANNULATION, MOTIFS_DESAFFECTATION
from pilotage.demo.horloge import Agenda
from pilotage.demo.monde import Intervenant, Monde
from pilotage.demo.sujet import HEURE, Sujet, chance, cout

LIMITES = {Priorite.URGENTE: 8, Priorite.HAUTE: 48}
PREAVIS_DEPART = 30  # days before leaving in which nobody gets new work


@dataclass
class Conteur:
    """Tells subjects one by one, giving each technician one piece of work at a time."""

    monde: Monde
    alea: Random
    agendas: dict[int, Agenda] = field(default_factory=dict)

    def raconter(self, s: Sujet) -> None:
        """Fill `s.dossier.actes`, the acts in order of time."""
        self._ouvrir(s)
        self._qualifier(s)
        if s.but == Statut.OUVERTE:
            return
        if s.but == Statut.ANNULEE:
            self._annuler(s)
            return
        worker = self._affecter(s)
        if s.but == Statut.AFFECTEE:
            self._planifier(s, s.planifiee)
            return
        agenda = self.agendas.setdefault(worker.technicien.pk, Agenda(self.monde.horloge))
        chantier = Chantier(self.monde, self.alea, s, worker, agenda)
        self._planifier(s, chantier.fixer())
        chantier.mener()

    def _responsable(self) -> Utilisateur:
        return self.alea.choice(self.monde.responsables)

    def _bientot(self, s: Sujet, delai: tuple[float, float]) -> datetime:
        """Some hours after the last act; in office hours unless it burns."""
        horloge = self.monde.horloge
        later = horloge.plus(s.dernier, *delai)
        if s.urgent:
            return later
        office = horloge.au_bureau(later)
        if s.actuel and office > min(s.debut or horloge.minuit, horloge.minuit) - HEURE:
            return horloge.plus(s.dernier, 0.1, 0.4)
        return office

    # --- Request --------------------------------------------------------------------------------
    def _ouvrir(self, s: Sujet) -> None:
        known = (c for c in s.firme.contacts if c.nom == s.demandeur.full_name)
        contact = next(known, s.firme.contacts[0])
        champs: dict[str, Any] = {
            "titre": s.panne.titre,
            "description": s.panne.description,
            "type_intervention": s.type_intervention,
            "urgence": s.urgent,
            "arret_machine": s.panne.arret,
            "contact_nom": contact.nom,
            "contact_telephone": contact.telephone,
        }
        if s.demandeur.role == Role.RESPONSABLE:
            champs |= {"priorite": s.priorite, "duree_estimee": s.heures_estimees}
            if s.type_intervention == TypeIntervention.PREVENTIVE and s.planifiee:
                champs["date_planifiee"] = s.planifiee
        s.dire(s.ouverture, "creer", par=s.demandeur, **champs)

    def _qualifier(self, s: Sujet) -> None:
        """The responsable reads the request and sets what only staff may set."""
        if s.actuel and s.but == Statut.OUVERTE and s.limite is None:
            return  # nobody has read it yet
        champs: dict[str, Any] = {}
        if s.limite is not None:
            champs["date_limite"] = s.limite
        elif s.priorite in LIMITES and not s.actuel:
            champs["date_limite"] = s.ouverture + HEURE * LIMITES[s.priorite]
        if s.demandeur.role != Role.RESPONSABLE:
            if s.priorite != Priorite.NORMALE:
                champs["priorite"] = s.priorite
            champs["duree_estimee"] = s.heures_estimees
        if s.panne.piece and chance(self.alea, 0.4):
            champs["cout_estime"] = cout(s.panne, self.alea)
        if champs:
            s.dire(self._bientot(s, (0.05, 0.3)), "modifier", par=self._responsable(), **champs)

    def _annuler(self, s: Sujet) -> None:
        by_client = s.demandeur.role == Role.CLIENT and chance(self.alea, 0.5)
        par = s.demandeur if by_client else self._responsable()
        motif = self.alea.choice(MOTIFS_ANNULATION)
        s.dire(self._bientot(s, (0.5, 30)), "annuler", par=par, motif=motif)

    # --- Assignment -----------------------------------------------------------------------------
    def _choisir(self, s: Sujet, sauf: Intervenant | None = None) -> Intervenant:
        """Somebody of the zone with the skill and still employed; failing that, with the skill."""
        genre = GENRES[self.monde.genres[s.dossier.machine.pk]]
        competence = FAMILLES[genre.famille].competence
        there = [i for i in self.monde.intervenants if i is not sauf and self._present(i, s)]
        skilled = [i for i in there if i.sait(competence)]
        near = [i for i in skilled if s.firme.fiche.zone in i.fiche.zones]
        fit = near or skilled or there
        # The demo account's technician has a past worth looking at.
        weights = [3 if i.fiche.username == "technicien" else 1 for i in fit]
        return self.alea.choices(fit, weights)[0]

    def _present(self, intervenant: Intervenant, s: Sujet) -> bool:
        gone = intervenant.fiche.parti
        return gone is None or s.ouverture < self.monde.horloge.a(gone + PREAVIS_DEPART, 0)

    def _affecter(self, s: Sujet) -> Intervenant:
        worker = s.intervenant or self._choisir(s)
        moment = self._bientot(s, s.delais[0])
        if not s.actuel and not s.urgent and chance(self.alea, 0.08):
            moment = self._detour(s, moment, self._choisir(s, sauf=worker))
        s.dire(moment, "affecter", par=self._responsable(), technicien=worker.technicien)
        return worker

    def _detour(self, s: Sujet, moment: datetime, autre: Intervenant) -> datetime:
        """Given to somebody else first, who hands it back or is replaced."""
        s.dire(moment, "affecter", par=self._responsable(), technicien=autre.technicien)
        if chance(self.alea, 0.4):
            motif = self.alea.choice(MOTIFS_DESAFFECTATION)
            back = self._bientot(s, (0.5, 4))
            s.dire(back, "desaffecter", par=autre.technicien.user, motif=motif)
        return self._bientot(s, (0.3, 3))

    def _planifier(self, s: Sujet, quand: datetime | None) -> None:
        """Say when, unless the request did."""
        if quand is None or quand == s.dossier.actes[0].arguments.get("date_planifiee"):
            return
        moment = s.dernier + timedelta(seconds=self.alea.randint(40, 500))
        s.dire(moment, "modifier", par=self._responsable(), date_planifiee=quand)

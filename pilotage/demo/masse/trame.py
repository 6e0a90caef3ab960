"""What every story is made of: the request, the moments, a word, the closing."""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from interventions.choices import Priorite, TypeIntervention
from interventions.workflow import DELAI_SUITE_CLIENT
from pilotage.demo.donnees.paroles import MESSAGES_AU_CLIENT, MESSAGES_DU_CLIENT, NOTES_INTERNES
from pilotage.demo.masse.gestes import Demande, Gestes
from pilotage.demo.masse.greffe import Greffe
from pilotage.demo.masse.instants import HEURE
from pilotage.demo.masse.peuple import Auteur, Equipier, Peuple
from pilotage.demo.masse.textes import Recueil, Sujet

SUITE = int(DELAI_SUITE_CLIENT.total_seconds())
JAMAIS = 1 << 40
PART_CLIENT = 0.68  # of what is not planned by the house, as in the small demo
PART_SUITE = 0.12
ENTRETIEN = frozenset({TypeIntervention.CORRECTIVE.value, TypeIntervention.PREVENTIVE.value})
DEMI_HEURE = 1800


class Creneau(NamedTuple):
    """One entry of the plan."""

    sorte: int
    naissance: int
    debut: int
    duree: int
    equipier: Equipier
    priorite: Priorite
    reserve: bool


@dataclass
class Trame:
    """Pieces of stories, on the intervention under way."""

    greffe: Greffe
    recueil: Recueil

    def __post_init__(self) -> None:
        self.peuple: Peuple = self.greffe.peuple
        self.alea: Random = self.greffe.alea
        self.gestes = Gestes(self.greffe)
        self.minuit = self.greffe.instants.minuit

    def _responsable(self) -> Auteur:
        staff = self.peuple.responsables
        return staff[int(self.alea.random() * len(staff))]

    def _client(self) -> Auteur | None:
        accounts = self.gestes.firme.comptes
        return accounts[int(self.alea.random() * len(accounts))] if accounts else None

    def _parler(self, moment: int, *, interne: bool = False) -> None:
        """A word of the client's, an answer of the house, or a note among staff."""
        client, choice = self._client(), self.alea.choice
        if interne:
            self.gestes.commenter(
                moment, self._responsable(), choice(NOTES_INTERNES), visible=False
            )
        elif client is not None and self.alea.random() < PART_CLIENT:
            self.gestes.commenter(moment, client, choice(MESSAGES_DU_CLIENT[:5]))
        else:
            self.gestes.commenter(moment, self._responsable(), choice(MESSAGES_AU_CLIENT[:3]))

    def _creer(self, x: Creneau, *, qualifiee: bool = True) -> Sujet:
        """The request; where nobody reads it first, the house itself has said what presses."""
        peuple, random = self.peuple, self.alea.random
        machine = (
            self.alea.choice(peuple.firmes[0].machines)
            if x.reserve
            else x.equipier.bassin.tirer(random())
        )
        firm = peuple.firmes[peuple.clients[machine] - 1]
        sujet = self.recueil.tirer(peuple.genres[machine], x.priorite, random())
        planned = x.priorite == Priorite.PROGRAMMEE
        demande = Demande(x.naissance, self._responsable(), machine, sujet, x.priorite)
        if planned:
            demande.planifiee = self._rendezvous(x)
        elif (
            firm.comptes
            and random() < PART_CLIENT
            and (qualifiee or x.priorite == Priorite.NORMALE)
        ):
            demande.par = firm.comptes[int(random() * len(firm.comptes))]
        since, before = x.naissance - peuple.fins[machine], peuple.sujets[machine]
        if before is not None and not planned and HEURE < since < SUITE and random() < PART_SUITE:
            # The same failure again; what follows on a follow-up is a request of its own.
            demande.sujet, demande.suite_de = before.suite or sujet, peuple.dernieres[machine]
        if demande.sujet.panne.arret and peuple.arrets[machine] <= x.naissance:
            demande.arret = True
            peuple.arrets[machine] = JAMAIS
        self.gestes.creer(demande)
        return demande.sujet

    def _rendezvous(self, x: Creneau) -> int:
        return max(x.debut // DEMI_HEURE * DEMI_HEURE, x.naissance)

    def _avant(self, x: Creneau) -> tuple[int, int, int]:
        """Moments of reading, of assignment, and of a word before the work."""
        random = self.alea.random
        gap = min(x.debut, self.minuit) - 60 - x.naissance
        read = x.naissance + min(gap // 4, 120 + int(random() * 1500))
        given = x.naissance + int(gap * (0.3 + 0.2 * random()))
        office = self.greffe.instants.apres(given, random())
        if office < x.naissance + gap * 3 // 4:
            given = office
        return read, given, given + int((x.naissance + gap - given) * (0.1 + 0.8 * random()))

    def _finir(self, x: Creneau, fin: int, *, rapport: bool = True) -> None:
        self.gestes.cloturer(fin, x.equipier.compte, rapport=rapport)
        self._liberer(fin)
        machine, peuple = self.gestes.demande.machine, self.peuple
        if self.gestes.demande.sujet.type_intervention.texte in ENTRETIEN:
            peuple.entretiens[machine] = max(peuple.entretiens[machine], fin)
        if fin > peuple.fins[machine]:
            peuple.dernieres[machine], peuple.fins[machine] = int(self.greffe.pk), fin
            peuple.sujets[machine] = self.gestes.demande.sujet

    def _liberer(self, moment: int) -> None:
        if self.greffe.arretee:
            self.greffe.redemarrer(moment)
            self.peuple.arrets[self.gestes.demande.machine] = moment

    def _duree(self, x: Creneau, sujet: Sujet) -> int:
        wanted = sujet.panne.heures * HEURE * (0.8 + 0.5 * self.alea.random())
        return max(600, min(int(wanted), x.duree))

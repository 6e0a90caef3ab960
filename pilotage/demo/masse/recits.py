"""Which acts make up an intervention: five for each, by how far it has come; thirty for one."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from interventions.choices import Priorite, TypeIntervention
from interventions.workflow import DELAI_ARCHIVAGE, DELAI_SUITE_CLIENT
from pilotage.demo.donnees.paroles import MESSAGES_AU_CLIENT, MESSAGES_DU_CLIENT, NOTES_INTERNES
from pilotage.demo.masse.gestes import CAUSES, Demande, Gestes
from pilotage.demo.masse.greffe import Greffe
from pilotage.demo.masse.instants import HEURE, JOUR
from pilotage.demo.masse.peuple import Auteur, Equipier, Peuple
from pilotage.demo.masse.plan import PRIORITES, Plan, Sorte
from pilotage.demo.masse.textes import Recueil, Sujet

ARCHIVAGE, SUITE = (int(d.total_seconds()) for d in (DELAI_ARCHIVAGE, DELAI_SUITE_CLIENT))
DELAI_MENAGE = 7 * JOUR  # old work is archived once a week
JAMAIS = 1 << 40
PART_CLIENT = 0.68  # of what is not planned by the house, as in the small demo
PART_SUITE, PART_RENDEZVOUS, PART_SANS_RAPPORT = 0.4, 0.7, 0.015
UPKEEP = frozenset({TypeIntervention.CORRECTIVE.value, TypeIntervention.PREVENTIVE.value})
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
class Recits:
    """Tells the plan's entries one by one."""

    greffe: Greffe
    recueil: Recueil

    def __post_init__(self) -> None:
        self.peuple: Peuple = self.greffe.peuple
        self.alea: Random = self.greffe.alea
        self.gestes = Gestes(self.greffe)
        self.minuit = self.greffe.instants.minuit
        self._selon: dict[int, Callable[[Creneau], None]] = {
            Sorte.FINIE: self._finie,
            Sorte.LONGUE: self._longue,
            Sorte.ATTENTE: self._attente,
            Sorte.EN_COURS: self._en_cours,
            Sorte.AFFECTEE: self._affectee,
            Sorte.OUVERTE: self._ouverte,
            Sorte.ANNULEE: self._annulee,
        }
        # Ended work, in twentieths.
        self._recits = (
            *(self._suivie,) * 6,
            *(self._qualifiee,) * 6,
            *(self._discutee,) * 3,
            *(self._notee,) * 2,
            *(self._reaffectee,) * 2,
            self._suspendue,
        )

    def raconter(self, plan: Plan, n: int) -> None:
        rank = plan.techniciens[n]
        equipier = (
            self.peuple.equipiers[rank - 1] if rank else self.alea.choice(self.peuple.presents)
        )
        creneau = Creneau(
            *(plan.sortes[n], plan.naissances[n], plan.debuts[n], plan.durees[n], equipier),
            *(PRIORITES[plan.priorites[n]], n in plan.reserves),
        )
        self._selon[creneau.sorte](creneau)
        self.greffe.fermer()

    # --- Pieces -----------------------------------------------------------------------------
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
        since = x.naissance - peuple.fins[machine]
        if sujet.suite is not None and HEURE < since < SUITE and random() < PART_SUITE:
            demande.sujet, demande.suite_de = sujet.suite, peuple.dernieres[machine]
        if sujet.panne.arret and peuple.arrets[machine] <= x.naissance:
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
        if self.gestes.demande.sujet.type_intervention.texte in UPKEEP:
            peuple.entretiens[machine] = max(peuple.entretiens[machine], fin)
        if fin > peuple.fins[machine]:
            peuple.dernieres[machine], peuple.fins[machine] = int(self.greffe.pk), fin

    def _liberer(self, moment: int) -> None:
        if self.greffe.arretee:
            self.greffe.redemarrer(moment)
            self.peuple.arrets[self.gestes.demande.machine] = moment

    def _duree(self, x: Creneau, sujet: Sujet) -> int:
        wanted = sujet.panne.heures * HEURE * (0.8 + 0.5 * self.alea.random())
        return max(600, min(int(wanted), x.duree))

    # --- Ended --------------------------------------------------------------------------------
    def _finie(self, x: Creneau) -> None:
        if x.debut + x.duree + ARCHIVAGE + DELAI_MENAGE < self.minuit:
            self._archivee(x)
            return
        self._recits[int(self.alea.random() * len(self._recits))](x)

    def _archivee(self, x: Creneau) -> None:
        sujet = self._creer(x, qualifiee=False)
        _read, given, _said = self._avant(x)
        self.gestes.affecter(given, self._responsable(), x.equipier)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        end = x.debut + self._duree(x, sujet)
        self._finir(x, end)
        later = end + ARCHIVAGE + int(self.alea.random() * DELAI_MENAGE)
        self.gestes.archiver(later, self.peuple.admin)

    def _qualifiee(self, x: Creneau) -> None:
        sujet = self._creer(x)
        read, given, _said = self._avant(x)
        meeting = self._rendezvous(x) if self.alea.random() < PART_RENDEZVOUS else None
        self.gestes.qualifier(read, self._responsable(), rendezvous=meeting)
        self.gestes.affecter(given, self._responsable(), x.equipier)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        late = x.debut > self.minuit - 20 * JOUR and self.alea.random() < PART_SANS_RAPPORT
        self._finir(x, x.debut + self._duree(x, sujet), rapport=not late)

    def _suivie(self, x: Creneau) -> None:
        """The client says what it thinks, or the house completes the report."""
        instants, random = self.greffe.instants, self.alea.random
        after = instants.apres(
            x.debut + x.duree + int(random() ** 2 * 300 * HEURE) + HEURE, random()
        )
        if after >= self.minuit:
            self._qualifiee(x)
            return
        sujet = self._creer(x, qualifiee=False)
        _read, given, _said = self._avant(x)
        self.gestes.affecter(given, self._responsable(), x.equipier)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        self._finir(x, x.debut + self._duree(x, sujet))
        client = self._client()
        if client is None:
            self.gestes.rectifier(after, self._responsable())
        else:
            self.gestes.evaluer(after, client)

    def _discutee(self, x: Creneau) -> None:
        sujet = self._creer(x, qualifiee=False)
        _read, given, said = self._avant(x)
        self.gestes.affecter(given, self._responsable(), x.equipier)
        inside = self.alea.random() < 1 / 3
        if not inside:
            self._parler(said)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        length = self._duree(x, sujet)
        if inside:
            words = self.alea.choice(NOTES_INTERNES)
            self.gestes.commenter(x.debut + length // 2, x.equipier.compte, words, visible=False)
        self._finir(x, x.debut + length)

    def _notee(self, x: Creneau) -> None:
        sujet = self._creer(x, qualifiee=False)
        _read, given, _said = self._avant(x)
        self.gestes.affecter(given, self._responsable(), x.equipier)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        length = self._duree(x, sujet)
        if self.alea.random() < 1 / 2:
            self.gestes.noter(x.debut + length // 3, x.equipier.compte)
        else:
            self.gestes.chiffrer(x.debut + length * 4 // 5, self._responsable())
        self._finir(x, x.debut + length)

    def _reaffectee(self, x: Creneau) -> None:
        """Given to somebody else first."""
        sujet = self._creer(x, qualifiee=False)
        _read, given, again = self._avant(x)
        others = [e for e in self.alea.sample(self.peuple.presents, 2) if e is not x.equipier]
        self.gestes.affecter(given, self._responsable(), others[0])
        self.gestes.affecter(again, self._responsable(), x.equipier)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        self._finir(x, x.debut + self._duree(x, sujet))

    def _suspendue(self, x: Creneau) -> None:
        sujet = self._creer(x, qualifiee=False)
        _read, given, _said = self._avant(x)
        self.gestes.affecter(given, self._responsable(), x.equipier)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        length = self._duree(x, sujet)
        cause = self.alea.choice(("client", "acces", "securite"))
        self.gestes.suspendre(x.debut + length * 2 // 3, x.equipier.compte, cause)
        self._finir(x, x.debut + length)

    def _annulee(self, x: Creneau) -> None:
        self._creer(x)
        step = int((2 + self.alea.random() * 28) * HEURE) // 4
        moments = [x.naissance + step * n for n in range(1, 5)]
        archived = moments[-1] + ARCHIVAGE + DELAI_MENAGE < self.minuit
        self.gestes.qualifier(moments[0], self._responsable())
        if self.alea.random() < 1 / 2:
            self.gestes.affecter(moments[1], self._responsable(), x.equipier)
            by = self._responsable()
        else:
            self._parler(moments[1])
            by = self._client() or self._responsable()
        if not archived:
            self._parler(moments[2], interne=True)
        self.gestes.annuler(moments[3], by)
        self._liberer(moments[3])
        if archived:
            later = moments[3] + ARCHIVAGE + int(self.alea.random() * DELAI_MENAGE)
            self.gestes.archiver(later, self.peuple.admin)

    # --- Open ---------------------------------------------------------------------------------
    def _ouverte(self, x: Creneau) -> None:
        self._creer(x)
        step = min(self.minuit - x.naissance - 60, 2 * JOUR) // 5
        moments = [x.naissance + step * n for n in range(1, 5)]
        self.gestes.qualifier(moments[0], self._responsable())
        if self.alea.random() < 1 / 4:
            self.gestes.affecter(moments[1], self._responsable(), x.equipier)
            self.gestes.desaffecter(moments[2], x.equipier.compte, x.equipier)
        else:
            self._parler(moments[1])
            self._parler(moments[2])
        self._parler(moments[3], interne=True)

    def _affectee(self, x: Creneau) -> None:
        self._creer(x)
        read, given, said = self._avant(x)
        self.gestes.qualifier(read, self._responsable())
        self.gestes.affecter(given, self._responsable(), x.equipier)
        if self.gestes.demande.planifiee is None:
            self.gestes.fixer(given + 40, self._responsable(), x.debut)
        else:
            self._parler(given + 40, interne=True)
        self._parler(max(said, given + 60))

    def _en_cours(self, x: Creneau) -> None:
        self._creer(x)
        read, given, said = self._avant(x)
        self.gestes.qualifier(read, self._responsable(), rendezvous=self._rendezvous(x))
        self.gestes.affecter(given, self._responsable(), x.equipier)
        self._parler(said)
        self.gestes.demarrer(x.debut, x.equipier.compte)

    def _attente(self, x: Creneau) -> None:
        sujet = self._creer(x)
        read, given, _said = self._avant(x)
        self.gestes.qualifier(read, self._responsable(), rendezvous=self._rendezvous(x))
        self.gestes.affecter(given, self._responsable(), x.equipier)
        self.gestes.demarrer(x.debut, x.equipier.compte)
        cause = "pieces" if sujet.panne.piece else self.alea.choice(CAUSES)
        middle = x.debut + self._duree(x, sujet) // 2
        self.gestes.suspendre(middle, x.equipier.compte, cause)

    # --- The one with a long history ------------------------------------------------------------
    def _longue(self, x: Creneau) -> None:
        """Three pauses in one long job, and people who write to one another: thirty acts."""
        gestes, worker, staff = self.gestes, x.equipier.compte, self._responsable()
        sujet = self._creer(x)
        read, given, _said = self._avant(x)
        gestes.qualifier(read, staff)
        gestes.affecter(given, staff, x.equipier)
        gestes.fixer(given + 40, staff, self._rendezvous(x))
        step = max((x.debut - given - 100) // 6, 1)
        for rank in range(1, 5):
            self._parler(given + 40 + step * rank)
        gestes.demarrer(x.debut, worker)
        step = max(self._duree(x, sujet), x.duree) // 20
        moment = x.debut
        for cause in ("acces", "securite", "autre"):
            for act in (self._parler, self._pause(worker, cause), self._parler):
                moment += step
                act(moment)
            moment += step
            gestes.reprendre(moment, worker)
        gestes.noter(moment + step, worker)
        self._parler(moment + 2 * step)
        self._parler(moment + 3 * step, interne=True)
        gestes.chiffrer(moment + 4 * step, staff)
        self._parler(moment + 5 * step)
        end = moment + 6 * step
        self._finir(x, end)
        step = min(JOUR, (self.minuit - end - 60) // 4)
        self._parler(end + step)
        gestes.evaluer(end + 2 * step, self._client() or staff)
        gestes.rectifier(end + 3 * step, staff)

    def _pause(self, par: Auteur, cause: str) -> Callable[[int], None]:
        return lambda moment: self.gestes.suspendre(moment, par, cause)

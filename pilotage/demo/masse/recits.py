"""Which acts make up an intervention: five for each, by how far it has come; thirty for one."""

from collections.abc import Callable
from dataclasses import dataclass

from interventions.choices import Priorite
from interventions.workflow import DELAI_ARCHIVAGE
from pilotage.demo.donnees.paroles import NOTES_INTERNES
from pilotage.demo.masse.gestes import CAUSES
from pilotage.demo.masse.instants import HEURE, JOUR
from pilotage.demo.masse.lexique import BUREAU, CLIENT, ECHANGES, TERRAIN
from pilotage.demo.masse.peuple import Auteur
from pilotage.demo.masse.plan import PRIORITES, Plan, Sorte
from pilotage.demo.masse.trame import Creneau, Trame

ARCHIVAGE = int(DELAI_ARCHIVAGE.total_seconds())
DELAI_MENAGE = 7 * JOUR  # old work is archived once a week
PART_RENDEZVOUS, PART_SANS_RAPPORT = 0.7, 0.015


@dataclass
class Recits(Trame):
    """Tells the plan's entries one by one."""

    def __post_init__(self) -> None:
        super().__post_init__()
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
        sujet = self._creer(x._replace(priorite=Priorite.HAUTE))
        read, given, _said = self._avant(x)
        gestes.qualifier(read, staff)
        gestes.affecter(given, staff, x.equipier)
        gestes.fixer(given + 40, staff, self._rendezvous(x))
        talk = self._echanges(worker, staff)
        step = max((x.debut - given - 100) // 6, 1)
        for rank in range(1, 5):
            talk(given + 40 + step * rank)
        gestes.demarrer(x.debut, worker)
        step = max(self._duree(x, sujet), x.duree) // 20
        moment = x.debut
        for cause in ("acces", "securite", "acces"):
            talk(moment + step)
            gestes.suspendre(moment + 2 * step, worker, cause)
            talk(moment + 3 * step)
            moment += 4 * step
            gestes.reprendre(moment, worker)
        gestes.noter(moment + step, worker)
        talk(moment + 2 * step)
        talk(moment + 3 * step)
        gestes.chiffrer(moment + 4 * step, staff)
        talk(moment + 5 * step)
        end = moment + 6 * step
        self._finir(x, end)
        step = min(JOUR, (self.minuit - end - 60) // 4)
        talk(end + step)
        gestes.evaluer(end + 2 * step, self._client() or staff)
        gestes.rectifier(end + 3 * step, staff)

    def _echanges(self, technicien: Auteur, responsable: Auteur) -> Callable[[int], None]:
        """Each call writes the next message of the list; what the technician notes is internal."""
        people = {
            CLIENT: self._client() or responsable,
            BUREAU: responsable,
            TERRAIN: technicien,
        }
        messages = iter(ECHANGES)

        def dire(moment: int) -> None:
            qui, texte = next(messages)
            self.gestes.commenter(moment, people[qui], texte, visible=qui != TERRAIN)

        return dire

"""The day itself: the situations of the data list, and what follows from earlier work."""

from datetime import datetime, timedelta
from random import Random

from interventions.choices import Priorite, Statut, TypeIntervention
from pilotage.demo.actes import Dossier
from pilotage.demo.donnees.catalogue import PANNES
from pilotage.demo.donnees.situations import SITUATIONS, Situation
from pilotage.demo.donnees.travaux import ENTRETIENS
from pilotage.demo.horloge import Horloge
from pilotage.demo.monde import Monde
from pilotage.demo.passe import DERNIER_JOUR
from pilotage.demo.sujet import Sujet

NUIT = 20.0
NB_SUITES, NB_SIGNALEMENTS = 6, 6


def sujets_du_jour(monde: Monde, alea: Random) -> list[Sujet]:
    """One subject for each situation."""
    return [_sujet(monde, alea, situation) for situation in SITUATIONS]


def _quand(horloge: Horloge, point: tuple[int, float] | None) -> datetime | None:
    return None if point is None else horloge.a(*point)


def _prevue(horloge: Horloge, x: Situation) -> datetime | None:
    """The rendezvous; of work that is done, on a day on which the firm was open."""
    if x.planifiee is None or x.etat != Statut.CLOTUREE:
        return _quand(horloge, x.planifiee)
    days, hour = x.planifiee
    while horloge.ouverture_de(horloge.jour - timedelta(days=days)) is None:
        days += 1
    return horloge.a(days, hour)


def _sujet(monde: Monde, alea: Random, x: Situation) -> Sujet:
    machine = monde.machine(x.entreprise, x.machine)
    firme, genre = monde.firme_de(machine), monde.genres[machine.pk]
    upkeep = x.panne == "entretien"
    panne = ENTRETIENS[genre] if isinstance(x.panne, str) else PANNES[genre][x.panne]
    opened = monde.horloge.a(*x.ouverte) + timedelta(seconds=alea.randrange(60))
    # Upkeep is planned by the house; by night it is the shift leader who writes.
    people = monde.responsables if upkeep or not firme.comptes else firme.comptes
    return Sujet(
        dossier=Dossier(machine),
        firme=firme,
        panne=panne,
        type_intervention=TypeIntervention.PREVENTIVE if upkeep else TypeIntervention.CORRECTIVE,
        ouverture=opened,
        demandeur=people[-1 if x.ouverte[1] >= NUIT else 0],
        priorite=Priorite.PROGRAMMEE if upkeep else Priorite(x.priorite or panne.priorite),
        but=Statut(x.etat),
        intervenant=monde.intervenant(x.technicien) if x.technicien else None,
        debut=_quand(monde.horloge, x.debut),
        planifiee=_prevue(monde.horloge, x),
        limite=_quand(monde.horloge, x.limite),
        cause=x.cause,
        sans_rapport=x.sans_rapport,
        actuel=True,
    )


def suites(monde: Monde, alea: Random, passes: list[Sujet]) -> list[Sujet]:
    """Some clients write again a few days after a closing: "toujours en panne"."""
    last = monde.horloge.a(DERNIER_JOUR, 0)
    done = [
        (s, end)
        for s in passes
        if s.firme.comptes
        and s.type_intervention == TypeIntervention.CORRECTIVE
        and (end := s.moment_de("cloturer")) is not None
        and end < last
    ]
    return [
        Sujet(
            dossier=Dossier(s.dossier.machine, suite_de=s.dossier),
            firme=s.firme,
            panne=s.panne._replace(titre=f"Toujours en panne : {s.panne.titre}"[:255]),
            type_intervention=s.type_intervention,
            ouverture=monde.horloge.plus(end, 10, 120),
            demandeur=alea.choice(s.firme.comptes),
            priorite=Priorite.HAUTE,
        )
        for s, end in alea.sample(done, NB_SUITES)
    ]


def signalements(monde: Monde, alea: Random, passes: list[Sujet]) -> list[Sujet]:
    """Some technicians report another machine of the client while they work there."""
    last = monde.horloge.a(DERNIER_JOUR, 0)
    there = [
        (s, start)
        for s in passes
        if (start := s.moment_de("demarrer")) is not None and start < last
    ]
    found = []
    for s, start in alea.sample(there, NB_SIGNALEMENTS):
        others = [
            m
            for m in s.firme.machines
            if m.pk in monde.genres and m is not s.dossier.machine and m.pk not in monde.etats
        ]
        machine = alea.choice(others)
        panne = alea.choice(PANNES[monde.genres[machine.pk]])
        worker = next(a.par for a in s.dossier.actes if a.nom == "demarrer")
        found.append(
            Sujet(
                dossier=Dossier(machine),
                firme=s.firme,
                panne=panne,
                type_intervention=TypeIntervention.CORRECTIVE,
                ouverture=start + timedelta(minutes=alea.randint(8, 25)),
                demandeur=worker,
                priorite=Priorite(panne.priorite),
            )
        )
    return found

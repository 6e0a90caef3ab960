"""What is asked and reported, each text with its JSON and its search text made once."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.texte import indexer
from interventions.choices import Priorite, TypeIntervention
from pilotage.demo.donnees.catalogue import PANNES
from pilotage.demo.donnees.travaux import AMELIORATIONS, DIAGNOSTICS, ENTRETIENS
from pilotage.demo.formes import Panne
from pilotage.demo.masse.lexique import PRECISIONS
from pilotage.demo.masse.tables import NUL

C, P = TypeIntervention.CORRECTIVE, TypeIntervention.PREVENTIVE
A, D = TypeIntervention.AMELIORATIVE, TypeIntervention.DIAGNOSTIC
SUITE = "Toujours en panne : "


def en_json(valeur: str) -> str:
    """The value as the audit trail writes it."""
    return json.dumps(valeur, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Mot:
    """A value of one column: its text and its JSON."""

    texte: str
    json: str


def mot(texte: str) -> Mot:
    return Mot(texte, en_json(texte))


RIEN = Mot(NUL, "null")


@dataclass(slots=True)
class Sujet:
    """One request with the report that answers it."""

    panne: Panne
    titre: Mot
    description: Mot
    plie: str
    diagnostic: Mot
    solution: Mot
    type_intervention: Mot
    estimee: Mot
    codes: tuple[Mot, Mot, Mot] | None
    suite: "Sujet | None" = field(default=None)  # the same, asked again


def _sujet(panne: Panne, precision: str, sorte: TypeIntervention) -> Sujet:
    description = f"{panne.description} {precision}".strip()
    codes = tuple(mot(code) for code in panne.codes.split())
    return Sujet(
        panne=panne,
        titre=mot(panne.titre),
        description=mot(description),
        plie=indexer(panne.titre, description),
        diagnostic=mot(panne.diagnostic),
        solution=mot(panne.solution),
        type_intervention=mot(str(sorte)),
        estimee=mot(f"{panne.heures:.2f}"),
        codes=(codes[0], codes[1], codes[2]) if codes else None,
    )


def _variantes(pannes: Iterable[Panne], sorte: TypeIntervention) -> list[Sujet]:
    found = []
    for panne in pannes:
        for precision in PRECISIONS if sorte == C else PRECISIONS[:1]:
            sujet = _sujet(panne, precision, sorte)
            if sorte == C:
                again = panne._replace(titre=f"{SUITE}{panne.titre}"[:255])
                sujet.suite = _sujet(again, precision, sorte)
            found.append(sujet)
    return found


class Recueil:
    """The subjects of each sort of machine: failures by priority, other work by type."""

    def __init__(self) -> None:
        self._pannes: dict[tuple[str, str], list[Sujet]] = defaultdict(list)
        self._autres: dict[tuple[str, str], list[Sujet]] = {}
        for genre, pannes in PANNES.items():
            subjects = _variantes(pannes, C)
            for sujet in subjects:
                self._pannes[genre, sujet.panne.priorite].append(sujet)
            for priorite in Priorite.values:
                self._pannes[genre, priorite] = self._pannes[genre, priorite] or subjects
        for sorte, textes in ((P, ENTRETIENS), (A, AMELIORATIONS), (D, DIAGNOSTICS)):
            for genre, panne in textes.items():
                self._autres[genre, str(sorte)] = _variantes([panne], sorte)

    def tirer(self, genre: str, priorite: str, part: float) -> Sujet:
        """A subject for that machine; `part` (0 to 1) draws it.

        What is not a failure is not pressing: upkeep is planned, and of the rest one in eight.
        """
        if priorite == Priorite.PROGRAMMEE:
            return self._autres[genre, P][0]
        if priorite in {Priorite.NORMALE, Priorite.BASSE} and part < 1 / 8:
            other = self._autres.get((genre, A if part < 1 / 16 else D))
            if other:
                return other[0]
        subjects = self._pannes[genre, priorite]
        return subjects[int(part * 9973) % len(subjects)]

"""What became of each row: a line of a CSV file, and counts by table."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from listes.fichier_csv import champ
from reprise.ligne import Ligne

ENTETE = ("table", "id", "issue", "notre_id", "colonne", "ancienne_valeur", "message")
VALEUR_MAX = 500


class Issue(StrEnum):
    """What became of a row; `AVERTI` is one value of it."""

    CREE = "cree"
    DEJA_LA = "deja_la"
    MODIFIE = "modifie"
    REFUSE = "refuse"
    AVERTI = "averti"


class Rapport:
    """Written as each batch is committed, so that an interrupted run has one too."""

    def __init__(self, fichier: Path | None) -> None:
        self.comptes: dict[str, Counter[str]] = defaultdict(Counter)
        self._sortie: TextIO | None = None
        if fichier is not None:
            self._sortie = fichier.open("w", encoding="utf-8-sig", newline="")
            self._csv = csv.writer(self._sortie, delimiter=";")
            self._csv.writerow(ENTETE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        genre: type[BaseException] | None,
        faute: BaseException | None,
        t: TracebackType | None,
    ) -> None:
        if self._sortie is not None:
            self._sortie.close()

    def noter(self, table: str, issue: Issue, message: str, **reste: Any) -> None:
        """One line; `reste` are other columns of the file."""
        self.comptes[table][issue] += 1
        if self._sortie is not None:
            cells = {"table": table, "issue": str(issue), "message": message, **reste}
            self._csv.writerow([champ(cells.get(name)) for name in ENTETE])

    def remarques(self, ligne: Ligne) -> None:
        """Each value of a row that was put right."""
        ours = ligne.objet.pk if ligne.objet is not None else None
        for r in ligne.remarques:
            self.noter(
                ligne.table,
                Issue.AVERTI,
                r.message,
                id=ligne.cle,
                notre_id=ours,
                colonne=r.colonne,
                ancienne_valeur=_court(r.ancienne),
            )

    def connue(self, ligne: Ligne, issue: Issue, notre_id: int) -> None:
        """A row that an earlier run brought."""
        text = "Reprise auparavant."
        if issue == Issue.MODIFIE:
            text = "Changée dans la source depuis sa reprise : notre ligne reste comme elle est."
        self.noter(ligne.table, issue, text, id=ligne.cle, notre_id=notre_id)

    def lot(self, lignes: Iterable[Ligne]) -> None:
        """The rows of a batch that is committed."""
        for ligne in lignes:
            if ligne.refus:
                self.noter(ligne.table, Issue.REFUSE, ligne.refus, id=ligne.cle)
                continue
            issue, text = Issue.CREE, ""
            if ligne.reconnue:
                issue, text = Issue.DEJA_LA, "Reconnue : notre ligne reste comme elle est."
            self.noter(ligne.table, issue, text, id=ligne.cle, notre_id=ligne.objet.pk)
            self.remarques(ligne)
        if self._sortie is not None:
            self._sortie.flush()


def _court(valeur: Any) -> str:
    text = "" if valeur is None else str(valeur)
    return text if len(text) <= VALEUR_MAX else f"{text[:VALEUR_MAX]}…"

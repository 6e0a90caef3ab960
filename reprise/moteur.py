"""Runs the takeover: table after table, batch after batch, each batch whole or not at all.

A batch and its correspondences are one transaction: killed between two, the run goes on where it
was when it is started again. A trial does everything in one transaction and undoes it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import islice

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from core.contexte import Canal, canal
from pilotage.demo.masse.avancement import Avancement, Sortie
from reprise.etapes import ETAPES
from reprise.etapes.base import Contexte, Etape, Options
from reprise.etapes.historiques import Historiques
from reprise.etapes.interventions import Interventions
from reprise.ligne import Ligne
from reprise.models import Correspondance, Reprise
from reprise.rapport import Issue, Rapport
from reprise.registre import Registre
from reprise.source import Source

# Alembic's own bookkeeping is nobody's data.
TECHNIQUES = frozenset({"alembic_version"})


@dataclass
class Moteur:
    """One run over one source."""

    source: Source
    options: Options
    rapport: Rapport
    sortie: Sortie | None = None
    restees: dict[str, int] = field(default_factory=dict)  # tables without a home here

    def lancer(self) -> Reprise:
        """Everything; the row of the run, which a trial leaves no trace of."""
        outer: AbstractContextManager[object] = nullcontext()
        if self.options.essai:
            outer = transaction.atomic()
        with override("fr"), canal(Canal.REPRISE), outer:
            reprise = Reprise.objects.create(
                source=self.options.nom,
                adresse=self.source.adresse[:255],
                par=self.options.par,
            )
            self._tout(reprise)
            reprise.comptes = {table: dict(n) for table, n in self.rapport.comptes.items()}
            reprise.terminee_le = timezone.now()
            reprise.save(update_fields=["comptes", "terminee_le"])
            if self.options.essai:
                transaction.set_rollback(True)
        return reprise

    def _tout(self, reprise: Reprise) -> None:
        tables = self.source.tables()
        contexte = Contexte(self.source, self.options, Registre(reprise), timezone.now())
        done = list(self._preparer(contexte, tables))
        for etape, table in done:
            self._table(etape, table)
        for etape, _table in done:
            for ligne in etape.terminer():
                self.rapport.remarques(ligne)
        self._dire_restees(set(tables) - {table for _etape, table in done} - TECHNIQUES)

    def _preparer(
        self, contexte: Contexte, tables: Mapping[str, frozenset[str]]
    ) -> Iterator[tuple[Etape, str]]:
        """The steps whose table the source has, each with that table's name there."""
        found = []
        for genre in ETAPES:
            name = next((n for n in (genre.table, *genre.autres_noms) if n in tables), None)
            if name is None:
                self.rapport.noter(genre.table, Issue.AVERTI, "Table absente de la source.")
                continue
            etape = genre(contexte, tables[name])
            if self._dire_colonnes(etape):
                found.append((etape, name))
        story = next(((e, t) for e, t in found if isinstance(e, Historiques)), None)
        for etape, _name in found:
            if isinstance(etape, Interventions) and story is not None:
                etape.avec_histoire(*story)
        yield from found

    def _dire_colonnes(self, etape: Etape) -> bool:
        """Report how this version's columns differ; False if the table cannot be read at all."""
        missing = ", ".join(etape.manquantes)
        if missing:
            text = f"Colonnes indispensables absentes : {missing}. Table non reprise."
            self.rapport.noter(etape.table, Issue.REFUSE, text)
            return False
        for text, names in (
            ("Colonnes de la source non reprises", etape.inconnues),
            ("Colonnes absentes de la source, laissées vides", etape.absentes),
        ):
            if names:
                self.rapport.noter(etape.table, Issue.AVERTI, f"{text} : {', '.join(names)}.")
        return True

    def _dire_restees(self, tables: Iterable[str]) -> None:
        """Tables that have no home here yet: counted, never silently left."""
        for table in sorted(tables):
            count = self.restees[table] = self.source.compter(table)
            text = f"Pas encore de place ici : {count} ligne(s) laissée(s) dans la source."
            self.rapport.noter(table, Issue.AVERTI, text)

    # --- One table ------------------------------------------------------------------------------
    def _table(self, etape: Etape, table: str) -> None:
        total = self.source.compter(table)
        progress = Avancement(self.sortie, max(total, 1))
        progress.etape(f"{table} ({total})")
        rows = self.source.lire(table, etape.tri)
        done = 0
        while some := list(islice(rows, etape.lot)):
            self._lot(etape, [etape.ligne(row) for row in some])
            done += len(some)
            progress.avancer(done)
        progress.finir()

    def _lot(self, etape: Etape, lignes: Sequence[Ligne]) -> None:
        """A batch; if the database refuses it, its rows one by one, so that one stops no other."""
        try:
            fresh = self._transaction(etape, lignes)
        except (IntegrityError, DataError) as error:
            etape.defaire()
            again = [_vierge(ligne) for ligne in lignes]
            if len(again) > 1:
                for ligne in again:
                    self._lot(etape, [ligne])
                return
            again[0].refus = f"La base l’a refusée : {str(error).splitlines()[0]}"
            fresh = again
        except BaseException:
            etape.defaire()
            raise
        self.rapport.lot([*fresh, *etape.annexes])

    def _transaction(self, etape: Etape, lignes: Sequence[Ligne]) -> Sequence[Ligne]:
        """Write what is new; gives the rows to report as such."""
        with transaction.atomic():
            etape.registre.verrouiller()
            known = etape.registre.connues(etape.table, (ligne.cle for ligne in lignes))
            fresh: dict[str, Ligne] = {}
            twice = []
            for ligne in lignes:
                etape.vue(ligne)
                if ligne.cle in known:
                    continue
                if ligne.cle in fresh:
                    ligne.refus = "Cette clé est deux fois dans la source."
                    twice.append(ligne)
                else:
                    fresh[ligne.cle] = ligne
            etape.reprendre(list(fresh.values()))
            done = [ligne for ligne in fresh.values() if not ligne.refus]
            etape.registre.inscrire(etape.modele, done)
        self._dire_connues(etape, lignes, known)
        return [*fresh.values(), *twice]

    def _dire_connues(
        self, etape: Etape, lignes: Sequence[Ligne], connues: dict[str, Correspondance]
    ) -> None:
        """Rows that are here already: as they were, or changed in the source since.

        What this run brought itself, an older trail beside its intervention, was told then.
        """
        for ligne in lignes:
            there = connues.get(ligne.cle)
            if there is None or there.reprise_id == etape.registre.reprise.pk:
                continue
            if there.empreinte == ligne.empreinte:
                self.rapport.connue(ligne, Issue.DEJA_LA, there.objet_id)
            else:
                self.rapport.connue(ligne, Issue.MODIFIE, there.objet_id)


def _vierge(ligne: Ligne) -> Ligne:
    """The row as it was read, before anybody noted anything."""
    return replace(ligne, remarques=[], refus="", objet=None, reconnue=False)

"""The demo writes its rows in memory; here the services do the same acts and must agree."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from interventions.workflow import ACTIONS
from pilotage.demo.actes import Dossier
from pilotage.demo.chargement import batir, raconter
from pilotage.demo.ecriture import avancer_sequences, ecrire_journal, ecrire_monde
from pilotage.demo.horloge import Horloge
from pilotage.demo.journal import Journal
from pilotage.demo.monde import Monde
from pilotage.tests.rejeu import rejouer, releve

JOUR = date(2026, 11, 22)


def _preparer() -> tuple[Monde, list[Dossier], Random]:
    alea = Random(1)  # noqa: S311
    monde = batir(alea, Horloge(JOUR, alea))
    for intervenant in monde.intervenants:  # as before anybody left
        intervenant.technicien.archive_le = None
        intervenant.technicien.user.is_active = True
    return monde, raconter(monde, alea), alea


def _choisir(dossiers: list[Dossier]) -> list[Dossier]:
    """A few dossiers in which every act of the table occurs, and one that follows another."""
    by_length = sorted(dossiers, key=lambda d: len(d.actes))
    suite = next(d for d in by_length if d.suite_de is not None)
    assert suite.suite_de is not None
    chosen = [suite.suite_de, suite]
    for nom in ACTIONS:
        if not any(a.nom == nom for d in chosen for a in d.actes):
            chosen.append(next(d for d in by_length if any(a.nom == nom for a in d.actes)))
    # The older front-end closes without a report.
    late = next(d for d in by_length if any(a.nom == "cloturer" and a.canal for a in d.actes))
    return [*chosen, late]


def _des_deux_facons(*, tout: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the journal writes, then what the services write, for the same acts."""
    with transaction.atomic():
        monde, dossiers, alea = _preparer()
        chosen = dossiers if tout else _choisir(dossiers)
        journal = Journal(alea)
        journal.jouer(chosen, monde.horloge.minuit)
        ecrire_monde(monde, monde.horloge.minuit)
        ecrire_journal(journal)
        by_journal = releve()
        transaction.set_rollback(True)
    monde, dossiers, _alea = _preparer()
    ecrire_monde(monde, monde.horloge.minuit)
    avancer_sequences()
    rejouer(dossiers if tout else _choisir(dossiers), monde.horloge.minuit)
    return by_journal, releve()


@pytest.mark.django_db
def test_journal_writes_what_the_services_write() -> None:
    by_journal, by_services = _des_deux_facons(tout=False)
    for table, rows in by_journal.items():
        assert rows == by_services[table], table
    acts = {row["action"] for row in by_journal["historique"]}
    assert acts >= {str(a.audit) for a in ACTIONS.values()}


@pytest.mark.preuve
@pytest.mark.timeout(600)
@pytest.mark.django_db
def test_the_whole_demo_is_what_the_services_would_have_written() -> None:
    by_journal, by_services = _des_deux_facons(tout=True)
    assert len(by_journal["interventions"]) == 240
    for table, rows in by_journal.items():
        assert rows == by_services[table], (table, connection.vendor)

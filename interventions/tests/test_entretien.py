"""The upkeep job: what ended two years ago goes to the archive, by the program itself."""

from datetime import timedelta

import pytest
import time_machine

from comptes.tests.factories import UtilisateurFactory
from core.contexte import Canal, canal
from core.errors import Conflit
from interventions import services
from interventions.actions import registre
from interventions.models import Intervention
from interventions.services.passage import Passage
from interventions.tests.chantier import LUNDI
from interventions.tests.factories import InterventionFactory
from interventions.tests.releve import derniere_ligne, photographier

pytestmark = pytest.mark.django_db

ETATS = ("ouverte", "affectee", "en_cours", "en_attente", "cloturee", "annulee", "archivee")


def _une_de_chaque() -> dict[str, Intervention]:
    par = UtilisateurFactory()
    with time_machine.travel(LUNDI, tick=False):
        return {etat: InterventionFactory(etat=etat, par=par) for etat in ETATS}


@pytest.mark.parametrize(("apres", "archive"), [(0, False), (1, True)])
def test_deux_ans_dans_letat(*, apres: int, archive: bool) -> None:
    rows = _une_de_chaque()
    with time_machine.travel(LUNDI + timedelta(days=730, seconds=apres), tick=False):
        assert services.archiver_anciennes() == (2 if archive else 0)
    for etat, row in rows.items():
        moved = archive and etat in ("cloturee", "annulee")
        row.refresh_from_db()
        assert row.statut == ("archivee" if moved else etat)


def test_la_trace_est_celle_du_programme() -> None:
    row = _une_de_chaque()["cloturee"]
    with time_machine.travel(LUNDI + timedelta(days=800)), canal(Canal.TACHE):
        services.archiver_anciennes()
    line = derniere_ligne(row)
    assert (line.action, line.canal) == ("changement_statut", "tache")
    assert line.history_user_id is None
    assert line.adresse_ip is None
    assert line.request_id


def test_une_rectification_ne_repousse_pas_larchivage() -> None:
    rows, par = _une_de_chaque(), UtilisateurFactory()
    with time_machine.travel(LUNDI + timedelta(days=700)):
        services.rectifier(
            intervention_id=rows["cloturee"].pk, par=par, motif="Oubli", diagnostic="Usure"
        )
    with time_machine.travel(LUNDI + timedelta(days=731)):
        assert services.archiver_anciennes() == 2


def test_une_ligne_refusee_narrete_pas_les_autres(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _une_de_chaque()

    def refuser(passage: Passage) -> None:
        if passage.intervention.pk == rows["cloturee"].pk:
            raise Conflit("Rapport à signer")

    monkeypatch.setitem(registre._abonnes, "archiver", [refuser])
    with time_machine.travel(LUNDI + timedelta(days=800)):
        assert services.archiver_anciennes() == 1
        before = photographier()
        assert services.archiver_anciennes() == 0
        assert photographier() == before

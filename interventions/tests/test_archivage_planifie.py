"""The two doors of the upkeep job: the scheduled task and the command."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.tests.travaux import executer_travail
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.releve import derniere_ligne

pytestmark = pytest.mark.django_db


def _ancienne() -> Intervention:
    with time_machine.travel(timezone.now() - timedelta(days=731), tick=False):
        return InterventionFactory(etat="cloturee")


def test_par_la_tache() -> None:
    row = _ancienne()
    assert executer_travail("interventions.archiver_anciennes") == "1"
    assert derniere_ligne(row).canal == "tache"


def test_par_la_commande() -> None:
    row = _ancienne()
    InterventionFactory(etat="cloturee")
    said = StringIO()
    call_command("archiver_anciennes", stdout=said)
    assert said.getvalue() == "Interventions archivées : 1.\n"
    line = derniere_ligne(row)
    assert (line.canal, line.statut, line.history_user_id) == ("commande", "archivee", None)

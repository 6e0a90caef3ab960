"""After new rules for the clock, what is planned stays at its local hour."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from interventions import services as interventions
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from planning import services
from planning.models import Creneau, Reservation
from planning.tests.factories import DEBUT, HEURE, CreneauFactory
from tests.fixtures import Monde
from tests.photo import relever

pytestmark = pytest.mark.django_db

JOUR = timedelta(days=1)


def _ecrits_en(minutes: int | None) -> None:
    """As if all had been written while the clock was to be so far ahead of UTC then."""
    for model in (Creneau, Reservation):
        model.objects.update(decalage_debut=minutes, decalage_fin=minutes)


def _lancer(*options: str) -> str:
    said = StringIO()
    call_command("recaler_creneaux", *options, stdout=said)
    return said.getvalue()


def test_chaque_creneau_note_son_heure(monde: Monde) -> None:
    """An hour ahead, and not in Ramadan."""
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    assert (slot.decalage_debut, slot.reservations.get().decalage_fin) == (60, 60)
    services.deplacer(
        par=monde.responsable,
        creneau_id=slot.pk,
        nouvelle_date=DEBUT.replace(year=2028, month=2, hour=9),
    )
    assert Creneau.objects.get().decalage_debut == 0
    assert Reservation.objects.get().decalage_debut == 0


def test_rien_a_faire_ne_fait_rien(monde: Monde) -> None:
    CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    before = relever()
    assert "à recaler : 0" in _lancer()
    assert "recalés : 0" in _lancer("--appliquer")
    assert relever() == before


def test_tout_garde_son_heure_locale(monde: Monde) -> None:
    """Two that touch each other, sittings of two people; told first, then done, then done."""
    a = monde.technicien_a
    first = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=1)
    row = InterventionFactory(technicien=a, etat="affectee")
    second = CreneauFactory(intervention=row, debut=DEBUT + HEURE, heures=2)
    services.ajouter_seance(
        par=monde.responsable,
        creneau_id=first.pk,
        debut=DEBUT + JOUR,
        fin=DEBUT + JOUR + HEURE,
        technicien_id=monde.technicien_b.pk,
    )
    services.confirmer(par=monde.responsable, creneau_id=second.pk)
    for minutes, shift in ((120, HEURE), (0, -HEURE)):
        _ecrits_en(minutes)
        before = relever()
        assert "à recaler : 2, refusés : 0" in _lancer()
        assert relever() == before
        was = {r.pk: (r.debut, r.fin) for r in Reservation.objects.all()}
        starts = {s.pk: s.date_debut for s in Creneau.objects.all()}
        assert "recalés : 2, refusés : 0" in _lancer("--appliquer")
        for r in Reservation.objects.all():
            assert (r.debut, r.fin) == tuple(moment + shift for moment in was[r.pk])
        for s in Creneau.objects.select_related("intervention"):
            assert s.date_debut == s.intervention.date_planifiee == starts[s.pk] + shift
        assert "recalés : 0" in _lancer("--appliquer")
    # What was agreed on was the hour on the clock.
    assert Creneau.objects.get(pk=second.pk).confirme
    line = HistoriqueIntervention.objects.filter(id=row.pk).latest("history_id")
    assert (line.action, line.nouvelle_valeur["creneau_id"]) == ("planification", second.pk)
    assert line.description_acte.startswith("Recalée sur l’heure légale")
    version = Intervention.objects.get(pk=row.pk).version
    assert version == row.version


def test_ce_qui_reste(monde: Monde) -> None:
    """What is over, what nobody noted, and what would be in another's way, which is told."""
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    _ecrits_en(None)
    before = relever()
    assert "laissés tels quels : 1" in _lancer("--appliquer")
    assert relever() == before
    _ecrits_en(0)
    with time_machine.travel(DEBUT + JOUR, tick=False):
        assert "à recaler : 0" in _lancer()
    other = InterventionFactory(technicien=monde.technicien_a, etat="affectee")
    CreneauFactory(intervention=other, debut=DEBUT + 2 * HEURE)
    Creneau.objects.filter(pk=slot.pk).update(decalage_debut=120, decalage_fin=120)
    Reservation.objects.filter(planning=slot).update(decalage_debut=120, decalage_fin=120)
    before = relever()
    said = _lancer("--appliquer")
    assert "recalés : 0, refusés : 1" in said
    assert other.numero in said
    assert relever() == before
    interventions.annuler(intervention_id=slot.intervention_id, par=monde.admin, motif="Doublon")
    assert "à recaler : 0" in _lancer()

"""Availability follows absences and work; what somebody said by hand holds until these change."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.errors import Conflit
from interventions import services as interventions
from interventions.tests.factories import InterventionFactory
from planning import services, tasks
from planning.tests.factories import HEURE, AbsenceFactory
from techniciens.models import Technicien
from techniciens.services import modifier_technicien
from techniciens.tests.factories import TechnicienFactory
from tests.fixtures import Monde
from tests.test_courses import courir

pytestmark = pytest.mark.django_db


def _de(technicien: Technicien) -> str:
    return Technicien.objects.get(pk=technicien.pk).disponibilite


def test_une_absence_en_cours_se_voit_dans_lacte_meme(monde: Monde) -> None:
    a, par, now = monde.technicien_a, monde.responsable, timezone.now()
    row = AbsenceFactory(technicien=a, debut=now - HEURE, nature="formation")
    assert _de(a) == "formation"
    services.modifier_absence(par=par, absence_id=row.pk, champs={"nature": "conge"})
    assert _de(a) == "conge"
    services.modifier_absence(par=par, absence_id=row.pk, champs={"debut": now + HEURE})
    assert _de(a) == "disponible"
    services.modifier_absence(par=par, absence_id=row.pk, champs={"debut": now - HEURE})
    services.retirer_absence(par=par, absence_id=row.pk)
    assert _de(a) == "disponible"


def test_le_travail_en_cours_occupe(monde: Monde) -> None:
    a, par = monde.technicien_a, monde.responsable
    first, second = monde.intervention_a, InterventionFactory(technicien=a, etat="affectee")
    acts: list[tuple[Any, Any, dict[str, Any], str]] = [
        (interventions.demarrer, first, {}, "occupe"),
        (interventions.demarrer, second, {}, "occupe"),
        (interventions.suspendre, first, {"cause": "pieces", "texte": "Joint"}, "occupe"),
        (interventions.suspendre, second, {"cause": "pieces", "texte": "Joint"}, "disponible"),
        (interventions.reprendre, first, {}, "occupe"),
        (interventions.annuler, second, {"motif": "Doublon"}, "occupe"),
        (interventions.cloturer, first, {"solution": "Fait"}, "disponible"),
    ]
    for act, row, champs, wanted in acts:
        act(intervention_id=row.pk, par=par, **champs)
        assert _de(a) == wanted, (act.__name__, row.numero)
    # Away weighs more than busy; a refusal changes nothing.
    third = InterventionFactory(technicien=a, etat="affectee")
    AbsenceFactory(technicien=a, debut=timezone.now() - HEURE)
    interventions.demarrer(intervention_id=third.pk, par=par)
    assert _de(a) == "conge"
    with pytest.raises(Conflit):
        interventions.demarrer(intervention_id=third.pk, par=par)
    assert _de(a) == "conge"


def test_dit_a_la_main_cela_tient_jusquau_prochain_fait(monde: Monde) -> None:
    a, par = monde.technicien_a, monde.responsable
    modifier_technicien(par=par, technicien_id=a.pk, champs={"disponibilite": "indisponible"})
    assert services.actualiser_disponibilites() == 0
    assert _de(a) == "indisponible"
    interventions.demarrer(intervention_id=monde.intervention_a.pk, par=par)
    assert _de(a) == "occupe"
    modifier_technicien(par=par, technicien_id=a.pk, champs={"disponibilite": "disponible"})
    assert services.actualiser_disponibilites() == 0
    assert _de(a) == "disponible"


def test_le_temps_qui_passe(monde: Monde) -> None:
    a, start = monde.technicien_a, timezone.now() + timedelta(days=1)
    AbsenceFactory(technicien=a, debut=start, heures=8, nature="formation")
    AbsenceFactory(technicien=a, debut=start + 4 * HEURE, heures=8)
    gone = TechnicienFactory(archive_le=timezone.now())
    AbsenceFactory(technicien=monde.technicien_b, debut=start + 100 * HEURE)
    steps = {
        0.0: ("formation", 1),
        5.0: ("formation", 0),
        9.0: ("conge", 1),
        13.0: ("disponible", 1),
    }
    for hours, (wanted, changed) in steps.items():
        with time_machine.travel(start + hours * HEURE, tick=False):
            assert tasks.actualiser_disponibilites() == changed, hours
            assert services.actualiser_disponibilites() == 0
            assert (_de(a), _de(gone)) == (wanted, "disponible")
    call_command("actualiser_disponibilites", verbosity=0)


def test_ne_demande_pas_plus_pour_beaucoup(monde: Monde) -> None:
    seen = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            services.actualiser_disponibilites()
        seen.append(len(queries))
        TechnicienFactory.create_batch(5)
    assert seen == [3, 3]


@pytest.mark.usefixtures("base_reelle")
def test_deux_a_la_fois_ne_changent_personne_deux_fois() -> None:
    par, people = UtilisateurFactory(), TechnicienFactory.create_batch(4)
    start = timezone.now() + timedelta(days=1)
    for person in people:
        AbsenceFactory(technicien=person, par=Utilisateur.objects.get(pk=par.pk), debut=start)
    with time_machine.travel(start + HEURE):
        done = courir(services.actualiser_disponibilites, services.actualiser_disponibilites)
    assert sum(done) == len(people)
    assert {_de(person) for person in people} == {"conge"}

"""What planning does inside the acts of the apps below; a refusal leaves nothing behind."""

from datetime import timedelta

import pytest
import time_machine

from core.errors import Conflit
from interventions import services as interventions
from planning import services
from planning.models import Creneau, EntreePlanning, Reservation
from planning.tests.factories import DEBUT, HEURE, CreneauFactory
from techniciens.services import archiver_technicien
from techniciens.tests.factories import TechnicienFactory
from tests.fixtures import Monde
from tests.photo import relever

pytestmark = pytest.mark.django_db


def test_cloturer_rend_la_fin_du_temps(monde: Monde) -> None:
    row = monde.intervention_a
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=3)
    interventions.demarrer(intervention_id=row.pk, par=monde.responsable)
    with time_machine.travel(DEBUT + HEURE, tick=False):
        interventions.cloturer(intervention_id=row.pk, par=monde.responsable, solution="Fait")
    taken = Reservation.objects.get()
    assert (taken.debut, taken.fin) == (DEBUT, DEBUT + HEURE)
    again = Creneau.objects.get()
    assert (again.date_debut, again.date_fin) == (slot.date_debut, slot.date_fin)
    with pytest.raises(Conflit):
        services.deplanifier(par=monde.responsable, creneau_id=slot.pk)


def test_annuler_rend_le_temps_et_quitte_la_liste(monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=3)
    interventions.annuler(intervention_id=slot.intervention_id, par=monde.admin, motif="Doublon")
    assert not Reservation.objects.exists()
    assert not EntreePlanning.objects.get(pk=slot.pk).listee


def test_desaffecter_rend_le_temps(monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=3)
    interventions.desaffecter(intervention_id=slot.intervention_id, par=monde.admin, motif="Plein")
    assert not Reservation.objects.exists()
    assert Creneau.objects.get().date_debut == DEBUT


def test_reaffecter_en_plein_creneau_partage_le_temps(monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=3)
    with time_machine.travel(DEBUT + HEURE, tick=False):
        interventions.affecter(
            intervention_id=slot.intervention_id,
            par=monde.admin,
            technicien_id=monde.technicien_b.pk,
        )
    rows = Reservation.objects.order_by("debut").values_list("technicien_id", "debut", "fin")
    assert list(rows) == [
        (monde.technicien_a.pk, DEBUT, DEBUT + HEURE),
        (monde.technicien_b.pk, DEBUT + HEURE, DEBUT + 3 * HEURE),
    ]


def test_reaffecter_a_qui_est_pris_est_refuse(monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=3)
    other = CreneauFactory(intervention=monde.intervention_b, debut=DEBUT, heures=3)
    before = relever()
    with pytest.raises(Conflit) as refusal:
        interventions.affecter(
            intervention_id=slot.intervention_id,
            par=monde.admin,
            technicien_id=monde.technicien_b.pk,
        )
    assert refusal.value.etat["creneau_occupant"]["id"] == other.pk
    assert relever() == before


def test_la_date_planifiee_ne_bouge_quavec_le_creneau(monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=3)
    before = relever()
    champs = {"date_planifiee": DEBUT + timedelta(days=1)}
    with pytest.raises(Conflit) as refusal:
        interventions.modifier(intervention_id=slot.intervention_id, par=monde.admin, champs=champs)
    assert refusal.value.etat["creneau_id"] == slot.pk
    assert relever() == before
    interventions.modifier(
        intervention_id=slot.intervention_id, par=monde.admin, champs={"titre": "Autre"}
    )
    services.deplanifier(par=monde.admin, creneau_id=slot.pk)
    interventions.modifier(intervention_id=slot.intervention_id, par=monde.admin, champs=champs)


def test_le_depart_dun_technicien_suit_ou_est_refuse(monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=3)
    CreneauFactory(intervention=monde.intervention_b, debut=DEBUT, heures=3)
    before = relever()
    with pytest.raises(Conflit):
        archiver_technicien(
            par=monde.admin,
            technicien_id=monde.technicien_a.pk,
            successeur_id=monde.technicien_b.pk,
        )
    assert relever() == before
    free = TechnicienFactory()
    archiver_technicien(par=monde.admin, technicien_id=monde.technicien_a.pk, successeur_id=free.pk)
    assert Reservation.objects.get(planning=slot).technicien_id == free.pk

"""The visits that plans owe: made once, placed where the technician is free, moved on when done."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections

from core import travaux
from core.errors import Conflit, Interdit, Introuvable, Invalide
from core.models import Evenement
from equipements.models import Equipement
from equipements.tests.factories import CompteurFactory, EquipementFactory, ReleveFactory
from interventions import services as interventions
from interventions.models import Affectation, Intervention
from interventions.visibility import HistoriqueIntervention
from notifications.choices import CanalNotification
from notifications.models import Notification
from planning import services
from planning.models import Creneau, EntreePlanning, Occurrence, Plan, Reservation
from planning.services import generation, visites
from planning.tests.factories import AbsenceFactory, CreneauFactory, PlanFactory
from techniciens.services import archiver_technicien
from tests.fixtures import Monde
from tests.photo import relever
from tests.relais import relayer

pytestmark = pytest.mark.django_db
# A Tuesday outside Ramadan, 7:00 in Casablanca.
MARDI = datetime(2027, 6, 1, 6, tzinfo=UTC)
JEUDI = date(2027, 6, 3)


def le(jour: date, heure: int = 6) -> Any:
    return time_machine.travel(
        datetime(jour.year, jour.month, jour.day, heure, tzinfo=UTC), tick=False
    )


def plan(monde: Monde, **champs: Any) -> Plan:
    return PlanFactory(
        **{
            "equipement": monde.machine_b,
            "par": monde.responsable,
            "technicien_id": monde.technicien_a.pk,
            "prochaine_date": JEUDI,
            "frequence": "hebdomadaire",
            **champs,
        }
    )


def cloturer(row: Intervention, monde: Monde) -> None:
    if row.technicien_id is None:
        interventions.affecter(
            intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_b.pk
        )
    interventions.demarrer(intervention_id=row.pk, par=monde.responsable)
    interventions.cloturer(intervention_id=row.pk, par=monde.responsable, solution="Fait")


def visites_de(row: Plan) -> list[Occurrence]:
    return list(Occurrence.objects.filter(plan=row).order_by("echeance", "seuil"))


@time_machine.travel(MARDI, tick=False)
def test_une_visite_entiere(monde: Monde) -> None:
    """Work, assignment, slot, reservation, trail, event, notice: as if somebody had done it."""
    row = plan(monde, titre="Vidange", description="1. Arrêter", duree_estimee="1.50")
    done = services.generer_preventif()
    assert (done.visites, done.regroupees, done.echecs) == (1, 0, 0)
    [found] = visites_de(row)
    work = found.intervention
    assert work is not None
    assert (work.titre, work.description, work.type_intervention, work.statut) == (
        "Vidange",
        "1. Arrêter",
        "preventive",
        "affectee",
    )
    slot = Creneau.objects.get(intervention=work)
    start = datetime(2027, 6, 3, 8, tzinfo=UTC)
    assert (slot.plan_id, slot.date_debut, slot.date_fin, slot.creneau) == (
        row.pk,
        start,
        start + timedelta(hours=1.5),
        "09:00-10:30",
    )
    assert work.date_planifiee == start
    assert work.date_limite == datetime(2027, 6, 4, 22, 59, tzinfo=UTC)  # a day of tolerance
    assert Reservation.objects.get().technicien_id == monde.technicien_a.pk
    assert Affectation.objects.filter(intervention=work, fin__isnull=True).count() == 1
    assert not EntreePlanning.objects.get(pk=slot.pk).listee
    trail = HistoriqueIntervention.objects.get(id=work.pk)
    assert (trail.action, trail.history_user_id) == ("creation", None)
    assert trail.description_acte.startswith("Créée par un plan d’entretien sur")
    assert trail.nouvelle_valeur["technicien_id"] == monde.technicien_a.pk
    assert Evenement.objects.filter(type="intervention.creee", donnees__vers="affectee").exists()
    relayer()
    told = Notification.objects.get(intervention=work, canal=CanalNotification.IN_APP)
    assert told.user_id == monde.technicien_a.user_id
    row.refresh_from_db()
    assert (row.prochaine_date, row.echeance, row.generer_le) == (
        JEUDI,
        date(2027, 6, 10),
        date(2027, 6, 3),
    )
    assert Equipement.objects.get(pk=monde.machine_b.pk).prochaine_maintenance == JEUDI


@time_machine.travel(MARDI, tick=False)
def test_deux_fois_ne_fait_rien_de_plus(monde: Monde) -> None:
    plan(monde, avance=30)
    [job] = [t for t in travaux.travaux() if t.nom == "planning.generer_preventif"]
    assert job.executer() == 5
    before = relever()
    call_command("generer_preventif")
    assert relever() == before


@time_machine.travel(MARDI, tick=False)
def test_a_blanc_necrit_rien(monde: Monde, capsys: pytest.CaptureFixture[str]) -> None:
    plan(monde, avance=16, titre="Graissage")
    before = relever()
    call_command("generer_preventif", "--a-blanc")
    assert relever() == before
    told = capsys.readouterr().out
    assert told.count("Graissage : visite") == 3
    assert "Visites à créer : 3." in told


@time_machine.travel(MARDI, tick=False)
def test_ce_qui_ne_se_genere_pas(monde: Monde) -> None:
    """Stopped plans, those of machines that are gone, and days that are far off."""
    stopped, far, gone = plan(monde), plan(monde, prochaine_date=date(2027, 7, 1)), plan(monde)
    services.arreter_plan(par=monde.responsable, plan_id=stopped.pk)
    machine = EquipementFactory(statut="retire")
    EntreePlanning.objects.filter(pk=gone.pk).update(equipement=machine)
    assert services.generer_preventif().visites == 0
    with le(date(2027, 6, 24)):
        assert services.generer_preventif().visites == 1
    assert visites_de(far)[0].echeance == date(2027, 7, 1)


def test_un_long_retard_fait_une_visite(monde: Monde) -> None:
    with time_machine.travel(MARDI, tick=False):
        row = plan(monde, avance=0)
    with le(date(2027, 7, 1), 14):
        done = services.generer_preventif()
    assert (done.visites, done.regroupees) == (1, 4)
    found = visites_de(row)
    assert [o.etat for o in found] == ["regroupee"] * 4 + ["generee"]
    assert found[-1].echeance == date(2027, 7, 1)
    assert "01/07/2027" in found[0].motif
    # 9:00 is over: the next working day.
    assert Creneau.objects.get().date_debut == datetime(2027, 7, 2, 8, tzinfo=UTC)


@time_machine.travel(MARDI, tick=False)
def test_la_place_la_plus_proche(monde: Monde) -> None:
    """Taken at the plan's hour: later that day; all day: the next; beyond tolerance: without."""
    taken = CreneauFactory(
        intervention=monde.intervention_a,
        par=monde.responsable,
        debut=datetime(2027, 6, 3, 7, 30, tzinfo=UTC),
        heures=2,
    )
    assert taken.reservations.exists()
    later = plan(monde, duree_estimee=2)
    services.generer_preventif()
    slot = Creneau.objects.get(plan=later)
    assert slot.date_debut == datetime(2027, 6, 3, 9, 30, tzinfo=UTC)
    AbsenceFactory(
        technicien=monde.technicien_a, debut=datetime(2027, 6, 9, 23, tzinfo=UTC), heures=24
    )
    next_day = plan(monde, prochaine_date=date(2027, 6, 10), tolerance=1, avance=9)
    nobody = plan(monde, prochaine_date=date(2027, 6, 10), tolerance=0, avance=9)
    services.generer_preventif()
    slot = Creneau.objects.get(plan=next_day)
    assert slot.date_debut == datetime(2027, 6, 11, 8, tzinfo=UTC)
    assert slot.reservations.exists()
    slot = Creneau.objects.get(plan=nobody)
    assert slot.date_debut == datetime(2027, 6, 10, 8, tzinfo=UTC)
    assert slot.intervention.statut == "ouverte"
    assert not slot.reservations.exists()


@time_machine.travel(MARDI, tick=False)
def test_un_technicien_parti_nest_pas_affecte(monde: Monde) -> None:
    row = plan(monde)
    archiver_technicien(
        par=monde.admin,
        technicien_id=monde.technicien_a.pk,
        successeur_id=monde.technicien_b.pk,
    )
    Plan.objects.filter(pk=row.pk).update(technicien=monde.technicien_a)
    services.generer_preventif()
    [found] = visites_de(row)
    assert found.intervention is not None
    assert found.intervention.technicien_id is None


@time_machine.travel(MARDI, tick=False)
def test_les_jours_non_ouvres(monde: Monde) -> None:
    """Sunday 6 June 2027, or Monday after it, may be a holiday: never on one."""
    sunday = date(2027, 6, 6)
    kept = {
        rule: plan(monde, prochaine_date=sunday, frequence="mensuel", jours_non_ouvres=rule)
        for rule in ("garder", "avant", "apres")
    }
    services.generer_preventif()
    days = {rule: visites_de(row)[0].jour for rule, row in kept.items()}
    assert days["garder"] == sunday
    assert days["avant"] == date(2027, 6, 5)
    assert date(2027, 6, 7) <= days["apres"] <= date(2027, 6, 8)


# --- Afterwards -----------------------------------------------------------------------------------


def test_un_plan_fixe_avance_par_ses_echeances(monde: Monde) -> None:
    with time_machine.travel(MARDI, tick=False):
        row = plan(monde, avance=16)
        services.generer_preventif()
    first, second, _third = visites_de(row)
    assert first.intervention is not None
    with le(date(2027, 6, 5)):
        cloturer(first.intervention, monde)
    row.refresh_from_db()
    assert row.derniere_date == date(2027, 6, 5)
    assert row.prochaine_date == second.jour == date(2027, 6, 10)
    machine = Equipement.objects.get(pk=monde.machine_b.pk)
    assert machine.prochaine_maintenance == date(2027, 6, 10)
    assert machine.derniere_maintenance is not None
    assert machine.derniere_maintenance.date() == date(2027, 6, 5)


def test_un_plan_flottant_compte_depuis_la_visite(monde: Monde) -> None:
    with time_machine.travel(MARDI, tick=False):
        row = plan(monde, flottant=True, frequence="mensuel", avance=60)
        assert services.generer_preventif().visites == 1
        row.refresh_from_db()
        assert row.generer_le is None
        with pytest.raises(Conflit):
            services.generer_plan(par=monde.responsable, plan_id=row.pk)
    [found] = visites_de(row)
    assert found.intervention is not None
    with le(date(2027, 6, 30)):
        cloturer(found.intervention, monde)
        row.refresh_from_db()
        assert row.prochaine_date == date(2027, 7, 30)
        assert services.generer_preventif().visites == 1
    second = visites_de(row)[1].intervention
    assert second is not None
    with le(date(2027, 7, 1)):
        interventions.annuler(intervention_id=second.pk, par=monde.responsable, motif="Fermé")
    row.refresh_from_db()
    assert row.echeance is not None
    assert row.echeance > date(2027, 8, 28)  # from the day that it was due


@time_machine.travel(MARDI, tick=False)
def test_une_visite_de_plan_reste_preventive(monde: Monde) -> None:
    row = plan(monde)
    services.generer_preventif()
    work = visites_de(row)[0].intervention
    assert work is not None
    before = relever()
    with pytest.raises(Conflit):
        interventions.modifier(
            intervention_id=work.pk,
            par=monde.responsable,
            champs={"type_intervention": "corrective"},
        )
    assert relever() == before


@time_machine.travel(MARDI, tick=False)
def test_sauter(monde: Monde) -> None:
    """What is due next, what is due later, and a visit that is made."""
    row, par = plan(monde, avance=3), monde.responsable
    for wrong, error in (
        ({"motif": " "}, Invalide),
        ({"echeance": date(2027, 6, 4)}, Invalide),
        ({"echeance": date(2026, 6, 4)}, Invalide),
        ({"echeance": date(2028, 12, 28)}, Invalide),
        ({"par": monde.user_b}, Interdit),
        ({"par": monde.user_a}, Introuvable),
    ):
        sent = {"par": par, "plan_id": row.pk, "echeance": JEUDI, "motif": "Usine fermée"}
        before = relever()
        with pytest.raises(error):
            services.sauter(**(sent | wrong))
        assert relever() == before
    services.sauter(par=par, plan_id=row.pk, echeance=JEUDI, motif="Usine fermée")
    services.sauter(par=par, plan_id=row.pk, echeance=date(2027, 6, 17), motif="Congés")
    row.refresh_from_db()
    assert row.prochaine_date == date(2027, 6, 10)
    with pytest.raises(Conflit):
        services.sauter(par=par, plan_id=row.pk, echeance=JEUDI, motif="Encore")
    with le(date(2027, 6, 21)):
        services.generer_preventif()
    assert {o.echeance: o.etat for o in visites_de(row)} == {
        JEUDI: "sautee",
        date(2027, 6, 10): "generee",
        date(2027, 6, 17): "sautee",
        date(2027, 6, 24): "generee",
    }
    services.sauter(par=par, plan_id=row.pk, echeance=date(2027, 6, 24), motif="Panne générale")
    last = visites_de(row)[-1]
    assert last.intervention is not None
    assert (last.etat, last.intervention.statut, last.cree_par_id) == ("sautee", "annulee", par.pk)
    assert not Reservation.objects.filter(planning__intervention=last.intervention).exists()


@time_machine.travel(MARDI, tick=False)
def test_generer_maintenant(monde: Monde) -> None:
    row = plan(monde, prochaine_date=date(2027, 9, 2), frequence="annuel")
    [work] = services.generer_plan(par=monde.responsable, plan_id=row.pk)
    assert work.cree_par_id == monde.responsable.pk
    assert services.generer_plan(par=monde.responsable, plan_id=row.pk)[0].pk != work.pk
    for user, error in ((monde.user_b, Interdit), (monde.user_a, Introuvable)):
        with pytest.raises(error):
            services.generer_plan(par=user, plan_id=row.pk)
    ended = plan(monde, fin_le=JEUDI)
    services.generer_plan(par=monde.responsable, plan_id=ended.pk)
    with pytest.raises(Conflit):
        services.generer_plan(par=monde.responsable, plan_id=ended.pk)


@time_machine.travel(MARDI, tick=False)
def test_deplacer_une_echeance_garde_la_serie(monde: Monde) -> None:
    row = plan(monde, frequence="mensuel", prochaine_date=date(2027, 7, 1))
    services.deplacer_plan(par=monde.responsable, plan_id=row.pk, jour=date(2027, 7, 12))
    with le(date(2027, 7, 6)):
        assert services.generer_preventif().visites == 1
    [found] = visites_de(row)
    assert (found.echeance, found.jour) == (date(2027, 7, 1), date(2027, 7, 12))
    row.refresh_from_db()
    assert (row.prochaine_date, row.echeance) == (date(2027, 7, 12), date(2027, 8, 1))


# --- Meters ---------------------------------------------------------------------------------------


@time_machine.travel(MARDI, tick=False)
def test_un_compteur_ouvre_une_visite_par_seuil(monde: Monde) -> None:
    meter = CompteurFactory(equipement=monde.machine_b, par=monde.responsable)
    row = plan(
        monde,
        compteur_id=meter.pk,
        pas_compteur=250,
        prochain_seuil=500,
        frequence=None,
        prochaine_date=None,
    )
    assert (row.declencheur, row.frequence, row.prochaine_date) == ("compteur", "au compteur", None)
    read = ((400, 0), (499, 0), (500, 1), (510, 1), (520, 1), (760, 2), (1300, 3))
    for day, (value, total) in enumerate(read):
        with le(date(2027, 6, 1) + timedelta(days=day)):
            ReleveFactory(compteur=meter, par=monde.responsable, valeur=value, confirmer=True)
            services.generer_preventif()
        made = Occurrence.objects.filter(plan=row, etat="generee").count()
        assert made == total, value
    assert [(int(o.seuil or 0), o.etat) for o in visites_de(row)] == [
        (500, "generee"),
        (750, "generee"),
        (1000, "regroupee"),
        (1250, "generee"),
    ]
    row.refresh_from_db()
    assert row.prochain_seuil == 1500


# --- Several at once, one killed ------------------------------------------------------------------


class Mort(BaseException):
    """What no handler of ours catches."""


def _mourir_au_lot(monkeypatch: pytest.MonkeyPatch) -> threading.local:
    """A run dies in its batch number `reste`, once all of it but the plans is written."""
    write, doomed = visites._consigner, threading.local()

    def consigner(*args: Any, **kwargs: Any) -> None:
        write(*args, **kwargs)
        doomed.reste = getattr(doomed, "reste", 99) - 1
        if doomed.reste == 0:
            raise Mort

    monkeypatch.setattr(visites, "_consigner", consigner)
    return doomed


@pytest.mark.usefixtures("base_reelle")
@time_machine.travel(MARDI, tick=False)
def test_quatre_generateurs_dont_un_tue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each due date makes one intervention, whoever came first and whoever died on the way."""
    monkeypatch.setattr(generation, "LOT", 3)
    doomed = _mourir_au_lot(monkeypatch)
    often = {"prochaine_date": JEUDI, "frequence": "hebdomadaire", "avance": 25}
    rows = [PlanFactory(**often) for _ in range(9)]
    rows.append(PlanFactory(equipement=rows[0].entree.equipement, **often))
    ready = threading.Barrier(4)

    def courir(reste: int) -> Any:
        doomed.reste = reste
        try:
            ready.wait(timeout=20)
            return services.generer_preventif()
        except Mort as end:
            return end
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        ends = [f.result() for f in [pool.submit(courir, n) for n in (1, 99, 99, 99)]]
    services.generer_preventif()  # what the dead one held, if nobody has done it since
    assert all(isinstance(end, Mort) or end.echecs == 0 for end in ends)
    due = {JEUDI + timedelta(weeks=k) for k in range(4)}
    for row in rows:
        assert {o.echeance for o in visites_de(row)} == due
    made = Occurrence.objects.filter(etat="generee").count()
    assert made == Intervention.objects.count() == Creneau.objects.count() == 4 * len(rows)
    # A number that was rolled back was given again: the series has no hole.
    numbers = sorted(Intervention.objects.values_list("numero", flat=True))
    assert numbers == [f"INT-2027-{n:06d}" for n in range(1, made + 1)]


@time_machine.travel(MARDI, tick=False)
def test_un_plan_qui_echoue_narrete_pas_les_autres(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    sick, well = plan(monde, titre="Malade"), plan(monde)
    order: Callable[..., Any] = visites._demande

    def echouer(due: Any, *args: Any) -> Any:
        if due.plan.titre == "Malade":
            raise Invalide("non")
        return order(due, *args)

    monkeypatch.setattr(visites, "_demande", echouer)
    done = services.generer_preventif()
    assert (done.visites, done.echecs) == (1, 1)
    assert len(visites_de(well)) == 1
    assert visites_de(sick) == []


@time_machine.travel(MARDI, tick=False)
def test_le_cout_ne_grandit_pas_avec_le_nombre(
    monde: Monde, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        PlanFactory(prochaine_date=JEUDI, par=monde.responsable)
    with django_assert_max_num_queries(40):
        assert services.generer_preventif().visites == 12

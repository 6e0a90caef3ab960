"""Plans and absences: how often, from when on, what moves with them, what stops them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from core.errors import Conflit, Interdit, Introuvable, Invalide, VersionPerimee
from core.models import Evenement
from equipements.services import archiver_equipement
from interventions import services as interventions
from interventions.tests.factories import InterventionFactory
from planning import dates, frequences, services
from planning.models import Absence, Creneau, EntreePlanning, Plan
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory, PlanFactory
from techniciens.services import archiver_technicien
from techniciens.tests.factories import CompetenceFactory, TechnicienFactory
from tests.fixtures import Monde
from tests.photo import relever

pytestmark = pytest.mark.django_db
CE_JOUR = datetime(2027, 1, 31, 12, tzinfo=UTC)


def test_les_mots_des_frequences() -> None:
    """Those of the seeds and of both front-ends, whatever their case and accents."""
    read = {
        "weekly": "hebdomadaire",
        "Monthly": "mensuel",
        "quarterly": "trimestriel",
        "YEARLY": "annuel",
        "daily": "journalier",
        "semiannual": "semestriel",
        "journalière": "journalier",
        "hebdomadaire": "hebdomadaire",
        "mensuelle": "mensuel",
        " Trimestrielle ": "trimestriel",
        "semestriel": "semestriel",
        "annuelle": "annuel",
        "tous les 45 jours": "tous les 45 jours",
        "Toutes les 6 semaines": "toutes les 6 semaines",
        "tous les 4 mois": "tous les 4 mois",
        "tous les 2 ans": "tous les 2 ans",
    }
    assert {text: frequences.en_mots(*frequences.lire(text)) for text in read} == read
    for text in ("", "souvent", "tous les 0 jours", "tous les 1001 jours", "tous les ٣ jours"):
        with pytest.raises(ValueError, match=text or "^$"):
            frequences.lire(text)


def test_le_jour_dapres() -> None:
    start = date(2027, 1, 31)
    assert dates.apres(start, 1, "mois") == date(2027, 2, 28)
    assert dates.apres(start, 12, "mois") == dates.apres(start, 1, "annee") == date(2028, 1, 31)
    assert dates.apres(date(2028, 2, 29), 1, "annee") == date(2029, 2, 28)
    assert dates.apres(start, 3, "jour") == date(2027, 2, 3)
    assert dates.apres(start, 2, "semaine") == date(2027, 2, 14)


@time_machine.travel(CE_JOUR, tick=False)
def test_creer_un_plan(monde: Monde) -> None:
    row = PlanFactory(equipement=monde.machine_a, titre="", frequence="monthly")
    row.refresh_from_db()
    assert row.titre == "Entretien mensuel"
    assert (row.intervalle_n, row.intervalle_unite, row.prochaine_date) == (
        1,
        "mois",
        date(2027, 2, 28),
    )
    assert EntreePlanning.objects.get().pk == row.pk
    assert Evenement.objects.filter(type="plan.cree").count() == 1
    last = PlanFactory(equipement=monde.machine_a, derniere_date=date(2026, 12, 1))
    assert last.prochaine_date == date(2027, 1, 1)
    said = PlanFactory(equipement=monde.machine_a, prochaine_date=date(2027, 5, 5))
    assert said.prochaine_date == date(2027, 5, 5)


def test_ce_quun_plan_refuse(monde: Monde) -> None:
    gone = TechnicienFactory(archive_le=DEBUT)
    monde.machine_b.statut = "retire"
    monde.machine_b.save()
    before = relever()
    cases: dict[str, tuple[type[Exception], dict[str, Any]]] = {
        "frequence": (Invalide, {"frequence": "souvent"}),
        "technicien": (Invalide, {"technicien_id": gone.pk}),
        "competence": (Invalide, {"competence_id": 10**9}),
        "champ": (Invalide, {"version": 4}),
        "duree": (Invalide, {"duree_estimee": -1}),
        "retired": (Invalide, {"equipement": monde.machine_b}),
        "client": (Interdit, {"par": monde.user_a}),
        "technician": (Interdit, {"par": monde.technicien_a.user}),
        "far": (
            Invalide,
            {"frequence": "tous les 1000 ans", "derniere_date": date(2100, 1, 1)},
        ),
    }
    for name, (error, champs) in cases.items():
        with pytest.raises(error):
            PlanFactory(**{"par": monde.responsable, "equipement": monde.machine_a, **champs})
        assert relever() == before, name
    with pytest.raises(Introuvable):
        PlanFactory(equipement=monde.machine_a, par=monde.user_b)


def test_modifier_un_plan(monde: Monde) -> None:
    row, par = PlanFactory(equipement=monde.machine_a), monde.responsable
    skill = CompetenceFactory()
    champs = {
        "frequence": "tous les 45 jours",
        "competence_id": skill.pk,
        "technicien_id": monde.technicien_a.pk,
        "duree_estimee": "1.50",
    }
    again = services.modifier_plan(par=par, plan_id=row.pk, champs=champs, version=1)
    assert (again.version, again.frequence) == (2, "tous les 45 jours")
    assert services.modifier_plan(par=par, plan_id=row.pk, champs=champs).version == 2
    freed = services.modifier_plan(par=par, plan_id=row.pk, champs={"technicien_id": None})
    assert freed.technicien is None
    for champs in ({"titre": ""}, {"prochaine_date": None}, {"actif": False}):
        with pytest.raises(Invalide):
            services.modifier_plan(par=par, plan_id=row.pk, champs=champs)
    with pytest.raises(VersionPerimee):
        services.modifier_plan(par=par, plan_id=row.pk, champs={"titre": "X"}, version=1)


def _visite(plan: Plan, monde: Monde) -> Creneau:
    return CreneauFactory(
        intervention=monde.intervention_a, par=monde.responsable, debut=DEBUT, plan=plan
    )


def test_deplacer_un_plan_deplace_sa_visite(monde: Monde) -> None:
    row = PlanFactory(equipement=monde.machine_a)
    slot, day = _visite(row, monde), date(2027, 6, 22)
    services.deplacer_plan(par=monde.responsable, plan_id=row.pk, jour=day)
    row.refresh_from_db()
    slot.refresh_from_db()
    assert (row.prochaine_date, row.version) == (day, 2)
    assert slot.date_debut == datetime(2027, 6, 22, 8, tzinfo=UTC)
    interventions.demarrer(intervention_id=slot.intervention_id, par=monde.responsable)
    before = relever()
    with pytest.raises(Conflit):
        services.deplacer_plan(par=monde.responsable, plan_id=row.pk, jour=date(2027, 6, 23))
    assert relever() == before
    interventions.cloturer(
        intervention_id=slot.intervention_id, par=monde.responsable, solution="Fait"
    )
    services.deplacer_plan(par=monde.responsable, plan_id=row.pk, jour=date(2027, 6, 23))


def test_un_plan_arrete_ne_bouge_plus(monde: Monde) -> None:
    row, par = PlanFactory(equipement=monde.machine_a), monde.responsable
    slot = _visite(row, monde)
    services.arreter_plan(par=par, plan_id=row.pk)
    assert not EntreePlanning.objects.get(pk=row.pk).listee
    assert Creneau.objects.filter(pk=slot.pk).exists()
    for act, more in (
        (services.arreter_plan, {}),
        (services.modifier_plan, {"champs": {"titre": "X"}}),
        (services.deplacer_plan, {"jour": date(2027, 7, 1)}),
    ):
        with pytest.raises(Conflit):
            act(par=par, plan_id=row.pk, **more)


def test_une_machine_archivee_na_plus_de_plan(monde: Monde) -> None:
    """And if archiving is refused in the end, the plan goes on."""
    row = PlanFactory(equipement=monde.machine_a)
    before = relever()
    with pytest.raises(Conflit):
        archiver_equipement(par=monde.responsable, equipement_id=monde.machine_a.pk)
    assert relever() == before
    interventions.annuler(
        intervention_id=monde.intervention_a.pk, par=monde.responsable, motif="Vendue"
    )
    archiver_equipement(par=monde.responsable, equipement_id=monde.machine_a.pk)
    row.refresh_from_db()
    assert not row.actif
    assert Evenement.objects.filter(type="plan.arrete", donnees__plan_id=row.pk).count() == 1


def test_les_plans_de_qui_part_passent_a_son_successeur(monde: Monde) -> None:
    """Refused as long as open work has not been looked at: then no plan has changed hands."""
    row = PlanFactory(equipement=monde.machine_b, technicien_id=monde.technicien_a.pk)
    before = relever()
    with pytest.raises(Conflit):
        archiver_technicien(par=monde.admin, technicien_id=monde.technicien_a.pk)
    assert relever() == before
    archiver_technicien(
        par=monde.admin,
        technicien_id=monde.technicien_a.pk,
        successeur_id=monde.technicien_b.pk,
    )
    row.refresh_from_db()
    assert row.technicien_id == monde.technicien_b.pk


# --- absences ------------------------------------------------------------------------------------


def test_les_absences(monde: Monde) -> None:
    row = AbsenceFactory(technicien=monde.technicien_a, motif="Mariage")
    assert row.avertissements == []
    CreneauFactory(intervention=monde.intervention_a, debut=DEBUT + timedelta(days=1))
    longer = services.modifier_absence(
        par=monde.admin, absence_id=row.pk, champs={"fin": DEBUT + timedelta(days=3)}, version=1
    )
    assert (longer.version, len(longer.avertissements)) == (2, 1)
    assert services.modifier_absence(par=monde.admin, absence_id=row.pk, champs={}).version == 2
    with pytest.raises(VersionPerimee):
        services.retirer_absence(par=monde.admin, absence_id=row.pk, version=1)
    assert set(Absence.objects.visible_to(monde.technicien_a.user)) == {row}
    for user in (monde.technicien_b.user, monde.user_a):
        assert not Absence.objects.visible_to(user).exists()
    services.retirer_absence(par=monde.admin, absence_id=row.pk)
    assert not Absence.objects.exists()
    types = Evenement.objects.filter(type__startswith="absence.").values_list("type", flat=True)
    assert sorted(types) == ["absence.modifiee", "absence.retiree", "absence.saisie"]


def test_ce_quune_absence_refuse(monde: Monde) -> None:
    row = AbsenceFactory(technicien=monde.technicien_a)
    before = relever()
    for champs in ({"heures": 0}, {"heures": -1}, {"heures": 9000}, {"nature": "grève"}):
        with pytest.raises(Invalide):
            AbsenceFactory(technicien=monde.technicien_b, par=monde.responsable, **champs)
    with pytest.raises(Invalide):
        AbsenceFactory(technicien=TechnicienFactory.build(pk=10**9), par=monde.responsable)
    for user, error in (
        (monde.technicien_a.user, Interdit),
        (monde.technicien_b.user, Introuvable),
        (monde.user_a, Introuvable),
    ):
        with pytest.raises(error):
            services.retirer_absence(par=user, absence_id=row.pk)
    with pytest.raises(Interdit):
        AbsenceFactory(technicien=monde.technicien_a, par=monde.technicien_a.user)
    assert relever() == before


def test_planifier_sur_une_absence_est_refuse_sans_rien_laisser(monde: Monde) -> None:
    AbsenceFactory(technicien=monde.technicien_a, par=monde.admin)
    row = InterventionFactory(equipement=monde.machine_a, par=monde.admin)
    before = relever()
    wanted = {
        "par": monde.admin,
        "intervention_id": row.pk,
        "technicien_id": monde.technicien_a.pk,
        "date_debut": DEBUT + HEURE,
        "date_fin": DEBUT + 2 * HEURE,
    }
    with pytest.raises(Conflit):
        services.planifier(**wanted)
    assert relever() == before
    services.planifier(**wanted, motif_derogation="Il accepte")


def test_des_jours_entiers_se_disent_en_jours() -> None:
    def minuit(jour: int) -> datetime:
        return dates.minuit(date(2027, 6, jour))

    assert dates.quand(minuit(1), minuit(2)) == "le 01/06/2027"
    assert dates.quand(minuit(1), minuit(5)) == "du 01/06/2027 au 04/06/2027"
    later = minuit(5) + timedelta(minutes=30)
    assert dates.quand(minuit(1), later) == "du 01/06/2027 00:00 au 05/06/2027 00:30"
    assert dates.quand(minuit(5), later) == "le 05/06/2027 00:00-00:30"

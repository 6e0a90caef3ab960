"""Plans as pages, plans of families, the forecast, and what the API adds to plans."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client as Navigateur
from django.urls import reverse

from core.errors import Conflit, Interdit, Introuvable, Invalide, VersionPerimee
from equipements.models import Equipement
from equipements.services import archiver_equipement
from equipements.tests.factories import CompteurFactory, EquipementFactory, FamilleFactory
from planning import services
from planning.models import ModelePlan, Occurrence, Plan
from planning.preventif.mots import recurrence, regle
from planning.recurrences import lire_rrule
from planning.tests.factories import ModelePlanFactory, PlanFactory
from tests.api import Porte, lire
from tests.api import refus as refuser
from tests.fixtures import Monde
from tests.lecture_formulaire import lire as lire_formulaire
from tests.photo import relever

pytestmark = pytest.mark.django_db
Navigateurs = dict[str, Navigateur]
Portes = dict[str, Porte]
MARDI = datetime(2027, 6, 1, 6, tzinfo=UTC)
JEUDI = date(2027, 6, 3)


def _envoyer(navigateur: Navigateur, nom: str, pk: int | None = None, **champs: Any) -> Any:
    path = reverse(f"planning:{nom}", args=[] if pk is None else [pk])
    return navigateur.post(path, lire_formulaire(navigateur.get(path)) | champs)


def _page(navigateur: Navigateur, nom: str, *args: Any) -> str:
    answer = navigateur.get(reverse(nom, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


# --- Words ----------------------------------------------------------------------------------------


def test_les_regles_en_mots() -> None:
    said = {
        "FREQ=MONTHLY;BYDAY=1MO": "le premier lundi de chaque mois",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR": "le dernier vendredi (bimestriel)",
        "FREQ=MONTHLY;BYMONTHDAY=-1": "le dernier jour de chaque mois",
        "FREQ=MONTHLY;BYMONTHDAY=15,-2": "le 2e jour avant la fin et le 15 de chaque mois",
        "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2WE": "le 2e mercredi en mars et septembre",
        "FREQ=DAILY;INTERVAL=3": "(tous les 3 jours)",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR": "du lundi au vendredi chaque jour",
        "FREQ=WEEKLY;BYDAY=MO,TH": "le lundi et le jeudi chaque semaine",
        "FREQ=MONTHLY;BYDAY=MO,SU;BYSETPOS=-2": (
            "le 2e avant la fin parmi : le lundi et le dimanche de chaque mois"
        ),
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13": "le vendredi (le 13) de chaque mois",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=1": "le premier parmi : le lundi de chaque année",
    }
    assert {text: recurrence(lire_rrule(text)) for text in said} == said
    plan = Plan(
        intervalle_n=1,
        intervalle_unite="mois",
        flottant=True,
        saison_du=4,
        saison_au=9,
        fin_le=date(2030, 1, 1),
    )
    assert regle(plan) == (
        "mensuel, de avril à septembre, compté depuis la dernière visite, jusqu’au 01/01/2030"
    )
    assert regle(Plan(declencheur="compteur")) == "au compteur"


# --- Rules through the services -------------------------------------------------------------------


@time_machine.travel(MARDI, tick=False)
def test_ce_quune_regle_refuse(monde: Monde) -> None:
    meter = CompteurFactory(equipement=monde.machine_b)
    row = PlanFactory(equipement=monde.machine_a, par=monde.responsable, prochaine_date=JEUDI)
    before = relever()
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule"),
        ({"rrule": "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29"}, "rrule"),
        ({"rrule": "tous les lundis"}, "rrule"),
        ({"frequence": "souvent"}, "frequence"),
        ({"saison_du": 4}, "saison_au"),
        ({"saison_au": 4}, "saison_du"),
        ({"saison_du": 13, "saison_au": 14}, "saison_du"),
        ({"frequence": "annuel", "saison_du": 1, "saison_au": 2}, "saison_du"),
        ({"fin_le": date(2027, 6, 2)}, "fin_le"),
        ({"avance": 366}, "avance"),
        ({"avance": -1}, "avance"),
        ({"tolerance": 400}, "tolerance"),
        ({"duree_estimee": "745"}, "duree_estimee"),
        ({"jours_non_ouvres": "jamais"}, "jours_non_ouvres"),
        ({"compteur_id": meter.pk, "pas_compteur": 10}, "compteur_id"),
    )
    for champs, blamed in wrong:
        with pytest.raises(Invalide) as refused:
            services.modifier_plan(par=monde.responsable, plan_id=row.pk, champs=champs)
        assert blamed in refused.value.errors, champs
        assert relever() == before, champs
    own = CompteurFactory(equipement=monde.machine_a)
    for champs in ({"compteur_id": own.pk}, {"compteur_id": own.pk, "pas_compteur": "0"}):
        with pytest.raises(Invalide):
            services.modifier_plan(par=monde.responsable, plan_id=row.pk, champs=champs)


@time_machine.travel(MARDI, tick=False)
def test_changer_de_regle_garde_la_suite(monde: Monde) -> None:
    par = monde.responsable
    row = PlanFactory(equipement=monde.machine_a, par=par, prochaine_date=JEUDI)

    def changer(**champs: Any) -> Plan:
        return services.modifier_plan(par=par, plan_id=row.pk, champs=champs)

    assert changer(frequence="hebdomadaire").echeance == JEUDI
    monday = changer(rrule="FREQ=MONTHLY;BYDAY=1MO")
    assert (monday.echeance, monday.declencheur) == (date(2027, 6, 7), "regle")
    assert monday.frequence == "mensuel"
    assert changer(frequence="mensuel").rrule  # only says again what there was
    plain = changer(rrule="")
    assert (plain.declencheur, plain.intervalle_n) == ("intervalle", 1)
    assert changer(avance=20).generer_le == date(2027, 5, 18)
    assert changer(saison_du=9, saison_au=3).echeance == date(2027, 9, 7)
    assert changer(prochaine_date=date(2027, 10, 31)).ancre == date(2027, 10, 31)
    meter = CompteurFactory(equipement=monde.machine_a)
    counted = changer(compteur_id=meter.pk, pas_compteur="250")
    assert counted.prochain_seuil == 250
    assert (counted.generer_le, counted.prochaine_date) == (None, None)
    back = changer(compteur_id=None, frequence="annuel", saison_du=None, saison_au=None)
    assert (back.declencheur, back.compteur_id, back.pas_compteur) == ("intervalle", None, None)
    assert back.generer_le is not None
    machine = Equipement.objects.get(pk=monde.machine_a.pk)
    assert machine.prochaine_maintenance == back.prochaine_date
    services.arreter_plan(par=par, plan_id=row.pk)
    assert Equipement.objects.get(pk=machine.pk).prochaine_maintenance is None


# --- Families -------------------------------------------------------------------------------------


@time_machine.travel(MARDI, tick=False)
def test_un_plan_de_famille(monde: Monde) -> None:
    """Each machine its own plan; new ones at the next run, those that have left none."""
    kind, par = FamilleFactory(), monde.responsable
    first, second = (EquipementFactory(client=monde.client_a, famille=kind) for _ in range(2))
    EquipementFactory(client=monde.client_b, famille=kind)
    row = ModelePlanFactory(
        client=monde.client_a, famille=kind, par=par, premiere_date=date(2027, 1, 31)
    )
    plans = Plan.objects.filter(modele=row)
    assert {p.entree.equipement_id for p in plans} == {first.pk, second.pk}
    assert {p.prochaine_date for p in plans} == {date(2027, 6, 30)}  # the 31st of June
    third = EquipementFactory(client=monde.client_a, famille=kind)
    archiver_equipement(par=par, equipement_id=first.pk)
    Equipement.objects.filter(pk=second.pk).update(famille=None)
    services.generer_preventif()
    assert {p.entree.equipement_id for p in plans.filter(actif=True)} == {third.pk}
    services.generer_preventif()
    assert plans.all().count() == 3
    services.modifier_modele(par=par, modele_id=row.pk, champs={"titre": "Graissage"}, version=1)
    assert plans.get(actif=True).titre == "Graissage"
    with pytest.raises(VersionPerimee):
        services.modifier_modele(par=par, modele_id=row.pk, champs={"titre": "X"}, version=1)
    services.arreter_modele(par=par, modele_id=row.pk)
    assert not plans.filter(actif=True).exists()
    with pytest.raises(Conflit):
        services.arreter_modele(par=par, modele_id=row.pk)
    for user, error in ((monde.user_a, Introuvable), (monde.technicien_a.user, Introuvable)):
        with pytest.raises(error):
            services.arreter_modele(par=user, modele_id=row.pk)
    with pytest.raises(Interdit):
        ModelePlanFactory(par=monde.user_a)
    with pytest.raises(Invalide):
        ModelePlanFactory(par=par, client=type(monde.client_a)(pk=10**9))


# --- Pages ----------------------------------------------------------------------------------------


def test_les_pages_dun_plan(monde: Monde, navigateur: Navigateurs) -> None:
    staff, machine = navigateur["responsable"], monde.machine_a
    assert reverse("planning:creer_plan", args=[machine.pk]) in _page(
        staff, "equipements:fiche", machine.pk
    )
    answer = _envoyer(
        staff, "creer_plan", machine.pk, titre="Vidange", rrule="FREQ=MONTHLY;BYDAY=1TH"
    )
    row = Plan.objects.get()
    assert answer["Location"] == reverse("planning:plan", args=[row.pk])
    assert "Le premier jeudi de chaque mois" in _page(staff, "planning:plan", row.pk)
    assert "Vidange" in _page(staff, "planning:plans")
    assert "Vidange" in _page(staff, "equipements:fiche", machine.pk)
    assert _envoyer(staff, "generer_plan", row.pk).status_code == 302
    assert Occurrence.objects.get().etat == "generee"
    assert "INT-" in _page(staff, "planning:plan", row.pk)
    assert _envoyer(staff, "sauter", row.pk, motif="Fermé").status_code == 302
    assert Occurrence.objects.filter(etat="sautee").count() == 1
    assert _envoyer(staff, "sauter", row.pk, echeance="2027-06-04", motif="X").status_code == 422
    path = reverse("planning:sauter", args=[row.pk])
    assert staff.get(f"{path}?echeance=demain").status_code == 404


def test_changer_et_arreter_par_les_pages(monde: Monde, navigateur: Navigateurs) -> None:
    staff = navigateur["responsable"]
    row = PlanFactory(
        equipement=monde.machine_a,
        par=monde.responsable,
        titre="Vidange",
        rrule="FREQ=MONTHLY;BYDAY=1TH",
        frequence="",
    )
    services.sauter(par=monde.responsable, plan_id=row.pk, echeance=row.echeance, motif="Fermé")
    seen = _page(navigateur["client"], "planning:plan", row.pk)
    assert "Vidange" in seen
    assert "Fermé" not in seen
    # Left as it is, the form changes nothing.
    version = Plan.objects.get().version
    assert _envoyer(staff, "modifier_plan", row.pk).status_code == 302
    assert Plan.objects.get().version == version
    refused = _envoyer(staff, "modifier_plan", row.pk, rrule="FREQ=MONTHLY")
    assert refused.status_code == 422
    assert "BYMONTHDAY" in refused.content.decode()
    changed = _envoyer(staff, "modifier_plan", row.pk, rrule="", frequence="annuel")
    assert changed.status_code == 302
    assert Plan.objects.get().frequence == "annuel"
    assert _envoyer(staff, "arreter_plan", row.pk).status_code == 302
    assert "Arrêté" in _page(staff, "planning:plan", row.pk)
    assert "Vidange" not in _page(staff, "planning:plans")


def test_les_pages_des_familles_et_des_previsions(monde: Monde, navigateur: Navigateurs) -> None:
    staff = navigateur["responsable"]
    assert "Aucun plan de famille" in _page(staff, "planning:modeles")
    assert "Aucune visite à venir" in _page(staff, "planning:previsions")
    answer = _envoyer(
        staff,
        "creer_modele",
        client=monde.client_a.pk,
        famille=monde.machine_a.famille_id,
        frequence="mensuel",
        premiere_date="2027-06-10",
        saison_du="4",
        saison_au="9",
    )
    assert answer.status_code == 302
    row = ModelePlan.objects.get()
    assert "mensuel, de avril à septembre" in _page(staff, "planning:modeles")
    assert _envoyer(staff, "modifier_modele", row.pk, titre="Filtres").status_code == 302
    assert Plan.objects.get().titre == "Filtres"
    forecast = _page(staff, "planning:previsions")
    assert forecast.count("<rect") == 24
    assert 'role="group"' in forecast
    assert "Juin 2027" in forecast
    assert _envoyer(staff, "arreter_modele", row.pk).status_code == 302
    assert not Plan.objects.get().actif
    for name in ("modeles", "previsions"):
        path = reverse(f"planning:{name}")
        assert navigateur["client"].get(path).status_code == 403


def test_un_plan_au_compteur_par_la_page(monde: Monde, navigateur: Navigateurs) -> None:
    staff, machine = navigateur["responsable"], monde.machine_a
    meter = CompteurFactory(equipement=machine, par=monde.responsable, nom="Heures")
    sent = {"compteur": meter.pk, "pas_compteur": "250", "frequence": ""}
    assert _envoyer(staff, "creer_plan", machine.pk, **sent).status_code == 302
    row = Plan.objects.get()
    assert row.declencheur == "compteur"
    assert row.prochain_seuil == 250
    assert "Tous les 250" in _page(staff, "planning:plan", row.pk)
    back = {"compteur": "", "pas_compteur": "", "prochain_seuil": "", "frequence": "mensuel"}
    assert _envoyer(staff, "modifier_plan", row.pk, **back).status_code == 302
    assert Plan.objects.get().declencheur == "intervalle"


# --- API ------------------------------------------------------------------------------------------


def test_lapi_des_plans(api: Portes, monde: Monde) -> None:
    door = api["responsable"]
    body = {
        "equipement_id": monde.machine_a.pk,
        "rrule": "FREQ=MONTHLY;BYDAY=1TH",
        "heure": "14:30",
        "fin_le": "2199-12-31",
    }
    made = lire(door.post("plans/", body), 201)
    assert (made["frequence"], made["declencheur"], made["heure"]) == ("mensuel", "regle", "14:30")
    due = made["prochaine_date"][:10]
    assert (date.fromisoformat(due).weekday(), date.fromisoformat(due).day < 8) == (3, True)
    done = lire(door.post(f"plans/{made['id']}/generer", {}), 201)
    assert (done["echeance"], done["etat"]) == (due, "generee")
    path = f"plans/{made['id']}/occurrences"
    skipped = lire(door.post(f"{path}/{due}/sauter", {"motif": "Fermé"}))
    assert (skipped["etat"], skipped["intervention_statut"]) == ("sautee", "annulee")
    assert [row["id"] for row in lire(door.get(path))] == [done["id"]]
    assert "motif" not in lire(api["client"].get(path))[0]
    for day, status in (("demain", 404), ("2190-06-09", 422), (due, 409)):
        refuser(door.post(f"{path}/{day}/sauter", {"motif": "X"}), status)
    refuser(door.post("plans/", body | {"heure": "25:00"}), 422)
    refuser(door.post("plans/", {"equipement_id": monde.machine_a.pk}), 422)
    forecast = lire(door.get("planning/previsions?mois=4"))["mois"]
    assert sum(m["visites"] for m in forecast) in (2, 3, 4)
    assert forecast[0]["debut"].endswith("-01")
    refuser(door.get("planning/previsions?mois=0"), 422)
    refuser(api["client"].get("planning/previsions"), 403)
    one = lire(door.get(f"planning/previsions?technicien_id={monde.technicien_a.pk}"))["mois"]
    assert 0 < one[1]["capacite"] < forecast[1]["capacite"]

"""Who could be sent, read from the database; the page that asks it and the button that plans."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext

from core.errors import Invalide
from equipements.models import Famille
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from planning import services
from planning.calendrier import Plage
from planning.candidats import candidats, preparer
from planning.models import Plan
from planning.raisons import parties
from planning.suggestion import Demande, Faits, noter
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory, PlanFactory
from techniciens.models import Competence, Technicien
from techniciens.services import definir_competence
from techniciens.tests.factories import CompetenceFactory, TechnicienFactory
from tests.api import Porte
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]
Navigateurs = dict[str, Navigateur]

# Tuesday 1 June 2027, 10:00 in Casablanca; hours are 8:30 to 12:30 and 14:00 to 18:00.
MAINTENANT = datetime(2027, 6, 1, 9, tzinfo=UTC)
a_cette_heure: Callable[..., Any] = time_machine.travel(MAINTENANT, tick=False)


def _ouverte(monde: Monde, **champs: Any) -> Intervention:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, **champs)
    found: Intervention = Intervention.objects.select_related(
        "client", "equipement__site", "equipement__famille__competence"
    ).get(pk=row.pk)
    return found


def _demander_competence(monde: Monde, niveau: str = "intermediaire") -> Competence:
    skill: Competence = CompetenceFactory(nom="Électricité", niveau_requis=niveau)
    family = Famille.objects.create(nom="Compresseurs", competence=skill)
    monde.machine_a.famille = family
    monde.machine_a.save()
    return skill


def _un(monde: Monde, technicien: Technicien, **voeux: Any) -> Any:
    """The candidate of that technician for open work on machine A."""
    envoi = preparer(_ouverte(monde), **voeux)
    found = candidats(envoi, monde.responsable)
    return next(one for one in found if one.faits.technicien_id == technicien.pk)


@a_cette_heure
def test_les_faits_viennent_de_la_base(monde: Monde) -> None:
    skill, a, par = _demander_competence(monde), monde.technicien_a, monde.responsable
    definir_competence(
        par=par,
        technicien_id=a.pk,
        competence_id=skill.pk,
        niveau="avance",
        certification_expire_le=date(2027, 6, 2),
    )
    monde.machine_a.site.ville = "Casablanca"
    monde.machine_a.site.save()
    done = InterventionFactory(equipement=monde.machine_a, technicien=a, etat="cloturee")
    # Reserved until the evening of today, away the next morning.
    CreneauFactory(intervention=monde.intervention_a, debut=MAINTENANT, heures=8, par=par)
    AbsenceFactory(technicien=a, debut=DEBUT - 2 * HEURE, heures=3.5, par=par)
    row = _ouverte(monde)
    envoi = preparer(row)
    assert envoi.demande.duree == 2 * HEURE
    assert envoi.demande.fenetre.debut == MAINTENANT
    [one] = [c for c in candidats(envoi, par) if c.faits.technicien_id == a.pk]
    facts = one.faits
    assert (facts.niveau, facts.certifie_jusqu_au) == ("avance", date(2027, 6, 2))
    assert facts.libre is not None
    assert (facts.libre.debut, facts.libre_le) == (DEBUT + 1.5 * HEURE, date(2027, 6, 2))
    assert (facts.reserve, facts.net) == (8 * HEURE, 42 * HEURE)
    assert (facts.visites, facts.derniere_visite) == (1, done.date_fin.date())
    assert one.apte
    # 25 x 6 / 7, and 15 x 34 / 42.
    wanted = {"competence": "35.0", "disponibilite": "21.4", "zone": "15.0", "charge": "12.1"}
    assert {n: str(one.points[n]) for n in wanted} == wanted
    words = {part.code: part.raison for part in parties(envoi, one)}
    assert words["competence"] == (
        "« Électricité » : avancé, demandé intermédiaire. Certifié jusqu’au 02/06/2027."
    )
    assert words["disponibilite"] == "Libre le 02/06/2027 10:30-12:30."
    assert words["machine"].startswith("1 intervention terminée sur cette machine")
    assert words["charge"] == "8\u00a0h réservées sur 42\u00a0h (19 %)."


@a_cette_heure
def test_ce_qui_manque_est_dit_et_va_derriere(monde: Monde) -> None:
    """Nobody is left out for want of a skill; who is put away or closed is not there at all."""
    skill, par = _demander_competence(monde, "avance"), monde.responsable
    expert, junior, expired = (TechnicienFactory() for _n in range(3))
    gone, closed = TechnicienFactory(archive_le=MAINTENANT), TechnicienFactory()
    closed.user.is_active = False
    closed.user.save()
    for who, level, until in (
        (expert, "expert", None),
        (junior, "debutant", None),
        (expired, "expert", date(2027, 5, 31)),
    ):
        definir_competence(
            par=par,
            technicien_id=who.pk,
            competence_id=skill.pk,
            niveau=level,
            certification_expire_le=until,
        )
    envoi = preparer(_ouverte(monde))
    found = {one.faits.technicien_id: one for one in candidats(envoi, par)}
    assert not {gone.pk, closed.pk} & found.keys()
    order = list(found)
    assert order[:2] == [expert.pk, junior.pk]
    assert set(order[2:]) >= {expired.pk, monde.technicien_a.pk, monde.technicien_b.pk}
    assert not any(found[pk].apte for pk in order[2:])
    said = {pk: parties(envoi, found[pk])[0].raison for pk in order}
    assert said[expired.pk] == "Certification « Électricité » expirée le 31/05/2027."
    assert said[monde.technicien_a.pk] == "N’a pas la compétence « Électricité »."
    assert found[junior.pk].points["competence"] == Decimal("17.5")


@a_cette_heure
def test_chaque_raison_se_dit(monde: Monde) -> None:
    envoi = preparer(_ouverte(monde))
    town = replace(envoi.demande, ville="Rabat")
    late = envoi.demande.fenetre.fin + HEURE
    fact = Faits(technicien_id=1, nom="Amal")
    cases: list[tuple[str, Faits, Demande, str]] = [
        ("competence", fact, town, "Aucune compétence n’est demandée."),
        ("disponibilite", fact, town, "Pas de temps libre assez long avant le 08/06/2027."),
        (
            "disponibilite",
            replace(fact, libre=Plage(late, late + HEURE), libre_le=late.date()),
            town,
            "Pas libre dans la fenêtre ; ensuite le 08/06/2027 11:00-12:00.",
        ),
        ("zone", fact, replace(town, ville=""), "La ville de la machine n’est pas connue."),
        ("zone", fact, town, "Sa zone n’est pas renseignée."),
        ("zone", replace(fact, zone="Fès"), town, "Rabat n’est pas dans sa zone (Fès)."),
        ("zone", replace(fact, zone="Rabat"), town, "Rabat est dans sa zone."),
        ("charge", fact, town, "Pas d’heures de travail cette semaine-là."),
        ("machine", fact, town, "N’a pas encore travaillé sur cette machine."),
        (
            "machine",
            replace(fact, visites=2, derniere_visite=date(2027, 5, 1)),
            town,
            "2 interventions terminées sur cette machine, la dernière le 01/05/2027.",
        ),
    ]
    wrong = []
    for code, facts, want, said in cases:
        asked = replace(envoi, demande=want)
        words = {part.code: part.raison for part in parties(asked, noter(want, facts))}
        if words[code] != said:
            wrong.append((words[code], said))
    assert not wrong


@a_cette_heure
def test_la_competence_du_plan_passe_avant_celle_de_la_famille(monde: Monde) -> None:
    _demander_competence(monde)
    other = CompetenceFactory(nom="Froid")
    plan: Plan = PlanFactory(equipement=monde.machine_a, competence_id=other.pk)
    row = _ouverte(monde)
    services.planifier(
        par=monde.responsable,
        intervention_id=row.pk,
        date_debut=DEBUT,
        date_fin=DEBUT + 3 * HEURE,
        plan=plan,
    )
    envoi = preparer(row)
    assert envoi.competence == other
    # The window and the length are those of the slot.
    assert envoi.demande.duree == 3 * HEURE
    assert (envoi.demande.fenetre.debut, envoi.demande.fenetre.fin) == (DEBUT, DEBUT + 3 * HEURE)


@a_cette_heure
def test_son_propre_creneau_ne_l_occupe_pas(monde: Monde) -> None:
    """Asked again for planned work, its holder is free at that time, and loaded by the others."""
    CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=2)
    row = Intervention.objects.get(pk=monde.intervention_a.pk)
    envoi = preparer(row)
    mine = next(
        c
        for c in candidats(envoi, monde.responsable)
        if c.faits.technicien_id == monde.technicien_a.pk
    )
    assert mine.faits.libre is not None
    assert mine.faits.libre.debut == DEBUT
    assert mine.faits.reserve == timedelta()


@a_cette_heure
def test_un_etat_sans_dates_vaut_pour_aujourd_hui(monde: Monde) -> None:
    a = monde.technicien_a
    for state, day in (("disponible", 1), ("occupe", 1), ("conge", 2), ("indisponible", 2)):
        Technicien.objects.filter(pk=a.pk).update(disponibilite=state)
        free = _un(monde, a).faits.libre_le
        assert free == date(2027, 6, day), state


@a_cette_heure
def test_la_fenetre_et_ses_refus(monde: Monde) -> None:
    a = monde.technicien_a
    # On the quarter of an hour, never before now; free after the window, so half the points.
    wished = _un(monde, a, debut=MAINTENANT - 5 * HEURE, fin=MAINTENANT + HEURE, duree=Decimal(2))
    assert wished.faits.libre.debut == MAINTENANT
    assert wished.points["disponibilite"] == Decimal("12.5")
    later = _un(monde, a, debut=MAINTENANT + timedelta(minutes=1), duree=Decimal("0.5"))
    assert later.faits.libre.debut == MAINTENANT + timedelta(minutes=15)
    # A holiday and a Sunday are skipped: Friday 30 July 2027 is the feast of the Throne.
    feast = datetime(2027, 7, 30, 8, tzinfo=UTC)
    assert _un(monde, a, debut=feast).faits.libre_le == date(2027, 7, 31)
    row = _ouverte(monde)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"debut": DEBUT, "fin": DEBUT}, "fin"),
        ({"fin": MAINTENANT - HEURE}, "fin"),
        ({"debut": DEBUT, "fin": DEBUT + timedelta(days=40)}, "fin"),
        ({"duree": Decimal(0)}, "duree"),
        ({"duree": Decimal(-1)}, "duree"),
        ({"duree": Decimal(800)}, "duree"),
    ]
    for wishes, blamed in wrong:
        with pytest.raises(Invalide) as refusal:
            preparer(row, **wishes)
        assert set(refusal.value.errors) == {blamed}, wishes


@a_cette_heure
def test_l_echeance_borne_la_fenetre(monde: Monde) -> None:
    soon, past = MAINTENANT + 30 * HEURE, MAINTENANT + HEURE
    for deadline, end in ((soon, soon), (past, MAINTENANT + timedelta(days=7))):
        row = _ouverte(monde, date_limite=deadline)
        assert preparer(row).demande.fenetre.fin == end


def test_le_nombre_de_requetes_ne_suit_pas_l_equipe(monde: Monde) -> None:
    _demander_competence(monde)
    row = _ouverte(monde)
    counts = []
    for _n in range(2):
        TechnicienFactory()
        with CaptureQueriesContext(connection) as seen:
            candidats(preparer(row), monde.responsable)
        counts.append(len(seen))
    assert counts == [8, 8]

"""Who could be sent, read from the database; the page that asks it and the button that plans."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Invalide
from equipements.models import Famille
from interventions import services as interventions
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from planning import services
from planning.candidats import candidats, preparer
from planning.models import Creneau, Plan, Reservation
from planning.raisons import parties
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory, PlanFactory
from techniciens.models import Competence, Technicien
from techniciens.services import definir_competence
from techniciens.tests.factories import CompetenceFactory, TechnicienFactory
from tests.api import Porte, champs_refuses, lire, refus
from tests.fixtures import Monde
from tests.lecture_formulaire import lire as lire_formulaire

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


def test_l_api_classe_et_dit_pourquoi(api: Portes, monde: Monde) -> None:
    row = _ouverte(monde)
    path = f"interventions/{row.pk}/suggestions"
    body = lire(api["responsable"].get(f"{path}?debut=2027-06-01T10:00&duree=1.5&limit=1"))
    assert (body["intervention_id"], body["duree"]) == (row.pk, 1.5)
    assert len(body["candidats"]) == 1
    best = body["candidats"][0]
    assert best["score"] == pytest.approx(sum(part["points"] for part in best["raisons"]))
    assert best["dans_la_fenetre"] is True
    assert [part["sur"] for part in best["raisons"]] == [35, 25, 15, 15, 10]
    # What is proposed is taken as it stands.
    sent = {name: best[name] for name in ("technicien_id", "date_debut", "date_fin")}
    made = lire(api["responsable"].post("creneaux/", sent | {"intervention_id": row.pk}), 201)
    assert made["date_debut"] == best["date_debut"]
    assert Reservation.objects.get().technicien_id == best["technicien_id"]
    wrong = {
        "debut=hier": "debut",
        "debut=2027-06-01T10:00&fin=2020-01-01T00:00:00Z": "fin",
        "duree=abc": "duree",
        "duree=0": "duree",
        "limit=0": "limit",
        "limit=101": "limit",
    }
    found = {query: champs_refuses(api["admin"].get(f"{path}?{query}")) for query in wrong}
    assert found == {query: {name} for query, name in wrong.items()}


def test_seul_qui_planifie_demande(api: Portes, monde: Monde, navigateur: Navigateurs) -> None:
    row = monde.intervention_a
    page = reverse("planning:qui_envoyer", args=[row.pk])
    wanted = {"technicien": 403, "client": 403, "autre_technicien": 404, "autre_client": 404}
    for who, status in wanted.items():
        refus(api[who].get(f"interventions/{row.pk}/suggestions"), status)
        assert navigateur[who].get(page).status_code == status
    interventions.annuler(intervention_id=row.pk, par=monde.responsable, motif="Doublon")
    assert navigateur["responsable"].get(page).status_code == 422
    refus(api["responsable"].get(f"interventions/{row.pk}/suggestions"), 422)


# Sessions are of today: these wish for another day rather than travel to it.
_VOEUX = {"debut": "2027-06-01T10:00"}


def _proposition(navigateur: Navigateur, row: Intervention, technicien: Technicien) -> Any:
    """What the candidate's button sends, read from the page as a browser does."""
    page = navigateur.get(reverse("planning:qui_envoyer", args=[row.pk]), _VOEUX)
    return lire_formulaire(page, f"candidat-{technicien.pk}")


def test_un_bouton_affecte_et_planifie(monde: Monde, navigateur: Navigateurs) -> None:
    row, b, staff = _ouverte(monde), monde.technicien_b, navigateur["responsable"]
    fiche = staff.get(reverse("interventions:fiche", args=[row.pk])).content.decode()
    assert reverse("planning:qui_envoyer", args=[row.pk]) in fiche
    plan = reverse("planning:planifier", args=[row.pk])
    assert staff.post(plan, _proposition(staff, row, b)).status_code == 302
    slot = Creneau.objects.get()
    assert (slot.date_debut, slot.date_fin) == (MAINTENANT, MAINTENANT + 2 * HEURE)
    assert slot.intervention.technicien == b
    assert Reservation.objects.get().technicien == b
    # Planned work may be given to another in the same way; notes and words of the slot stay.
    services.modifier(
        par=monde.responsable,
        creneau_id=slot.pk,
        champs={"notes_planning": "Badge\nau gardien", "creneau": "matin"},
    )
    change = reverse("planning:modifier", args=[slot.pk])
    answer = staff.post(change, _proposition(staff, row, monde.technicien_a))
    assert answer.status_code == 302
    slot.refresh_from_db()
    assert (slot.notes_planning, slot.creneau) == ("Badge\nau gardien", "matin")
    assert Reservation.objects.get().technicien == monde.technicien_a


def test_un_conflit_garde_ce_qui_etait_propose(monde: Monde, navigateur: Navigateurs) -> None:
    """Somebody was faster: the form of the slot comes back filled in, and says when it is free."""
    row, a, staff = _ouverte(monde), monde.technicien_a, navigateur["responsable"]
    sent = _proposition(staff, row, a)
    CreneauFactory(intervention=monde.intervention_a, debut=MAINTENANT, heures=2)
    answer = staff.post(reverse("planning:planifier", args=[row.pk]), sent)
    assert answer.status_code == 409
    kept = lire_formulaire(answer)
    assert {n: kept[n] for n in ("technicien", "date_debut", "date_fin")} == {
        n: sent[n] for n in ("technicien", "date_debut", "date_fin")
    }
    assert "Libre à partir du" in answer.content.decode()
    assert not Creneau.objects.filter(intervention=row).exists()


def test_la_page_dit_les_voeux_refuses(monde: Monde, navigateur: Navigateurs) -> None:
    row, staff = _ouverte(monde), navigateur["responsable"]
    path = reverse("planning:qui_envoyer", args=[row.pk])
    for wishes in ({"duree": "x"}, {"duree": "0"}, {"fin": "2020-01-01T08:00"}):
        page = staff.get(path, wishes)
        assert page.status_code == 422
        assert "invalid-feedback" in page.content.decode() or "errorlist" in page.content.decode()
    wished = staff.get(path, {"debut": "2027-06-03T09:00", "duree": "1,5"}).content.decode()
    assert 'value="2027-06-03T09:00"' in wished
    assert 'value="2027-06-03T10:30"' in wished


def test_seuls_les_premiers_sont_montres(monde: Monde, navigateur: Navigateurs) -> None:
    for _n in range(12):
        TechnicienFactory()
    path = reverse("planning:qui_envoyer", args=[monde.intervention_a.pk])
    page = navigateur["responsable"].get(path, _VOEUX).content.decode()
    assert page.count('id="candidat-') == 12
    assert "et 2 autres" in page

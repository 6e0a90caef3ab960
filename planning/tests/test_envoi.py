"""« Qui envoyer ? » by page and API: who may ask, and a button that assigns and plans."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse
from django.utils import timezone

from interventions import services as interventions
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from planning import services
from planning.models import Creneau, Reservation
from planning.tests.factories import DEBUT, HEURE, CreneauFactory
from techniciens.models import Technicien
from techniciens.tests.factories import TechnicienFactory
from tests.api import Porte, champs_refuses, lire, refus
from tests.fixtures import Monde
from tests.lecture_formulaire import lire as lire_formulaire

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]
Navigateurs = dict[str, Navigateur]

# Tuesday 1 June 2027, 10:00 in Casablanca.
MAINTENANT = datetime(2027, 6, 1, 9, tzinfo=UTC)


def _ouverte(monde: Monde) -> Intervention:
    found: Intervention = InterventionFactory(equipement=monde.machine_a, par=monde.responsable)
    return found


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


def test_la_page_suppose_ce_que_demande_le_travail(monde: Monde, navigateur: Navigateurs) -> None:
    """Planned work: the window and the length of its slot stand in the form, to be sent as is."""
    path = reverse("planning:qui_envoyer", args=[monde.intervention_a.pk])
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT, heures=1.5)
    for hours, shown in ((1.5, "1.5"), (10, "10"), (1 / 3, "0.33")):
        end = DEBUT + timedelta(hours=hours)
        Creneau.objects.filter(pk=slot.pk).update(date_fin=end)
        form = navigateur["responsable"].get(path).context["form"]
        assert form["duree"].value() == shown
        assert 'value="2027-06-02T09:00"' in str(form["debut"])
        assert f'value="{timezone.localtime(end):%Y-%m-%dT%H:%M}"' in str(form["fin"])


def test_seuls_les_premiers_sont_montres(monde: Monde, navigateur: Navigateurs) -> None:
    for _n in range(12):
        TechnicienFactory()
    path = reverse("planning:qui_envoyer", args=[monde.intervention_a.pk])
    page = navigateur["responsable"].get(path, _VOEUX).content.decode()
    assert page.count('id="candidat-') == 12
    assert "et 2 autres" in page

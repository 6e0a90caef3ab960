"""The workflow's acts in the admin: offered by its table, done by its services, or refused."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client as Navigateur
from django.urls import reverse

from interventions import services
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import ACTIONS, Acteur, actions_possibles
from techniciens.tests.factories import CompetenceFactory, TechnicienFactory
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db

FICHE = "admin:interventions_intervention_change"


@pytest.fixture
def chef(navigateur: dict[str, Navigateur]) -> Navigateur:
    return navigateur["admin"]


def _fiche(row: Intervention) -> str:
    return reverse(FICHE, args=[row.pk])


def _acte(row: Intervention, nom: str) -> str:
    return reverse("admin:interventions_intervention_acte", args=[row.pk, nom])


def _audit(row: Intervention) -> list[Any]:
    return list(HistoriqueIntervention.objects.filter(id=row.pk).order_by("history_id"))


def _relire(row: Intervention) -> Intervention:
    return Intervention.objects.get(pk=row.pk)


VALEURS: dict[str, dict[str, Any]] = {
    "desaffecter": {"motif": "Erreur"},
    "suspendre": {"cause": "pieces", "texte": "Joint à commander"},
    "cloturer": {"solution": "Joint changé", "duree_reelle": "2,5", "mode": "fuite"},
    "annuler": {"motif": "Doublon"},
    "rectifier": {"motif": "Faute de frappe", "solution": "Joint remplacé à neuf"},
    "commenter": {"texte": "Pièce arrivée", "visible_client": "on"},
}


def _depart(nom: str) -> str:
    """A state from which the act is possible."""
    return {
        "affecter": "ouverte",
        "desaffecter": "affectee",
        "demarrer": "affectee",
        "suspendre": "en_cours",
        "reprendre": "en_attente",
        "cloturer": "en_cours",
        "annuler": "ouverte",
        "archiver": "cloturee",
        "rectifier": "cloturee",
        "commenter": "ouverte",
    }[nom]


ACTES = [a for a in ACTIONS if a not in {"modifier", "evaluer"}]


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("etat", list(Statut.values))
def test_the_buttons_are_those_of_the_table(etat: str, chef: Navigateur, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat=etat)
    page = chef.get(_fiche(row))
    offered = {url for _label, url in page.context["boutons"]}
    allowed = set(actions_possibles(etat, Acteur.ADMIN)) - {"modifier"}
    assert offered == {_acte(row, nom) for nom in allowed}
    for url in offered:
        assert f'href="{url}"' in page.content.decode()


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("nom", ACTES)
def test_every_act_works_from_its_page(nom: str, chef: Navigateur, monde: Monde) -> None:
    action = ACTIONS[nom]
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat=_depart(nom))
    before = _audit(row)
    values = VALEURS.get(nom, {})
    if nom == "affecter":
        values = {"technicien_id": str(TechnicienFactory().pk)}
    page = chef.get(_acte(row, nom))
    assert page.status_code == 200
    assert set(page.context["adminform"].form.fields) >= {*action.requis, *action.facultatifs}
    answer = chef.post(_acte(row, nom), lire(page) | values, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    after = _relire(row)
    assert after.statut == (action.vers or row.statut)
    assert after.version == row.version + int(action.version)
    new = _audit(row)[len(before) :]
    assert [(h.action, h.canal) for h in new] == [(action.audit, "admin")]
    assert LogEntry.objects.filter(object_id=str(row.pk)).count() == 1
    assert str(action.libelle) in answer.content.decode()


def test_closing_takes_hours_as_typed_here(chef: Navigateur, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="en_cours")
    chef.post(_acte(row, "cloturer"), lire(chef.get(_acte(row, "cloturer"))) | VALEURS["cloturer"])
    after = _relire(row)
    assert str(after.duree_reelle) == "2.50"
    assert (after.solution, after.mode) == ("Joint changé", "fuite")


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("nom", [n for n in ACTES if ACTIONS[n].requis])
def test_an_act_without_what_it_requires_is_refused(
    nom: str, chef: Navigateur, monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat=_depart(nom))
    sent = dict.fromkeys(lire(chef.get(_acte(row, nom))), "") | {"version": str(row.version)}
    answer = chef.post(_acte(row, nom), sent)
    assert answer.status_code == 422
    assert set(answer.context["errors"]) == set(ACTIONS[nom].requis)
    assert _relire(row).statut == row.statut
    assert _relire(row).version == row.version
    assert not LogEntry.objects.exists()


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("nom", ACTES)
def test_an_act_out_of_turn_is_refused_by_the_workflow(
    nom: str, chef: Navigateur, monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="archivee")
    values = VALEURS.get(nom, {}) | {"version": str(row.version)}
    if nom == "affecter":
        values["technicien_id"] = str(TechnicienFactory().pk)
    before = len(_audit(row))
    seen = chef.get(_acte(row, nom), follow=True)
    assert seen.redirect_chain[-1][0] == _fiche(row)
    assert "n’est pas possible" in seen.content.decode()
    answer = chef.post(_acte(row, nom), values)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Archivée" in text
    for typed in values.values():
        assert typed in text or typed == "on"
    assert len(_audit(row)) == before


def test_an_act_on_an_old_version_is_refused_once(chef: Navigateur, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="en_cours")
    sent = lire(chef.get(_acte(row, "suspendre"))) | VALEURS["suspendre"]
    services.modifier(intervention_id=row.pk, par=monde.responsable, champs={"urgence": True})
    answer = chef.post(_acte(row, "suspendre"), sent)
    assert answer.status_code == 409
    assert "Modification" in answer.content.decode()
    again = lire(answer)
    assert again["texte"] == "Joint à commander"
    assert again["version"] == str(row.version + 1)
    assert chef.post(_acte(row, "suspendre"), again).status_code == 302
    assert _relire(row).statut == Statut.EN_ATTENTE


def test_what_an_administrator_may_not_do_has_no_page(chef: Navigateur, monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="cloturee")
    for nom in ("evaluer", "modifier", "inconnu"):
        assert chef.get(_acte(row, nom)).status_code == 404
        assert chef.post(_acte(row, nom), {"note": "5"}).status_code == 404
    assert chef.get(_acte(row, "archiver").replace(f"/{row.pk}/", "/999999/")).status_code == 404


def test_assigning_warns_and_refuses_like_the_service(chef: Navigateur, monde: Monde) -> None:
    monde.machine_a.famille.competence = CompetenceFactory(nom="Haute tension")  # type: ignore[union-attr]
    monde.machine_a.famille.save()  # type: ignore[union-attr]
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable)
    gone = TechnicienFactory()
    gone.user.is_active = False
    gone.user.save()
    form = lire(chef.get(_acte(row, "affecter")))
    answer = chef.post(_acte(row, "affecter"), form | {"technicien_id": str(gone.pk)})
    assert answer.status_code == 422
    assert "technicien_id" in answer.context["errors"]
    assert lire(answer)["technicien_id"] == str(gone.pk)
    other = TechnicienFactory()
    done = chef.post(
        _acte(row, "affecter"), form | {"technicien_id": str(other.pk)}, follow=True
    ).content.decode()
    assert "Haute tension" in done
    assert _relire(row).technicien_id == other.pk


def test_archiving_several_at_once(chef: Navigateur, monde: Monde) -> None:
    par = monde.responsable
    closed = [
        InterventionFactory(equipement=monde.machine_a, par=par, etat="cloturee") for _ in range(2)
    ]
    open_ = InterventionFactory(equipement=monde.machine_a, par=par)
    lists = reverse("admin:interventions_intervention_changelist")
    chosen = {"action": "archiver", "_selected_action": [r.pk for r in (*closed, open_)]}
    page = chef.post(lists, chosen, follow=True).content.decode()
    assert {_relire(r).statut for r in closed} == {Statut.ARCHIVEE}
    assert _relire(open_).statut == Statut.OUVERTE
    assert f"{open_} : « Archiver » n’est pas possible" in page
    assert "2 ligne(s)" in page
    assert _audit(closed[0])[-1].canal == "admin"


def test_a_batch_that_is_refused_whole_says_nothing_was_done(
    chef: Navigateur, monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable)
    lists = reverse("admin:interventions_intervention_changelist")
    chosen = {"action": "archiver", "_selected_action": [row.pk]}
    page = chef.post(lists, chosen, follow=True).content.decode()
    assert "n’est pas possible" in page
    assert "c’est fait" not in page


def test_too_many_at_once_are_refused(
    chef: Navigateur, monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.admin_actes.LOT_MAX", 1)
    rows = [
        InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat="cloturee")
        for _ in range(2)
    ]
    lists = reverse("admin:interventions_intervention_changelist")
    chosen = {"action": "archiver", "_selected_action": [r.pk for r in rows]}
    assert "rien n’a été fait" in chef.post(lists, chosen, follow=True).content.decode()
    assert {_relire(r).statut for r in rows} == {Statut.CLOTUREE}


def test_only_archiving_is_offered_on_the_list(chef: Navigateur, monde: Monde) -> None:
    page = chef.get(reverse("admin:interventions_intervention_changelist"))
    names = [value for value, _label in page.context["action_form"].fields["action"].choices]
    assert names == ["", "archiver"]

"""Interventions in the admin: edited by the services, moved by the workflow, nothing typed lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client as Navigateur
from django.urls import reverse

from interventions import services
from interventions.choices import Statut
from interventions.models import Commentaire, Intervention
from interventions.tests.factories import InterventionFactory
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import MODIFIABLES, Acteur
from tests.fixtures import Monde
from tests.lecture_formulaire import lire
from tests.parts import part

pytestmark = pytest.mark.django_db

FICHE = "admin:interventions_intervention_change"
FORME = "intervention_form"


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


# --- Creating --------------------------------------------------------------------------------


def test_creating_goes_through_the_service(chef: Navigateur, monde: Monde) -> None:
    page = chef.get(reverse("admin:interventions_intervention_add"))
    sent = lire(page, FORME) | {
        "equipement": str(monde.machine_a.pk),
        "technicien": str(monde.technicien_a.pk),
        "titre": "Compresseur arrêté",
        "type_intervention": "corrective",
        "arret_machine": "on",
        "date_planifiee_0": "20/05/2026",
        "date_planifiee_1": "14:30",
    }
    answer = chef.post(page.wsgi_request.path, sent)
    assert answer.status_code == 302
    row = Intervention.objects.latest("id")
    assert row.numero.startswith("INT-")
    assert row.client_id == monde.client_a.pk
    assert row.cree_par_id == monde.admin.pk
    assert row.statut == Statut.AFFECTEE
    assert row.date_planifiee == datetime(2026, 5, 20, 13, 30, tzinfo=UTC)
    monde.machine_a.refresh_from_db()
    assert monde.machine_a.statut == "panne"
    assert [(h.action, h.canal, h.history_user_id) for h in _audit(row)] == [
        ("creation", "admin", monde.admin.pk),
        ("affectation", "admin", monde.admin.pk),
    ]
    assert _audit(row)[0].adresse_ip == "127.0.0.1"


def test_a_refused_creation_keeps_what_was_typed(chef: Navigateur, monde: Monde) -> None:
    monde.machine_a.statut = "retire"
    monde.machine_a.save()
    path = reverse("admin:interventions_intervention_add")
    before = Intervention.objects.count()
    sent = lire(chef.get(path), FORME) | {
        "equipement": str(monde.machine_a.pk),
        "titre": "Bruit étrange",
        "description": "Depuis lundi\r\nsurtout le matin",
        "type_intervention": "diagnostic",
    }
    answer = chef.post(path, sent)
    assert answer.status_code == 422
    assert "retirée" in str(answer.context["adminform"].form.errors["equipement"])
    again = lire(answer, FORME)
    for name in ("equipement", "titre", "description", "type_intervention"):
        assert again[name] == sent[name], name
    assert Intervention.objects.count() == before
    assert not LogEntry.objects.exists()


def test_a_missing_title_is_said_beside_the_field(chef: Navigateur, monde: Monde) -> None:
    path = reverse("admin:interventions_intervention_add")
    sent = lire(chef.get(path), FORME) | {"equipement": str(monde.machine_a.pk)}
    answer = chef.post(path, sent)
    assert answer.status_code == 422
    assert {"titre", "type_intervention"} <= set(answer.context["adminform"].form.errors)


def test_a_warning_of_the_service_is_shown(chef: Navigateur, monde: Monde) -> None:
    monde.technicien_a.disponibilite = "conge"
    monde.technicien_a.save()
    path = reverse("admin:interventions_intervention_add")
    sent = lire(chef.get(path), FORME) | {
        "equipement": str(monde.machine_a.pk),
        "technicien": str(monde.technicien_a.pk),
        "titre": "Fuite",
        "type_intervention": "corrective",
    }
    answer = chef.post(path, sent, follow=True)
    assert "en congé" in answer.content.decode()


# --- Editing ---------------------------------------------------------------------------------


def test_editing_several_columns_is_one_row_of_history(chef: Navigateur, monde: Monde) -> None:
    row = monde.intervention_a
    before = len(_audit(row))
    sent = lire(chef.get(_fiche(row)), FORME) | {"titre": "Autre titre", "priorite": "haute"}
    assert chef.post(_fiche(row), sent).status_code == 302
    after = _relire(row)
    assert (after.titre, after.priorite, after.version) == ("Autre titre", "haute", row.version + 1)
    new = _audit(row)[before:]
    assert len(new) == 1
    assert new[0].nouvelle_valeur == {"titre": "Autre titre", "priorite": "haute"}
    assert new[0].canal == "admin"
    entry = LogEntry.objects.get()
    assert entry.object_id == str(row.pk)


def test_saving_without_a_change_writes_no_history(chef: Navigateur, monde: Monde) -> None:
    row = monde.intervention_a
    services.modifier(
        intervention_id=row.pk,
        par=monde.admin,
        champs={"description": "Deux\nlignes", "date_limite": datetime(2026, 6, 1, 9, tzinfo=UTC)},
    )
    before = len(_audit(row))
    assert chef.post(_fiche(row), lire(chef.get(_fiche(row)), FORME)).status_code == 302
    assert len(_audit(row)) == before


def test_what_an_action_moves_is_not_on_the_form(chef: Navigateur, monde: Monde) -> None:
    row = monde.intervention_a
    page = chef.get(_fiche(row))
    inputs = set(page.context["adminform"].form.fields)
    assert inputs == MODIFIABLES[Acteur.ADMIN] | {"version_lue"}
    sent = lire(page, FORME) | {
        "statut": "cloturee",
        "numero": "INT-1",
        "client": str(monde.client_b.pk),
        "date_debut_0": "01/01/2026",
        "date_debut_1": "00:00",
        "version": "99",
        "technicien": str(monde.technicien_b.pk),
    }
    assert chef.post(_fiche(row), sent).status_code == 302
    after = _relire(row)
    assert after.statut == Statut.AFFECTEE
    assert after.numero == row.numero
    assert after.client_id == row.client_id
    assert after.date_debut is None
    assert after.technicien_id == row.technicien_id
    assert after.version == row.version


def test_the_second_of_two_is_told_and_loses_nothing(chef: Navigateur, monde: Monde) -> None:
    """Others' columns come in, one's own stay, both versions of a shared one are shown."""
    row = monde.intervention_a
    sent = lire(chef.get(_fiche(row)), FORME) | {
        "titre": "Mon titre",
        "description": "Ma description",
        "urgence": "on",
    }
    services.modifier(
        intervention_id=row.pk,
        par=monde.responsable,
        champs={"titre": "Leur titre", "priorite": "urgente", "urgence": True},
    )
    before = len(_audit(row))
    answer = chef.post(_fiche(row), sent)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "a changé depuis" in text
    assert "Modification" in text
    assert "« Leur titre »" in str(answer.context["adminform"].form.errors["titre"])
    assert "« Oui »" in str(answer.context["adminform"].form.errors["urgence"])
    assert "description" not in answer.context["adminform"].form.errors
    assert len(_audit(row)) == before
    again = lire(answer, FORME)
    assert again["titre"] == "Mon titre"
    assert again["description"] == "Ma description"
    assert again["priorite"] == "urgente"
    assert again["urgence"] == "on"
    assert chef.post(_fiche(row), again).status_code == 302
    after = _relire(row)
    assert (after.titre, after.description) == ("Mon titre", "Ma description")
    assert (after.priorite, after.urgence) == ("urgente", True)
    assert _audit(row)[-1].ancienne_valeur == {"titre": "Leur titre", "description": ""}


def test_a_row_closed_meanwhile_keeps_what_was_typed(chef: Navigateur, monde: Monde) -> None:
    row = monde.intervention_a
    sent = lire(chef.get(_fiche(row)), FORME) | {"description": "Texte long et précieux"}
    services.annuler(intervention_id=row.pk, par=monde.responsable, motif="Doublon")
    answer = chef.post(_fiche(row), sent)
    assert answer.status_code == 409
    assert "Texte long et précieux" in answer.content.decode()
    assert _relire(row).description == ""


@pytest.mark.part
def test_a_value_that_does_not_hold_is_said_beside_it(chef: Navigateur, monde: Monde) -> None:
    row = monde.intervention_a
    cases = {
        "duree_estimee": ("-1", "NaN", "1e9", "99999999"),
        "cout_reel": ("-0.01", "abc"),
        "priorite": ("inconnue",),
        "titre": ("", "x" * 256),
        "date_planifiee_0": ("32/01/2026", "01/01/0001"),
    }
    for name, values in cases.items():
        for value in part(values, name):
            sent = lire(chef.get(_fiche(row)), FORME) | {name: value, "notes_techniques": "gardé"}
            if name == "date_planifiee_0":
                sent["date_planifiee_1"] = "10:00"
            answer = chef.post(_fiche(row), sent)
            assert answer.status_code == 422, (name, value)
            assert name.removesuffix("_0") in answer.context["adminform"].form.errors
            again = lire(answer, FORME)
            assert again["notes_techniques"] == "gardé"
            assert again[name] == (value if name != "priorite" else ""), (name, value)
    assert _relire(row).version == row.version


def test_an_ended_row_is_read_only(chef: Navigateur, monde: Monde) -> None:
    for etat in ("cloturee", "annulee", "archivee"):
        row = InterventionFactory(equipement=monde.machine_a, par=monde.responsable, etat=etat)
        page = chef.get(_fiche(row))
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        assert lire(page, FORME).keys() <= {"csrfmiddlewaretoken"}


def test_the_trail_is_one_click_away(chef: Navigateur, monde: Monde) -> None:
    row = monde.intervention_a
    trail = reverse("admin:interventions_historiqueintervention_changelist")
    trail = f"{trail}?id__exact={row.pk}"
    for suffix in ("change", "history"):
        page = chef.get(reverse(f"admin:interventions_intervention_{suffix}", args=[row.pk]))
        assert trail in page.content.decode()
    rows = chef.get(trail).context["cl"].queryset
    assert {h.id for h in rows} == {row.pk}
    assert rows.count() == len(_audit(row))


def test_the_trail_shows_who_and_what(chef: Navigateur, monde: Monde) -> None:
    row = monde.intervention_a
    services.modifier(intervention_id=row.pk, par=monde.admin, champs={"cout_reel": "12.50"})
    last = _audit(row)[-1]
    page = chef.get(
        reverse("admin:interventions_historiqueintervention_change", args=[last.pk])
    ).content.decode()
    assert "<div>coût réel (MAD) : 12.50</div>" in page
    assert str(monde.admin) in page


def test_search_ignores_accents_and_case(chef: Navigateur, monde: Monde) -> None:
    row = InterventionFactory(
        equipement=monde.machine_a, par=monde.responsable, titre="Échangeur percé à l’atelier"
    )
    lists = reverse("admin:interventions_intervention_changelist")
    assert list(chef.get(lists, {"q": "echangeur PERCE"}).context["cl"].result_list) == [row]
    assert chef.get(lists, {"q": row.numero}).context["cl"].result_count == 1
    assert chef.get(lists, {"q": "x" * 201}).status_code == 422


# --- What hangs on it ------------------------------------------------------------------------


def test_a_comment_is_written_by_the_service(chef: Navigateur, monde: Monde) -> None:
    path = reverse("admin:interventions_commentaire_add")
    row = monde.intervention_a
    page = chef.get(path, {"intervention": str(row.pk), "texte": "ignoré"})
    sent = lire(page, "commentaire_form")
    assert sent["intervention"] == str(row.pk)
    assert chef.post(path, sent | {"texte": "Vu sur place"}).status_code == 302
    comment = Commentaire.objects.get()
    assert (comment.auteur_id, comment.visible_client) == (monde.admin.pk, False)
    assert _audit(row)[-1].action == "ajout_commentaire"
    assert _audit(row)[-1].canal == "admin"
    again = chef.get(reverse("admin:interventions_commentaire_change", args=[comment.pk]))
    assert lire(again, "commentaire_form").keys() <= {"csrfmiddlewaretoken"}


@pytest.mark.parametrize("modele", ["affectation", "segment", "indisponibilite"])
def test_facts_are_read_only(modele: str, chef: Navigateur, monde: Monde) -> None:
    InterventionFactory(
        equipement=monde.machine_a, par=monde.responsable, etat="en_cours", arret_machine=True
    )
    lists = chef.get(reverse(f"admin:interventions_{modele}_changelist"))
    row = lists.context["cl"].result_list[0]
    path = reverse(f"admin:interventions_{modele}_change", args=[row.pk])
    assert chef.get(path).status_code == 200
    assert chef.post(path, {"debut_0": "01/01/2020", "debut_1": "00:00"}).status_code == 403
    assert chef.get(reverse(f"admin:interventions_{modele}_add")).status_code == 403

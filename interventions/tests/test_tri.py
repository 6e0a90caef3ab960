"""The queue of requests: its order, accepting and refusing, and two people at it at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext

from core.errors import Invalide
from equipements.choices import Criticite
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.models import Intervention
from interventions.presentation.tri import proposee
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html, messages_de
from interventions.tests.releve import photographier
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

TRI = "/gestion/interventions/tri/"


@pytest.fixture
def demandes(monde: Monde) -> dict[str, Intervention]:
    """Four requests, opened in an order that is not theirs in the queue."""
    made: dict[str, dict[str, Any]] = {
        "ordinaire": {"priorite": "normale"},
        "haute": {"priorite": "haute"},
        "arret": {"arret_machine": True},
        "urgente": {"urgence": True},
    }
    return {
        titre: InterventionFactory(equipement=monde.machine_a, titre=titre, **champs)
        for titre, champs in made.items()
    }


def _titres(page: Any) -> list[str]:
    return [ligne["titre"] for ligne in page.context["file"].lignes]


def _decider(browser: Navigateur, row: Intervention, decision: str, **valeurs: Any) -> Any:
    name = {"accepter": "formulaire-tri", "refuser": "formulaire-refus"}[decision]
    sent = lire(browser.get(f"{TRI}?id={row.pk}"), name)
    body = {**sent, "decision": decision, **valeurs}
    return browser.post(f"{TRI}{row.pk}/", body, follow=True)


def test_urgent_first_then_stopped_then_priority_then_age(
    navigateur: dict[str, Navigateur], demandes: dict[str, Intervention]
) -> None:
    page = navigateur["responsable"].get(TRI)
    assert _titres(page) == ["urgente", "arret", "haute", "ordinaire"]
    assert page.context["intervention"] == demandes["urgente"]
    assert page.context["file"].suivante == demandes["arret"].pk
    assert navigateur["responsable"].get(f"{TRI}compte/").content == b"4"


def test_accepting_sets_priority_and_technician_and_goes_on(
    navigateur: dict[str, Navigateur], monde: Monde, demandes: dict[str, Intervention]
) -> None:
    row = demandes["urgente"]
    page = _decider(
        navigateur["responsable"],
        row,
        "accepter",
        priorite="haute",
        technicien_id=monde.technicien_b.pk,
    )
    done = Intervention.objects.get(pk=row.pk)
    assert (done.statut, done.priorite, done.technicien) == (
        "affectee",
        "haute",
        monde.technicien_b,
    )
    assert page.context["intervention"] == demandes["arret"]
    assert messages_de(page)[0] == f"{row.numero} est affectée à {monde.technicien_b}."
    assert f"/gestion/interventions/{row.pk}/defaire/" in page.content.decode()


def test_refusing_tells_the_client_why_and_goes_on(
    navigateur: dict[str, Navigateur], demandes: dict[str, Intervention]
) -> None:
    row = demandes["ordinaire"]
    page = _decider(navigateur["responsable"], row, "refuser", motif="Hors contrat")
    assert Intervention.objects.get(pk=row.pk).statut == "annulee"
    assert page.redirect_chain[-1][0] == TRI  # it was the last: back to the first
    assert page.context["intervention"] == demandes["urgente"]


@pytest.mark.parametrize(
    ("decision", "valeurs", "champ"),
    [
        ("accepter", {"technicien_id": ""}, "technicien_id"),
        ("accepter", {"technicien_id": "999999"}, "technicien_id"),
        ("accepter", {"priorite": "magique"}, "priorite"),
        ("refuser", {"motif": " "}, "motif"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field(
    *,
    navigateur: dict[str, Navigateur],
    monde: Monde,
    demandes: dict[str, Intervention],
    decision: str,
    valeurs: dict[str, str],
    champ: str,
) -> None:
    before = photographier()
    sent = {"technicien_id": str(monde.technicien_a.pk), "priorite": "haute", **valeurs}
    page = _decider(navigateur["responsable"], demandes["haute"], decision, **sent)
    assert page.status_code == 422
    form = page.context["form" if decision == "accepter" else "refuser"]
    assert list(form.errors) == [champ]
    assert photographier() == before


def test_half_an_acceptance_does_not_happen(
    monde: Monde, demandes: dict[str, Intervention]
) -> None:
    before = photographier()
    with pytest.raises(Invalide):
        services.accepter(
            intervention_id=demandes["haute"].pk,
            par=monde.responsable,
            priorite="basse",
            technicien_id=999_999,
        )
    assert photographier() == before


def test_who_comes_second_is_told_and_led_on(
    navigateur: dict[str, Navigateur], monde: Monde, demandes: dict[str, Intervention]
) -> None:
    row, browser = demandes["urgente"], navigateur["responsable"]
    sent = lire(browser.get(f"{TRI}?id={row.pk}"), "formulaire-tri")
    services.affecter(intervention_id=row.pk, par=monde.admin, technicien_id=monde.technicien_a.pk)
    body = {**sent, "decision": "accepter", "technicien_id": monde.technicien_b.pk}
    page = browser.post(f"{TRI}{row.pk}/", body, follow=True)
    assert messages_de(page) == [f"{row.numero} n’attend plus : elle est affectée."]
    assert Intervention.objects.get(pk=row.pk).technicien == monde.technicien_a
    assert browser.get(f"{TRI}?id={row.pk}").status_code == 302


def test_a_request_changed_meanwhile_is_shown_anew_with_what_was_chosen(
    navigateur: dict[str, Navigateur], monde: Monde, demandes: dict[str, Intervention]
) -> None:
    row, browser = demandes["haute"], navigateur["responsable"]
    page = browser.get(f"{TRI}?id={row.pk}")
    accept, refuse = lire(page, "formulaire-tri"), lire(page, "formulaire-refus")
    services.modifier(intervention_id=row.pk, par=monde.admin, champs={"titre": "Autre"})
    body = {**accept, "decision": "accepter", "technicien_id": monde.technicien_b.pk}
    answer = browser.post(f"{TRI}{row.pk}/", body)
    assert answer.status_code == 409
    assert answer.context["form"]["technicien_id"].value() == str(monde.technicien_b.pk)
    answer = browser.post(f"{TRI}{row.pk}/", {**refuse, "decision": "refuser", "motif": "Non"})
    assert answer.status_code == 409
    assert answer.context["refuser"]["motif"].value() == "Non"
    assert Intervention.objects.get(pk=row.pk).statut == "ouverte"


def test_the_proposed_priority_is_read_from_the_request(monde: Monde) -> None:
    critical = EquipementFactory(client=monde.client_a, criticite=Criticite.CRITIQUE)
    plain = EquipementFactory(client=monde.client_a, criticite=Criticite.BASSE)
    found = [
        proposee(InterventionFactory(equipement=machine, **champs))
        for machine, champs in (
            (plain, {}),
            (critical, {}),
            (plain, {"arret_machine": True}),
            (plain, {"urgence": True}),
            (critical, {"priorite": "basse"}),
        )
    ]
    assert found == ["normale", "haute", "haute", "urgente", "basse"]


def test_an_empty_queue_says_so(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    page = navigateur["admin"].get(TRI)
    assert "Tout est trié" in html(page)
    assert navigateur["admin"].get(f"{TRI}compte/").content == b""


@pytest.mark.parametrize("role", ["technicien", "client"])
def test_it_is_the_screen_of_those_who_distribute_the_work(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    for address in (TRI, f"{TRI}compte/", f"{TRI}{monde.intervention_a.pk}/"):
        assert navigateur[role].get(address).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_queue(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    counts = []
    for more in (2, 9):
        for _ in range(more):
            InterventionFactory(equipement=monde.machine_a)
        with CaptureQueriesContext(connection) as queries:
            assert navigateur["responsable"].get(TRI).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12

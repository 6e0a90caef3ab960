"""Opening an intervention by page: the machine first, then what happens to it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from equipements.choices import StatutEquipement
from equipements.tests.factories import EquipementFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html, messages_de, url
from interventions.tests.releve import photographier
from interventions.workflow import CREATION
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

NOUVELLE = "/gestion/interventions/nouvelle/"
FUITE = {"titre": "Fuite", "description": "Ça coule"}


def _pour(monde: Monde) -> str:
    return f"{NOUVELLE}?equipement={monde.machine_a.pk}"


def _envoyer(browser: Navigateur, adresse: str, **valeurs: Any) -> Any:
    sent = lire(browser.get(adresse), "formulaire")
    return browser.post(NOUVELLE, {**sent, "description": "Ça coule", **valeurs}, follow=True)


def _derniere() -> Intervention:
    return Intervention.objects.latest("id")


# --- The machine ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["admin", "responsable", "technicien", "client"])
def test_only_visible_machines_are_offered(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    page = navigateur[role].get(NOUVELLE)
    offered = {machine.pk for machine, _n in page.context["machines"]}
    everything = role in ("admin", "responsable")
    assert offered == {monde.machine_a.pk} | ({monde.machine_b.pk} if everything else set())


def test_a_machine_that_takes_no_more_work_is_not_offered(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    EquipementFactory(client=monde.client_a, statut=StatutEquipement.RETIRE)
    EquipementFactory(client=monde.client_a, archive_le=timezone.now())
    page = navigateur["client"].get(NOUVELLE)
    assert [machine.pk for machine, _n in page.context["machines"]] == [monde.machine_a.pk]


def test_among_many_machines_twenty_are_shown_and_search_finds_the_others(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    for n in range(25):
        EquipementFactory(
            client=monde.client_a, nom=f"Pompe {n:02d}", numero_serie=f"KSB-00{n:02d}"
        )
    with CaptureQueriesContext(connection) as queries:
        page = navigateur["responsable"].get(NOUVELLE)
    assert (len(page.context["machines"]), page.context["encore"]) == (20, True)
    assert len(queries) <= 6
    found = navigateur["responsable"].get(NOUVELLE, {"search": "KSB-0024"})
    assert [m.nom for m, _n in found.context["machines"]] == ["Pompe 24"]
    nothing = html(navigateur["responsable"].get(NOUVELLE, {"search": "grue"}))
    assert "Aucune machine ne correspond" in nothing


def test_a_firm_without_machine_is_told_what_to_do(db: None) -> None:
    owner = EquipementFactory(client__avec_compte=True, archive_le=timezone.now()).client.user
    browser = Navigateur()
    browser.force_login(owner)
    assert "appelez votre prestataire" in html(browser.get(NOUVELLE))


@pytest.mark.parametrize("machine", ["999999", "abc", "-1", "9" * 30])
def test_a_machine_that_is_none_is_404(navigateur: dict[str, Navigateur], machine: str) -> None:
    assert navigateur["responsable"].get(f"{NOUVELLE}?equipement={machine}").status_code == 404


def test_a_strangers_machine_is_404_to_look_at_and_to_send(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    before = photographier()
    other = f"{NOUVELLE}?equipement={monde.machine_b.pk}"
    assert navigateur["client"].get(other).status_code == 404
    sent = {
        "equipement": monde.machine_b.pk,
        "titre": "Fuite",
        "type_intervention": "corrective",
    }
    assert navigateur["client"].post(NOUVELLE, sent).status_code == 404
    assert photographier() == before


def test_without_a_machine_one_is_chosen_first(navigateur: dict[str, Navigateur]) -> None:
    answer = navigateur["client"].post(NOUVELLE, {"titre": "Fuite"})
    assert (answer.status_code, answer["Location"]) == (302, NOUVELLE)


# --- What happens to it --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["technicien", "client"])
def test_who_reports_is_asked_what_it_may_say(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    form = navigateur[role].get(_pour(monde)).context["form"]
    asked = set(form.fields) - {"jeton", "equipement", "suite_de"}
    assert asked == CREATION[role] - {"suite_de_id"}


def test_a_client_reports_in_its_own_words(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    page = _envoyer(
        navigateur["client"],
        _pour(monde),
        titre="La presse fuit",
        description="Huile au sol",
        arret_machine="on",
        contact_nom="Hajar",
        priorite="urgente",  # not its to say: the form has no such field
    )
    row = _derniere()
    assert messages_de(page) == [f"{row.numero} est enregistrée."]
    assert page.redirect_chain[-1][0] == url(row)
    assert (row.titre, row.type_intervention, row.priorite) == (
        "La presse fuit",
        "corrective",
        "normale",
    )
    assert row.equipement.statut == StatutEquipement.PANNE
    assert row.cree_par_id == monde.user_a.pk


def test_a_responsable_opens_and_assigns_at_once(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    _envoyer(
        navigateur["responsable"],
        _pour(monde),
        titre="Visite",
        type_intervention="preventive",
        priorite="haute",
        technicien_id=monde.technicien_b.pk,
        date_planifiee="2027-01-04T09:00",
    )
    row = _derniere()
    assert (row.statut, row.technicien, row.priorite) == (
        "affectee",
        monde.technicien_b,
        "haute",
    )


def test_a_technician_that_may_not_see_what_it_opened_gets_its_number(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    page = _envoyer(navigateur["technicien"], _pour(monde), titre="Courroie fendue")
    row = _derniere()
    assert row.cree_par_id == monde.technicien_a.user_id
    assert page.redirect_chain[-1][0] == reverse("equipements:fiche", args=[row.equipement_id])
    assert messages_de(page) == [f"{row.numero} est enregistrée."]


@pytest.mark.part(cas=True)
@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("titre", ""),
        ("titre", "x" * 256),
        ("type_intervention", "magique"),
        ("contact_telephone", "1" * 51),
        ("description", "bip \x07"),
        ("description", ""),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_all_is_kept(
    *, navigateur: dict[str, Navigateur], monde: Monde, champ: str, valeur: str
) -> None:
    before = photographier()
    page = _envoyer(
        navigateur["client"],
        _pour(monde),
        **{"titre": "Fuite", "contact_nom": "Hajar", champ: valeur},
    )
    assert page.status_code == 422
    form = page.context["form"]
    assert list(form.errors) == [champ]
    assert (form[champ].value(), form["contact_nom"].value()) == (valeur, "Hajar")
    assert photographier() == before


def test_a_machine_retired_meanwhile_is_said_and_all_is_kept(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    sent = lire(navigateur["client"].get(_pour(monde)), "formulaire") | FUITE
    monde.machine_a.statut = StatutEquipement.RETIRE
    monde.machine_a.save()
    page = navigateur["client"].post(NOUVELLE, sent)
    assert page.status_code == 422
    assert "Cette machine est retirée" in html(page)
    assert page.context["form"]["titre"].value() == "Fuite"


def test_who_has_more_to_enter_is_asked_for_the_next_machine(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    page = _envoyer(navigateur["responsable"], _pour(monde), titre="Fuite", encore="1")
    assert page.redirect_chain == [(NOUVELLE, 302)]
    assert messages_de(page) == [f"{_derniere().numero} est enregistrée."]


def test_a_follow_up_and_a_responsable_need_not_describe(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    before = InterventionFactory(equipement=monde.machine_a, etat="cloturee", titre="Fuite")
    address = f"{NOUVELLE}?suite_de={before.pk}"
    _envoyer(navigateur["client"], address, description="")
    assert _derniere().suite_de_id == before.pk
    _envoyer(navigateur["responsable"], _pour(monde), titre="Sans un mot", description="")
    assert _derniere().titre == "Sans un mot"


def test_sent_twice_it_is_opened_once(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    browser = navigateur["client"]
    sent = lire(browser.get(_pour(monde)), "formulaire") | FUITE
    browser.post(NOUVELLE, sent)
    row = _derniere()
    page = browser.post(NOUVELLE, sent, follow=True)
    assert messages_de(page)[-1] == f"{row.numero} était déjà enregistrée."
    assert _derniere() == row


def test_while_the_first_sending_is_at_work_the_second_is_told(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser = navigateur["client"]
    sent = lire(browser.get(_pour(monde)), "formulaire") | FUITE
    cache.set(f"envoi:{monde.user_a.pk}:{sent['jeton']}", "en cours")
    before = photographier()
    page = browser.post(NOUVELLE, sent)
    assert page.status_code == 409
    assert "déjà en cours d’enregistrement" in html(page)
    assert page.context["form"]["titre"].value() == "Fuite"
    assert photographier() == before


def test_a_refused_form_may_be_corrected_and_sent_again(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser = navigateur["client"]
    refused = _envoyer(browser, _pour(monde), titre="")
    again = browser.post(NOUVELLE, {**lire(refused, "formulaire"), "titre": "Fuite"})
    assert again.status_code == 302
    assert _derniere().titre == "Fuite"


# --- What is open already, and what follows ------------------------------------------------------


def test_open_work_on_the_machine_is_told_with_links_to_what_is_visible(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    other = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_b, etat="en_cours", titre="SECRET"
    )
    InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    client = html(navigateur["client"].get(_pour(monde)))
    assert "Déjà 2 interventions ouvertes sur cette machine" in client
    assert url(other) in client
    technician = html(navigateur["technicien"].get(_pour(monde)))
    assert "Déjà 2 interventions ouvertes" in technician
    assert other.numero in technician
    assert url(other) not in technician
    assert "SECRET" not in technician


def test_still_broken_opens_a_new_one_that_follows_the_first(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    before = InterventionFactory(equipement=monde.machine_a, etat="cloturee", titre="Fuite")
    address = f"{NOUVELLE}?suite_de={before.pk}"
    page = navigateur["client"].get(address)
    assert "Toujours en panne" in html(page)
    assert page.context["form"]["titre"].value() == "Fuite"
    page = _envoyer(navigateur["client"], address, description="")
    row = _derniere()
    assert (row.suite_de_id, row.equipement_id) == (before.pk, before.equipement_id)
    assert url(before) in html(page)


def test_after_thirty_days_the_client_is_told_and_keeps_its_text(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    before = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    address = f"{NOUVELLE}?suite_de={before.pk}"
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        browser = Navigateur()
        browser.force_login(monde.user_a)
        page = _envoyer(browser, address, description="Elle fuit encore")
    assert page.status_code == 422
    assert "Plus de 30 jours" in page.context["form"].errors["suite_de"][0]
    assert page.context["form"]["description"].value() == "Elle fuit encore"


def test_nobody_follows_up_on_a_strangers_work(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    address = f"{NOUVELLE}?suite_de={monde.intervention_b.pk}"
    assert navigateur["client"].get(address).status_code == 404


def test_machines_with_open_work_say_so_before_one_is_chosen(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    EquipementFactory(client=monde.client_a, nom="Au repos")
    page = navigateur["client"].get(NOUVELLE)
    assert {m.nom: n for m, n in page.context["machines"]} == {
        "Au repos": 0,
        monde.machine_a.nom: 1,
    }
    assert "déjà 1 intervention ouverte" in html(page)

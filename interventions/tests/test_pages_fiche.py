"""The page of one intervention: who sees what of it, and what each may do there."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.contexte import Contexte, ouvrir
from interventions import services
from interventions.choices import Statut
from interventions.models import Intervention
from interventions.tests.factories import CHEMINS, InterventionFactory
from interventions.tests.pages import actes_offerts, html, url
from interventions.visibility import acteur_de
from interventions.workflow import actions_possibles
from tests.fixtures import Monde

ROLES = ("admin", "responsable", "technicien", "client")


@pytest.mark.parametrize("role", ROLES)
def test_those_concerned_open_it(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    page = navigateur[role].get(url(monde.intervention_a))
    assert page.status_code == 200
    assert monde.intervention_a.numero in html(page)
    assert monde.intervention_a.titre in html(page)


@pytest.mark.parametrize("role", ["autre_client", "autre_technicien"])
def test_for_strangers_it_does_not_exist(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    page = navigateur[role].get(url(monde.intervention_a))
    assert page.status_code == 404
    assert monde.intervention_a.titre not in html(page)


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("statut", Statut.values)
@pytest.mark.parametrize("role", ROLES)
def test_the_page_offers_the_acts_of_the_table_and_no_other(
    *, navigateur: dict[str, Navigateur], monde: Monde, role: str, statut: str
) -> None:
    row = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat=statut
    )
    user = monde.compte(role)
    if not Intervention.objects.visible_to(user).filter(pk=row.pk).exists():
        assert navigateur[role].get(url(row)).status_code == 404
        return
    fresh = Intervention.objects.get(pk=row.pk)
    wanted = set(actions_possibles(fresh.statut, acteur_de(user, fresh)))
    assert actes_offerts(navigateur[role].get(url(row))) == wanted


def test_every_state_of_the_factory_is_tried() -> None:
    assert set(CHEMINS) == set(Statut.values)


def test_an_act_asked_for_that_is_not_possible_is_said(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    page = navigateur["technicien"].get(url(monde.intervention_a, "?action=cloturer"))
    assert "« Clôturer » n’est pas possible" in html(page)
    assert page.context["acte"] is None


MARQUE = "MARQUE-SECRETE-73"


@pytest.mark.parametrize(
    ("role", "visibles"),
    [
        ("admin", {"notes", "cout", "motif", "interne", "navigateur"}),
        ("responsable", {"notes", "cout", "motif", "interne"}),
        ("technicien", {"notes", "motif", "interne"}),
        ("client", set()),
    ],
)
def test_hidden_columns_are_nowhere_on_the_page(
    *, navigateur: dict[str, Navigateur], monde: Monde, role: str, visibles: set[str]
) -> None:
    row, chief = monde.intervention_a, monde.responsable
    marks = {n: f"{MARQUE}-{n}" for n in ("notes", "motif", "interne", "navigateur")}
    marks["cout"] = "73 731,31"
    with ouvrir(Contexte(user_agent=marks["navigateur"], adresse_ip="198.51.100.73")):
        services.modifier(
            intervention_id=row.pk,
            par=chief,
            champs={"notes_techniques": marks["notes"], "cout_estime": "73731.31"},
        )
        services.commenter(intervention_id=row.pk, par=chief, texte=marks["interne"])
        services.desaffecter(intervention_id=row.pk, par=chief, motif=marks["motif"])
        services.affecter(intervention_id=row.pk, par=chief, technicien_id=monde.technicien_a.pk)
    text = html(navigateur[role].get(url(row))).replace("\u202f", " ").replace("\xa0", " ")
    assert {name for name, mark in marks.items() if mark in text} == visibles
    assert ("198.51.100.73" in text) == (role == "admin")


def test_the_client_does_not_read_what_an_internal_row_was_about(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    services.modifier(
        intervention_id=monde.intervention_a.pk,
        par=monde.responsable,
        champs={"notes_techniques": "Entre nous"},
    )
    assert "notes techniques" not in html(navigateur["client"].get(url(monde.intervention_a)))
    assert "notes techniques" in html(navigateur["technicien"].get(url(monde.intervention_a)))


def test_the_timeline_tells_who_did_what_with_the_values_before_and_after(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    services.modifier(
        intervention_id=row.pk,
        par=monde.responsable,
        champs={"titre": "Pompe bruyante", "priorite": "urgente"},
    )
    page = navigateur["client"].get(url(row))
    newest = page.context["chronologie"].entrees[0]
    assert newest.qui == str(monde.responsable)
    assert {(str(c.libelle), c.avant, c.apres) for c in newest.changements} == {
        ("titre", row.titre, "Pompe bruyante"),
        ("priorité", "Normale", "Urgente"),
    }
    affected = page.context["chronologie"].entrees[1]
    names = {str(c.libelle): c.apres for c in affected.changements}
    assert names["technicien"] == str(monde.technicien_a)


def test_a_comment_shows_its_text_to_those_who_may_read_it(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    for text, public in (("La pièce arrive mardi", True), ("Client difficile", False)):
        services.commenter(
            intervention_id=row.pk, par=monde.responsable, texte=text, visible_client=public
        )
    staff, client = (html(navigateur[who].get(url(row))) for who in ("technicien", "client"))
    assert "La pièce arrive mardi" in staff
    assert "Client difficile" in staff
    assert "La pièce arrive mardi" in client
    assert "Client difficile" not in client


def test_what_people_wrote_is_escaped(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row = InterventionFactory(
        equipement=monde.machine_a, titre="<script>alert(1)</script>", description="<b>gras</b>"
    )
    text = html(navigateur["responsable"].get(url(row)))
    assert "<script>alert" not in text
    assert "<b>gras" not in text
    assert "&lt;b&gt;gras" in text


def test_a_long_history_is_shown_step_by_step(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    for n in range(35):
        services.commenter(intervention_id=row.pk, par=monde.responsable, texte=f"Message {n}")
    first = navigateur["responsable"].get(url(row)).context["chronologie"]
    assert len(first.entrees) == 30
    older = navigateur["responsable"].get(url(row, f"?avant={first.suite}"))
    rest = older.context["chronologie"]
    assert [len(rest.entrees), rest.suite] == [7, None]
    assert "Revenir au plus récent" in html(older)
    seen = [e.moment for e in [*first.entrees, *rest.entrees]]
    assert seen == sorted(seen, reverse=True)


def test_what_closing_lacks_is_a_list_of_links_to_the_fields(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat="en_cours"
    )
    page = navigateur["technicien"].get(url(row))
    assert [(m.champ, m.requis) for m in page.context["manques"]] == [
        ("solution", True),
        ("diagnostic", False),
        ("mode", False),
        ("cause", False),
        ("remede", False),
    ]
    assert "?action=cloturer#cloturer_solution" in html(page)
    services.modifier(
        intervention_id=row.pk, par=monde.technicien_a.user, champs={"solution": "Joint changé"}
    )
    fields = [m.champ for m in navigateur["technicien"].get(url(row)).context["manques"]]
    assert fields == ["diagnostic", "mode", "cause", "remede"]
    assert navigateur["client"].get(url(row)).context["manques"] == []


def test_the_client_reads_plain_steps(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    page = navigateur["client"].get(url(monde.intervention_a))
    assert [(str(e.libelle), e.etat) for e in page.context["etapes"]] == [
        ("Demande reçue", "faite"),
        ("Technicien désigné", "ici"),
        ("Travail en cours", "avenir"),
        ("Terminé", "avenir"),
    ]
    waiting = InterventionFactory(equipement=monde.machine_a, etat="en_attente")
    steps = navigateur["client"].get(url(waiting)).context["etapes"]
    assert [str(e.libelle) for e in steps if e.etat == "ici"] == ["En attente"]
    called_off = InterventionFactory(equipement=monde.machine_a, etat="annulee")
    assert navigateur["client"].get(url(called_off)).context["etapes"] == []


def test_the_client_rates_once_and_within_ninety_days(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    assert navigateur["client"].get(url(row)).context["evaluer"] is not None
    assert navigateur["responsable"].get(url(row)).context["evaluer"] is None
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        browser = Navigateur()
        browser.force_login(monde.user_a)
        assert browser.get(url(row)).context["evaluer"] is None
    services.evaluer(intervention_id=row.pk, par=monde.user_a, note=4)
    assert navigateur["client"].get(url(row)).context["evaluer"] is None


def test_still_broken_is_offered_to_the_client_for_thirty_days(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    assert "Toujours en panne" in html(navigateur["client"].get(url(row)))
    assert "Ouvrir une suite" in html(navigateur["responsable"].get(url(row)))
    assert "Toujours en panne" not in html(navigateur["client"].get(url(monde.intervention_a)))
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        browser = Navigateur()
        browser.force_login(monde.user_a)
        assert "Toujours en panne" not in html(browser.get(url(row)))


def test_a_technician_whose_work_here_ended_reads_without_links_to_the_machine(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    services.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_b.pk
    )
    page = navigateur["technicien"].get(url(row))
    assert page.status_code == 200
    assert actes_offerts(page) == set()
    assert page.context["machine"] is None
    assert f"/gestion/equipements/{row.equipement_id}/" not in html(page)


def test_people_to_call_and_the_time_spent_are_beside_it(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    monde.client_a.telephone = "+212 5 22 00 00 01"
    monde.client_a.save()
    row = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_a,
        etat="en_attente",
        contact_nom="Salma",
        contact_telephone="06 11 22 33 44",
    )
    page = navigateur["technicien"].get(url(row))
    assert "tel:0611223344" in html(page)
    assert "tel:+212522000001" in html(page)
    assert [t.libelle for t in page.context["temps"]] == ["Travail", "Pause"]
    assert page.context["temps"][1].raison == "Pièces manquantes — Joint à commander"
    assert navigateur["client"].get(url(row)).context["temps"] == []


@pytest.mark.part(cas=True)
@pytest.mark.parametrize("role", ROLES)
def test_the_number_of_queries_does_not_grow_with_the_history(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    row, counts = monde.intervention_a, []
    for more in (2, 25):
        for n in range(more):
            services.commenter(
                intervention_id=row.pk,
                par=monde.responsable,
                texte=f"Message {n}",
                visible_client=True,
            )
        with CaptureQueriesContext(connection) as queries:
            assert navigateur[role].get(url(row)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14


def test_the_clients_orders_are_read_before_the_work(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    """On the page and on paper, by those who work there; the client has them on its own page."""
    row = monde.intervention_a
    type(row.client).objects.filter(pk=row.client_id).update(
        instructions_particulieres="Ne jamais couper sans accord."
    )
    for path in (url(row), f"{url(row)}bon/"):
        for role in ("admin", "responsable", "technicien"):
            assert "Ne jamais couper sans accord." in html(navigateur[role].get(path)), (role, path)
        assert "Ne jamais couper" not in html(navigateur["client"].get(path))


def test_orders_are_no_news_once_the_work_is_done(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat="cloturee"
    )
    type(row.client).objects.filter(pk=row.client_id).update(
        instructions_particulieres="Badge bleu"
    )
    assert "Badge bleu" not in html(navigateur["responsable"].get(url(row)))

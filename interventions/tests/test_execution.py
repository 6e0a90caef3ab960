"""The work step by step: what each screen saves, and that nobody's text is lost on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions import services
from interventions.models import Intervention, Segment
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html, messages_de, url_acte
from interventions.tests.releve import photographier
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

PARTIE = {"HX-Request": "true", "HX-Target": "etat-saisie"}


def _url(row: Intervention, code: str = "") -> str:
    return f"/gestion/interventions/{row.pk}/execution/{code}{'/' if code else ''}"


@pytest.fixture
def en_cours(monde: Monde) -> Intervention:
    row: Intervention = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat="en_cours"
    )
    return row


def _relire(row: Intervention) -> Intervention:
    return Intervention.objects.get(pk=row.pk)


def _envoyer(browser: Navigateur, row: Intervention, code: str, **valeurs: Any) -> Any:
    sent = lire(browser.get(_url(row, code)), "formulaire")
    return browser.post(_url(row, code), {**sent, **valeurs})


def test_it_goes_on_at_the_first_step_that_is_not_done(
    navigateur: dict[str, Navigateur], monde: Monde, en_cours: Intervention
) -> None:
    browser, user = navigateur["technicien"], monde.technicien_a.user
    assert browser.get(_url(monde.intervention_a))["Location"].endswith("/securite/")
    wanted = []
    for champs in ({}, {"diagnostic": "Usé"}, {"solution": "Changé"}):
        if champs:
            services.modifier(intervention_id=en_cours.pk, par=user, champs=champs)
        wanted.append(browser.get(_url(en_cours))["Location"].split("/")[-2])
    assert wanted == ["diagnostic", "solution", "temps"]


def test_the_whole_way(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row, browser = monde.intervention_a, navigateur["technicien"]
    site = monde.machine_a.site
    site.acces = "Badge à l’accueil"
    site.save()
    monde.client_a.instructions_particulieres = "Casque obligatoire"
    monde.client_a.save()
    page = browser.get(_url(row, "securite"))
    assert "Badge à l’accueil" in html(page)
    assert "Casque obligatoire" in html(page)
    sent = {"version": row.version, "suite": _url(row, "diagnostic")}
    assert browser.post(url_acte(row, "demarrer"), sent)["Location"] == _url(row, "diagnostic")
    step = _envoyer(browser, row, "diagnostic", mode="fuite", cause="usure", diagnostic="Joint usé")
    assert step["Location"] == f"{_url(row, 'solution')}?fait=diagnostic"
    step = _envoyer(browser, row, "solution", remede="remplace", solution="Joint changé")
    assert step["Location"].startswith(_url(row, "temps"))
    assert "h de travail" in html(browser.get(_url(row, "temps")))
    page = browser.get(f"{_url(row, 'cloture')}?duree_reelle=1%2C5")
    assert page.context["cloturable"]
    done = browser.post(url_acte(row, "cloturer"), lire(page, "formulaire"), follow=True)
    assert messages_de(done) == [f"{row.numero} est clôturée."]
    assert done.redirect_chain[-1][0] == "/gestion/ma-journee/"
    closed = _relire(row)
    assert (closed.mode, closed.cause, closed.remede) == ("fuite", "usure", "remplace")
    assert (closed.solution, str(closed.duree_reelle)) == ("Joint changé", "1.50")


def test_what_closing_lacks_leads_to_the_field(
    navigateur: dict[str, Navigateur], en_cours: Intervention
) -> None:
    page = navigateur["technicien"].get(_url(en_cours, "cloture"))
    assert not page.context["cloturable"]
    assert page.context["restants"][0].url == f"{_url(en_cours, 'solution')}#id_solution"
    assert lire(page, "formulaire") == {}


def test_a_change_is_saved_at_once_and_the_form_goes_on_from_it(
    navigateur: dict[str, Navigateur], en_cours: Intervention
) -> None:
    browser = navigateur["technicien"]
    sent = lire(browser.get(_url(en_cours, "diagnostic")), "formulaire")
    page = browser.post(_url(en_cours, "diagnostic"), {**sent, "diagnostic": "Vu"}, headers=PARTIE)
    assert "enregistré à" in html(page)
    saved = _relire(en_cours)
    assert saved.diagnostic == "Vu"
    assert f'name="version" value="{saved.version}"' in page.content.decode()
    assert "HX-Request" in page["Vary"]


def test_ones_own_saving_is_no_conflict(
    navigateur: dict[str, Navigateur], en_cours: Intervention
) -> None:
    browser = navigateur["technicien"]
    sent = lire(browser.get(_url(en_cours, "solution")), "formulaire")
    browser.post(_url(en_cours, "solution"), {**sent, "solution": "Un"}, headers=PARTIE)
    step = browser.post(_url(en_cours, "solution"), {**sent, "solution": "Un, deux"})
    assert step.status_code == 302
    assert _relire(en_cours).solution == "Un, deux"


def test_nothing_changed_is_no_row_of_history(
    navigateur: dict[str, Navigateur], en_cours: Intervention
) -> None:
    before = photographier()
    assert _envoyer(navigateur["technicien"], en_cours, "solution").status_code == 302
    assert photographier() == before


def test_what_another_wrote_meanwhile_is_shown_beside_it(
    navigateur: dict[str, Navigateur], monde: Monde, en_cours: Intervention
) -> None:
    browser = navigateur["technicien"]
    sent = lire(browser.get(_url(en_cours, "solution")), "formulaire") | {"solution": "La mienne"}
    services.modifier(
        intervention_id=en_cours.pk, par=monde.responsable, champs={"solution": "La sienne"}
    )
    part = browser.post(_url(en_cours, "solution"), sent, headers=PARTIE)
    assert part.status_code == 409
    assert "Quelqu’un a écrit entre-temps" in html(part)
    page = browser.post(_url(en_cours, "solution"), sent)
    assert page.status_code == 409
    [line] = page.context["conflit"].lignes
    assert (line.sienne, line.votre, line.dispute) == ("La sienne", "La mienne", True)
    again = browser.post(_url(en_cours, "solution"), lire(page, "formulaire"))
    assert again.status_code == 302
    assert _relire(en_cours).solution == "La mienne"


@pytest.mark.parametrize("en_partie", [False, True])
def test_a_wrong_value_keeps_what_was_typed(
    navigateur: dict[str, Navigateur], en_cours: Intervention, *, en_partie: bool
) -> None:
    before, browser = photographier(), navigateur["technicien"]
    sent = lire(browser.get(_url(en_cours, "diagnostic")), "formulaire")
    page = browser.post(
        _url(en_cours, "diagnostic"),
        {**sent, "mode": "magique", "diagnostic": "Tapé"},
        headers=PARTIE if en_partie else {},
    )
    assert page.status_code == 422
    assert page.context["form"]["diagnostic"].value() == "Tapé"
    assert photographier() == before


def test_hours_that_are_none_are_asked_again(
    navigateur: dict[str, Navigateur], en_cours: Intervention
) -> None:
    page = navigateur["technicien"].get(f"{_url(en_cours, 'cloture')}?duree_reelle=beaucoup")
    assert page.status_code == 422
    assert page.context["etape"].code == "temps"
    assert page.context["form"]["duree_reelle"].value() == "beaucoup"


def test_closed_meanwhile_the_text_is_kept_for_a_message(
    navigateur: dict[str, Navigateur], monde: Monde, en_cours: Intervention
) -> None:
    browser = navigateur["technicien"]
    sent = lire(browser.get(_url(en_cours, "diagnostic")), "formulaire") | {"diagnostic": "Tapé"}
    services.cloturer(intervention_id=en_cours.pk, par=monde.responsable, solution="Fait")
    page = browser.post(_url(en_cours, "diagnostic"), sent)
    assert page.status_code == 409
    assert "Tapé" in html(page)
    for address in (_url(en_cours), _url(en_cours, "diagnostic")):
        assert browser.get(address)["Location"] == f"/gestion/interventions/{en_cours.pk}/"


def test_a_step_that_is_none_or_saves_nothing_is_404(
    navigateur: dict[str, Navigateur], en_cours: Intervention
) -> None:
    browser = navigateur["technicien"]
    assert browser.get(_url(en_cours, "inconnue")).status_code == 404
    assert browser.post(_url(en_cours, "temps"), {"version": "1"}).status_code == 404


def test_a_client_and_a_former_technician_do_not_carry_out(
    navigateur: dict[str, Navigateur], monde: Monde, en_cours: Intervention
) -> None:
    assert navigateur["client"].get(_url(en_cours, "diagnostic")).status_code == 403
    services.suspendre(
        intervention_id=en_cours.pk, par=monde.responsable, cause="autre", texte="Relais"
    )
    services.affecter(
        intervention_id=en_cours.pk, par=monde.responsable, technicien_id=monde.technicien_b.pk
    )
    assert navigateur["technicien"].get(_url(en_cours, "diagnostic")).status_code == 403


@pytest.mark.parametrize("code", ["securite", "diagnostic", "temps", "cloture"])
def test_each_step_asks_few_queries(
    navigateur: dict[str, Navigateur], en_cours: Intervention, code: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert navigateur["technicien"].get(_url(en_cours, code)).status_code == 200
    assert len(queries) <= 8


def test_a_night_on_the_clock_is_asked_about(
    navigateur: dict[str, Navigateur], monde: Monde, en_cours: Intervention
) -> None:
    """Whoever forgot to stop says the hours; what was measured is not what was worked."""
    browser = navigateur["technicien"]
    question = "indiquez les heures travaillées"
    user = monde.technicien_a.user
    services.modifier(intervention_id=en_cours.pk, par=user, champs={"solution": "Changé"})
    assert "nuit comprise" not in html(browser.get(_url(en_cours, "temps")))
    assert question not in html(browser.get(_url(en_cours, "cloture")))
    Segment.objects.filter(intervention=en_cours).update(debut=timezone.now() - timedelta(days=1))
    assert "nuit comprise" in html(browser.get(_url(en_cours, "temps")))
    assert "nuit comprise" in html(browser.get("/gestion/ma-journee/"))
    form = lire(browser.get(_url(en_cours, "cloture")), "formulaire")
    refused = browser.post(url_acte(en_cours, "cloturer"), form)
    assert refused.status_code == 422
    assert question in html(refused)
    assert "Changé" in html(refused)
    browser.post(url_acte(en_cours, "cloturer"), {**form, "duree_reelle": "6,5"})
    assert str(_relire(en_cours).duree_reelle) == "6.50"

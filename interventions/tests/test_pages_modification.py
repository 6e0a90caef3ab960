"""Editing: each its own columns; two at once are shown both versions and lose nothing."""

from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from core.errors import Invalide
from interventions import services
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html, messages_de, url
from interventions.tests.releve import photographier
from interventions.visibility import HistoriqueIntervention
from interventions.workflow import MODIFIABLES, Acteur
from tests.fixtures import Monde
from tests.lecture_formulaire import lire


def _url(row: Intervention) -> str:
    return reverse("interventions:modifier", args=[row.pk])


def _ouvrir(browser: Navigateur, row: Intervention) -> dict[str, Any]:
    """What the edit page would send as it stands."""
    page = browser.get(_url(row))
    assert page.status_code == 200
    return lire(page, "formulaire")


def _relire(row: Intervention) -> Intervention:
    return Intervention.objects.get(pk=row.pk)


@pytest.mark.parametrize("role", ["admin", "responsable", "technicien", "client"])
def test_each_role_edits_its_columns_and_no_other(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    row = monde.intervention_a
    if role == "client":
        row = InterventionFactory(equipement=monde.machine_a)  # its own while `ouverte`
    page = navigateur[role].get(_url(row))
    assert set(page.context["form"].fields) - {"version", "suite"} == MODIFIABLES[Acteur(role)]


def test_sending_the_form_as_it_stands_changes_nothing(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["responsable"]
    services.modifier(
        intervention_id=row.pk,
        par=monde.responsable,
        champs={
            "description": "  Deux lignes\n\n  avec retrait",
            "duree_estimee": "2.50",
            "cout_estime": "1234.50",
            "date_planifiee": "2026-03-02T08:30:27+00:00",
        },
    )
    before = photographier()
    answer = browser.post(_url(row), _ouvrir(browser, row))
    assert answer.status_code == 302
    assert photographier() == before


def test_several_columns_are_one_row_of_history(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["responsable"]
    sent = _ouvrir(browser, row) | {
        "titre": "Fuite au presse-étoupe",
        "priorite": "urgente",
        "urgence": "on",
        "date_planifiee": "2026-06-01T09:30",
        "cout_estime": "1\u202f250,75",
    }
    page = browser.post(_url(row), sent, follow=True)
    assert messages_de(page) == [f"{row.numero} est enregistrée."]
    done = _relire(row)
    assert (done.titre, done.priorite, done.urgence) == ("Fuite au presse-étoupe", "urgente", True)
    assert str(done.cout_estime) == "1250.75"
    assert done.date_planifiee is not None
    assert done.date_planifiee.isoformat() == "2026-06-01T08:30:00+00:00"
    newest = HistoriqueIntervention.objects.filter(id=row.pk).latest("history_id")
    assert set(newest.nouvelle_valeur) == {
        "titre",
        "priorite",
        "urgence",
        "date_planifiee",
        "cout_estime",
    }


@pytest.mark.part(cas=True)
@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("titre", ""),
        ("titre", "x" * 256),
        ("priorite", "maximale"),
        ("date_limite", "demain"),
        ("date_limite", "0001-01-01T00:00"),
        ("duree_estimee", "-1"),
        ("duree_estimee", "beaucoup"),
        ("cout_reel", "1e9"),
        ("cout_reel", "99999999999"),
        ("description", "bip \x07"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_all_is_kept(
    *, navigateur: dict[str, Navigateur], monde: Monde, champ: str, valeur: str
) -> None:
    row, browser = monde.intervention_a, navigateur["responsable"]
    before = photographier()
    sent = {**_ouvrir(browser, row), "contact_nom": "Hajar", champ: valeur}
    page = browser.post(_url(row), sent)
    assert page.status_code == 422
    form = page.context["form"]
    assert list(form.errors) == [champ]
    assert (form[champ].value(), form["contact_nom"].value()) == (valeur, "Hajar")
    assert photographier() == before


def test_what_only_the_service_knows_comes_back_beside_the_field(
    navigateur: dict[str, Navigateur], monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuser(**_arguments: Any) -> None:
        raise Invalide("Non.", {"priorite": ["Réservée aux contrats."]})

    row, browser = monde.intervention_a, navigateur["responsable"]
    sent = _ouvrir(browser, row) | {"priorite": "urgente"}
    monkeypatch.setattr(services, "modifier", refuser)
    page = browser.post(_url(row), sent)
    assert page.status_code == 422
    assert page.context["form"].errors == {"priorite": ["Réservée aux contrats."]}
    assert page.context["form"]["priorite"].value() == "urgente"


def test_two_at_once_see_both_versions_side_by_side(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, chief, tech = monde.intervention_a, navigateur["responsable"], navigateur["technicien"]
    theirs, mine = _ouvrir(chief, row), _ouvrir(tech, row)
    chief.post(
        _url(row), theirs | {"diagnostic": "Palier usé", "titre": "Palier", "cause": "usure"}
    )
    before = photographier()
    page = tech.post(_url(row), mine | {"diagnostic": "Roulement bruyant", "remede": "repare"})
    assert page.status_code == 409
    assert photographier() == before
    lines = {str(x.libelle): x for x in page.context["conflit"].lignes}
    assert {name: (x.avant, x.sienne, x.votre, x.dispute) for name, x in lines.items()} == {
        "Diagnostic": ("", "Palier usé", "Roulement bruyant", True),
        "Cause": ("", "Usure normale", "Usure normale", False),
        "Remède": ("", "", "Réparé", False),
    }
    assert "Modification" in html(page)  # what happened meanwhile
    # Sent again, it keeps what was typed and undoes nothing of the other's.
    done = tech.post(_url(row), lire(page, "formulaire"))
    assert done.status_code == 302
    now = _relire(row)
    assert (now.diagnostic, now.remede) == ("Roulement bruyant", "repare")
    assert (now.titre, now.cause) == ("Palier", "usure")


def test_sent_twice_it_is_said_that_all_is_saved(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["technicien"]
    sent = _ouvrir(browser, row) | {"diagnostic": "Palier usé"}
    assert browser.post(_url(row), sent).status_code == 302
    page = browser.post(_url(row), sent)
    assert page.status_code == 409
    assert page.context["conflit"].deja
    assert "est déjà enregistré" in html(page)


def test_a_change_that_the_client_may_not_see_is_not_told_in_the_comparison(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, description="Ancienne")
    mine = _ouvrir(navigateur["client"], row)
    services.modifier(
        intervention_id=row.pk, par=monde.responsable, champs={"notes_techniques": "SECRET-99"}
    )
    page = navigateur["client"].post(_url(row), mine | {"description": "Nouvelle"})
    assert page.status_code == 409
    assert "SECRET-99" not in html(page)
    assert [str(x.libelle) for x in page.context["conflit"].lignes] == ["Description"]
    assert navigateur["client"].post(_url(row), lire(page, "formulaire")).status_code == 302
    assert _relire(row).description == "Nouvelle"
    assert _relire(row).notes_techniques == "SECRET-99"


def test_closing_over_another_version_compares_the_report(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat="en_cours"
    )
    tech = navigateur["technicien"]
    sent = lire(tech.get(url(row, "?action=cloturer")), "formulaire-cloturer")
    services.modifier(
        intervention_id=row.pk, par=monde.responsable, champs={"diagnostic": "Vu par le chef"}
    )
    address = reverse("interventions:acte", args=[row.pk, "cloturer"])
    page = tech.post(address, sent | {"solution": "Graissé"})
    assert page.status_code == 409
    again = lire(page, "formulaire")
    assert again["diagnostic"] == "Vu par le chef"
    assert again["solution"] == "Graissé"
    assert tech.post(address, again).status_code == 302
    assert (_relire(row).statut, _relire(row).diagnostic) == ("cloturee", "Vu par le chef")


def test_an_ended_one_keeps_what_was_typed(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row, tech = monde.intervention_a, navigateur["technicien"]
    mine = _ouvrir(tech, row)
    services.annuler(intervention_id=row.pk, par=monde.responsable, motif="Doublon")
    page = tech.post(_url(row), mine | {"diagnostic": "Trois heures de recherche"})
    assert page.status_code == 409
    assert "Trois heures de recherche" in html(page)


def test_who_may_only_read_is_refused_and_strangers_find_nothing(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    services.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_b.pk
    )
    assert navigateur["technicien"].get(_url(row)).status_code == 403
    assert navigateur["autre_client"].get(_url(row)).status_code == 404
    assert navigateur["autre_client"].post(_url(row), {"titre": "x"}).status_code == 404

"""Acts by page: the story, refusals that lose nothing, and what nobody may do."""

from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from interventions import services
from interventions.models import Commentaire, Intervention
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import html, messages_de, url, url_acte
from interventions.tests.releve import photographier
from techniciens.choices import Disponibilite
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

JOURNEE = "/gestion/ma-journee/"


def _agir(browser: Navigateur, row: Intervention, nom: str, **valeurs: Any) -> Any:
    """Send the act's own form as the page shows it now, with some values filled in."""
    page = browser.get(url(row, f"?action={nom}"))
    sent = lire(page, f"formulaire-{nom}") or {"version": page.context["intervention"].version}
    return browser.post(url_acte(row, nom), {**sent, **valeurs}, follow=True)


def test_the_story_by_page(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a, par=monde.user_a, titre="Fuite")
    chief, tech, client = (navigateur[n] for n in ("responsable", "technicien", "client"))
    page = _agir(chief, row, "affecter", technicien_id=monde.technicien_a.pk)
    assert messages_de(page) == [f"{row.numero} est affectée à {monde.technicien_a}."]
    assert messages_de(_agir(tech, row, "demarrer")) == [f"Travail démarré sur {row.numero}."]
    _agir(tech, row, "suspendre", cause="pieces", texte="Joint à commander")
    _agir(tech, row, "reprendre")
    page = _agir(
        tech, row, "cloturer", solution="Joint remplacé", duree_reelle="1,5", cause="usure"
    )
    assert messages_de(page) == [f"{row.numero} est clôturée."]
    assert "Joint remplacé" in html(client.get(url(row)))
    _agir(client, row, "evaluer", note="5", commentaire="Rapide")
    done = Intervention.objects.get(pk=row.pk)
    assert (done.statut, str(done.duree_reelle), done.cause) == ("cloturee", "1.50", "usure")
    assert (done.satisfaction_client, done.commentaire_client) == (5, "Rapide")
    page = _agir(chief, row, "rectifier", motif="Faute", solution="Joint torique remplacé")
    assert messages_de(page) == [f"Le compte rendu de {row.numero} est rectifié."]
    assert messages_de(_agir(chief, row, "archiver")) == [f"{row.numero} est archivée."]


@pytest.mark.parametrize("nom", ["desaffecter", "annuler"])
def test_acts_with_a_reason(navigateur: dict[str, Navigateur], monde: Monde, nom: str) -> None:
    _agir(navigateur["responsable"], monde.intervention_a, nom, motif="Doublon")
    row = Intervention.objects.get(pk=monde.intervention_a.pk)
    assert row.statut == {"desaffecter": "ouverte", "annuler": "annulee"}[nom]


def test_the_chosen_technician_is_warned_about(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    away = monde.technicien_b
    away.disponibilite = Disponibilite.CONGE
    away.save()
    browser = navigateur["responsable"]
    page = browser.get(url(monde.intervention_a, "?action=affecter"))
    assert f"{away} · en congé · 1 en charge · Électromécanique" in html(page)
    page = _agir(browser, monde.intervention_a, "affecter", technicien_id=away.pk)
    assert messages_de(page)[1:] == [f"{away} : en congé."]


@pytest.mark.part(cas=True)
@pytest.mark.parametrize(
    ("nom", "valeurs", "champ"),
    [
        ("affecter", {"technicien_id": ""}, "technicien_id"),
        ("affecter", {"technicien_id": "999999"}, "technicien_id"),
        ("affecter", {"technicien_id": "abc"}, "technicien_id"),
        ("suspendre", {"cause": "", "texte": "x"}, "cause"),
        ("suspendre", {"cause": "vacances", "texte": "x"}, "cause"),
        ("suspendre", {"cause": "pieces", "texte": "  "}, "texte"),
        ("annuler", {"motif": ""}, "motif"),
        ("annuler", {"motif": "avec \x07 cloche"}, "motif"),
        ("commenter", {"texte": ""}, "texte"),
        ("demarrer", {"version": "abc"}, "version"),
        ("demarrer", {"version": ""}, "version"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_nothing_typed_is_lost(
    *,
    navigateur: dict[str, Navigateur],
    monde: Monde,
    nom: str,
    valeurs: dict[str, str],
    champ: str,
) -> None:
    before = photographier()
    page = _agir(navigateur["responsable"], monde.intervention_a, nom, **valeurs)
    assert page.status_code == 422
    form = page.context["acte"] or page.context["commenter"]
    assert list(form.errors) == [champ]
    assert {name: form[name].value() for name in valeurs} == valeurs
    assert photographier() == before


def test_what_only_the_service_knows_comes_back_beside_the_field_too(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    page = _agir(
        navigateur["responsable"],
        monde.intervention_a,
        "affecter",
        technicien_id=monde.technicien_a.pk,
    )
    assert page.status_code == 422
    assert "a déjà cette intervention" in page.context["acte"].errors["technicien_id"][0]


@pytest.mark.parametrize(
    ("role", "nom", "valeurs"),
    [
        ("client", "demarrer", {}),
        ("client", "cloturer", {"solution": "x"}),
        ("client", "affecter", {"technicien_id": "1"}),
        ("technicien", "affecter", {"technicien_id": "1"}),
        ("technicien", "annuler", {"motif": "x"}),
        ("responsable", "evaluer", {"note": "5"}),
    ],
)
def test_a_forbidden_act_is_403_and_changes_nothing(
    *,
    navigateur: dict[str, Navigateur],
    monde: Monde,
    role: str,
    nom: str,
    valeurs: dict[str, str],
) -> None:
    before = photographier()
    sent = {"version": monde.intervention_a.version, **valeurs}
    page = navigateur[role].post(url_acte(monde.intervention_a, nom), sent)
    assert page.status_code == 403
    assert photographier() == before


@pytest.mark.parametrize("role", ["autre_client", "autre_technicien"])
def test_a_strangers_act_is_404_and_changes_nothing(
    navigateur: dict[str, Navigateur], monde: Monde, role: str
) -> None:
    before = photographier()
    sent = {"version": 2, "texte": "coucou", "motif": "x"}
    for nom in ("demarrer", "commenter", "annuler"):
        page = navigateur[role].post(url_acte(monde.intervention_a, nom), sent)
        assert page.status_code == 404
    assert photographier() == before


def test_a_wrong_value_for_an_act_of_another_state_is_told_the_state_first(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    page = navigateur["responsable"].post(url_acte(row, "suspendre"), {"texte": "Joint DN50"})
    assert page.status_code == 409
    assert "« Mettre en attente » n’est pas possible maintenant" in html(page)
    assert "Joint DN50" in html(page)


@pytest.mark.parametrize("nom", ["inventer", "modifier", "supprimer"])
def test_an_unknown_act_is_404(navigateur: dict[str, Navigateur], monde: Monde, nom: str) -> None:
    page = navigateur["admin"].post(url_acte(monde.intervention_a, nom), {"version": 2})
    assert page.status_code == 404


def test_going_back_to_an_acts_address_opens_its_form(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    answer = navigateur["responsable"].get(url_acte(monde.intervention_a, "annuler"))
    assert answer["Location"] == url(monde.intervention_a, "?action=annuler#acte")


@pytest.mark.parametrize(
    ("suite", "vers"),
    [
        (JOURNEE, JOURNEE),
        ("https://ailleurs.example/", ""),
        ("//ailleurs.example/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_act_leads_back_to_the_screen_it_came_from_and_never_elsewhere(
    *, navigateur: dict[str, Navigateur], monde: Monde, suite: str, vers: str
) -> None:
    row = monde.intervention_a
    sent = {"version": row.version, "suite": suite}
    answer = navigateur["technicien"].post(url_acte(row, "demarrer"), sent)
    assert answer["Location"] == (vers or url(row))
    page = navigateur["technicien"].get(url(row), {"action": "suspendre", "suite": suite})
    assert page.context["abandon"] == (vers or url(row))


def test_a_second_press_is_told_what_happened_and_what_can_be_done(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["technicien"]
    sent = {"version": row.version}
    assert browser.post(url_acte(row, "demarrer"), sent).status_code == 302
    page = browser.post(url_acte(row, "demarrer"), sent)
    assert page.status_code == 409
    text = html(page)
    assert f"« Démarrer » n’est pas possible : {row.numero} est « En cours »." in text
    assert "Début du travail" in text  # what happened meanwhile
    assert [b.nom for b in page.context["boutons"]] == ["cloturer", "suspendre"]


def test_a_text_typed_for_a_refused_act_is_kept_and_offered_as_a_message(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["technicien"]
    page = browser.get(url(row, "?action=suspendre"))
    sent = {**lire(page, "formulaire-suspendre"), "cause": "pieces", "texte": "Joint DN50"}
    services.annuler(intervention_id=row.pk, par=monde.responsable, motif="Doublon")
    page = browser.post(url_acte(row, "suspendre"), sent)
    assert page.status_code == 409
    assert page.context["saisie"] == [("cause", "Pièces manquantes"), ("précision", "Joint DN50")]
    assert "Annulée : Doublon" in html(page)
    kept = page.context["commenter"]
    assert kept["texte"].value() == "Joint DN50"
    sent = {name: kept[name].value() for name in ("texte", "jeton", "version")}
    browser.post(url_acte(row, "commenter"), sent)
    assert Commentaire.objects.get().texte == "Joint DN50"


def test_who_lost_the_work_meanwhile_keeps_what_it_typed(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["technicien"]
    page = browser.get(url(row, "?action=suspendre"))
    sent = {**lire(page, "formulaire-suspendre"), "cause": "acces", "texte": "Portail fermé"}
    services.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_b.pk
    )
    page = browser.post(url_acte(row, "suspendre"), sent)
    assert page.status_code == 403
    assert "Portail fermé" in html(page)
    assert page.context["commenter"] is None


def test_a_message_sent_twice_is_written_once(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row, browser = monde.intervention_a, navigateur["client"]
    sent = {**lire(browser.get(url(row)), "formulaire-commenter"), "texte": "Quand venez-vous ?"}
    first = browser.post(url_acte(row, "commenter"), sent, follow=True)
    again = browser.post(url_acte(row, "commenter"), sent, follow=True)
    assert messages_de(first) == ["Message ajouté."]
    assert messages_de(again) == ["Message déjà enregistré."]
    (message,) = Commentaire.objects.all()
    assert message.visible_client


def test_a_client_cannot_choose_who_reads_its_message(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    page = navigateur["client"].get(url(monde.intervention_a))
    assert "visible_client" not in page.context["commenter"].fields
    staff = navigateur["technicien"].get(url(monde.intervention_a))
    assert "visible_client" in staff.context["commenter"].fields


def test_an_act_without_the_forms_token_is_refused(monde: Monde) -> None:
    browser = Navigateur(enforce_csrf_checks=True)
    browser.force_login(monde.compte("technicien"))
    answer = browser.post(url_acte(monde.intervention_a, "demarrer"), {"version": 2})
    assert answer.status_code == 403
    assert Intervention.objects.get(pk=monde.intervention_a.pk).statut == "affectee"


def test_every_act_of_the_page_has_a_route() -> None:
    assert reverse("interventions:acte", args=[7, "cloturer"]).endswith("/7/actions/cloturer/")

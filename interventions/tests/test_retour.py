"""Taking back one's own last act: by its inverse, at once, and never anybody else's."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Navigateur

from core.errors import Conflit, Introuvable
from interventions import services
from interventions.models import Intervention
from interventions.tests.chantier import Chantier
from interventions.tests.factories import InterventionFactory
from interventions.tests.pages import messages_de, url_acte
from interventions.tests.releve import photographier
from tests.fixtures import Monde
from tests.lecture_formulaire import lire


def _relire(row: Intervention) -> Intervention:
    return Intervention.objects.get(pk=row.pk)


def _defaire(row: Intervention, par: Any) -> Intervention:
    return services.defaire(intervention_id=row.pk, par=par, version=_relire(row).version)


def test_an_assignment_is_taken_back(monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a)
    services.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_a.pk
    )
    done = _defaire(row, monde.responsable)
    assert (done.statut, done.technicien, done.version) == ("ouverte", None, row.version + 2)


def test_a_reassignment_goes_back_to_the_one_before(monde: Monde) -> None:
    row = monde.intervention_a
    services.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_b.pk
    )
    assert _defaire(row, monde.responsable).technicien == monde.technicien_a


def test_a_withdrawal_gives_the_work_back(monde: Monde) -> None:
    row = monde.intervention_a
    services.desaffecter(intervention_id=row.pk, par=monde.responsable, motif="Erreur")
    done = _defaire(row, monde.responsable)
    assert (done.statut, done.technicien) == ("affectee", monde.technicien_a)


def test_a_pause_and_its_end_are_taken_back(monde: Monde) -> None:
    user = monde.technicien_a.user
    row = InterventionFactory(
        equipement=monde.machine_a, technicien=monde.technicien_a, etat="en_cours"
    )
    services.suspendre(intervention_id=row.pk, par=user, cause="acces", texte="Porte fermée")
    assert _defaire(row, user).statut == "en_cours"
    services.suspendre(intervention_id=row.pk, par=user, cause="acces", texte="Porte fermée")
    services.reprendre(intervention_id=row.pk, par=user)
    assert _defaire(row, user).statut == "en_attente"
    pause = row.segments.filter(nature="pause").latest("id")
    assert (pause.cause, pause.texte, pause.fin) == ("acces", "Porte fermée", None)


def test_changed_columns_get_their_values_back(monde: Monde) -> None:
    row = monde.intervention_a
    was = {n: getattr(row, n) for n in ("priorite", "date_limite", "cout_estime", "titre")}
    services.modifier(
        intervention_id=row.pk,
        par=monde.responsable,
        champs={
            "priorite": "haute",
            "date_limite": "2027-01-04T09:00:00+01:00",
            "cout_estime": "12.50",
        },
    )
    services.modifier(
        intervention_id=row.pk,
        par=monde.responsable,
        champs={"date_limite": None, "cout_estime": "8", "titre": "Autre"},
    )
    done = _defaire(row, monde.responsable)
    assert (str(done.cout_estime), done.titre) == ("12.50", was["titre"])
    assert done.date_limite is not None
    assert done.date_limite.isoformat() == "2027-01-04T08:00:00+00:00"


def test_the_trail_shows_both(monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a)
    services.affecter(
        intervention_id=row.pk, par=monde.responsable, technicien_id=monde.technicien_a.pk
    )
    _defaire(row, monde.responsable)
    told = [r.description_acte for r in Intervention.history.filter(id=row.pk)][:2]
    assert told == [f"Retirée à {monde.technicien_a}", f"Affectée à {monde.technicien_a}"]


@pytest.mark.parametrize("nom", ["demarrer", "cloturer", "annuler", "archiver", "rectifier"])
def test_what_has_no_inverse_is_not_offered(monde: Monde, nom: str) -> None:
    states = {"demarrer": "affectee", "cloturer": "en_cours", "archiver": "cloturee"}
    row = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_a,
        par=monde.responsable,
        etat=states.get(nom, "cloturee" if nom == "rectifier" else "ouverte"),
    )
    arguments = {
        "cloturer": {"solution": "Fait"},
        "annuler": {"motif": "Doublon"},
        "rectifier": {"motif": "Faute", "solution": "Autre"},
    }
    act = getattr(services, nom)
    act(intervention_id=row.pk, par=monde.responsable, **arguments.get(nom, {}))
    assert services.retour_de(_relire(row), monde.responsable) is None
    before = photographier()
    with pytest.raises(Conflit):
        _defaire(row, monde.responsable)
    assert photographier() == before


def test_nobody_takes_back_anothers_act(monde: Monde) -> None:
    row = monde.intervention_a
    services.modifier(intervention_id=row.pk, par=monde.responsable, champs={"titre": "Autre"})
    before = photographier()
    for user in (monde.admin, monde.technicien_a.user, monde.user_a):
        with pytest.raises(Conflit):
            _defaire(row, user)
    for user in (monde.user_b, monde.technicien_b.user):
        with pytest.raises(Introuvable):
            _defaire(row, user)
    assert photographier() == before


def test_it_is_the_last_act_or_none(monde: Monde) -> None:
    row = monde.intervention_a
    done = services.modifier(
        intervention_id=row.pk, par=monde.responsable, champs={"titre": "Autre"}
    )
    services.modifier(intervention_id=row.pk, par=monde.admin, champs={"titre": "Encore"})
    with pytest.raises(Conflit):
        services.defaire(intervention_id=row.pk, par=monde.responsable, version=done.version)
    assert _relire(row).titre == "Encore"


def test_a_comment_in_between_is_no_obstacle(monde: Monde) -> None:
    row = monde.intervention_a
    services.modifier(intervention_id=row.pk, par=monde.responsable, champs={"titre": "Autre"})
    services.commenter(intervention_id=row.pk, par=monde.admin, texte="Vu")
    assert _defaire(row, monde.responsable).titre == row.titre


def test_only_at_once(chantier: Chantier, horloge: time_machine.Traveller) -> None:
    row, user = chantier.monde.intervention_a, chantier.monde.responsable
    services.modifier(intervention_id=row.pk, par=user, champs={"titre": "Autre"})
    assert services.retour_de(_relire(row), user) is not None
    horloge.shift(timedelta(minutes=11))
    assert services.retour_de(_relire(row), user) is None


def test_a_right_that_one_no_longer_has_is_not_offered(monde: Monde) -> None:
    user = monde.technicien_a.user
    services.desaffecter(intervention_id=monde.intervention_a.pk, par=user, motif="Pas le mien")
    assert services.retour_de(_relire(monde.intervention_a), user) is None


# --- By page -------------------------------------------------------------------------------------


def _affecter(browser: Navigateur, row: Intervention, technicien_id: int) -> Any:
    sent = {"version": row.version, "technicien_id": technicien_id}
    return browser.post(url_acte(row, "affecter"), sent, follow=True)


def test_the_message_offers_the_way_back(navigateur: dict[str, Navigateur], monde: Monde) -> None:
    row = InterventionFactory(equipement=monde.machine_a)
    page = _affecter(navigateur["responsable"], row, monde.technicien_a.pk)
    address = f"/gestion/interventions/{row.pk}/defaire/"
    assert f'action="{address}"' in page.content.decode()
    sent = {"version": _relire(row).version, "suite": f"/gestion/interventions/{row.pk}/?liste="}
    back = navigateur["responsable"].post(address, sent, follow=True)
    assert back.redirect_chain[0][0] == sent["suite"]
    assert messages_de(back) == [f"C’est défait : {row.numero} est « Ouverte »."]
    again = navigateur["responsable"].post(address, sent)
    assert again.status_code == 409


@pytest.mark.parametrize("version", ["", "abc", "0", "99"])
def test_a_wrong_version_changes_nothing(
    navigateur: dict[str, Navigateur], monde: Monde, version: str
) -> None:
    before = photographier()
    address = f"/gestion/interventions/{monde.intervention_a.pk}/defaire/"
    assert navigateur["responsable"].post(address, {"version": version}).status_code == 409
    assert photographier() == before


def test_when_the_one_before_has_left_the_act_stands_and_it_is_said(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    _affecter(navigateur["responsable"], row, monde.technicien_b.pk)
    account = monde.technicien_a.user
    account.is_active = False
    account.save()
    page = navigateur["responsable"].post(
        f"/gestion/interventions/{row.pk}/defaire/",
        {"version": _relire(row).version},
        follow=True,
    )
    assert messages_de(page) == ["Choisissez un technicien en activité."]
    assert _relire(row).technicien == monde.technicien_b


def test_the_modified_page_leads_back_to_its_list(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    row = monde.intervention_a
    suite = f"/gestion/interventions/{row.pk}/?liste=statut%3Daffectee"
    address = f"/gestion/interventions/{row.pk}/modifier/"
    page = navigateur["responsable"].get(address, {"suite": suite})
    sent = lire(page, "formulaire") | {"titre": "Autre"}
    assert navigateur["responsable"].post(address, sent)["Location"] == suite
    evil = navigateur["responsable"].get(address, {"suite": "//ailleurs.example/"})
    assert lire(evil, "formulaire")["suite"] == ""

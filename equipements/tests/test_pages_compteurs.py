"""Meters in the browser: on the machine's page, read one by one and on a round."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from equipements import services
from equipements.courbe import courbe
from equipements.models import Compteur, Releve
from equipements.selectors import recents
from equipements.tests.factories import CompteurFactory, ReleveFactory
from tests.decor import LU_LE
from tests.fixtures import Monde
from tests.lecture_formulaire import lire

pytestmark = pytest.mark.django_db
Navigateurs = dict[str, Navigateur]


@pytest.fixture
def compteur(monde: Monde) -> Compteur:
    row: Compteur = CompteurFactory(equipement=monde.machine_a, nom="Heures", max_par_jour=24)
    ReleveFactory(compteur=row, par=monde.responsable, valeur=100, date=LU_LE)
    return row


def envoyer(navigateur: Navigateur, path: str, **champs: Any) -> Any:
    return navigateur.post(path, lire(navigateur.get(path)) | champs)


def relever(compteur: Compteur) -> str:
    return reverse("equipements:relever", args=[compteur.pk])


def test_le_panneau_selon_qui_regarde(
    monde: Monde, navigateur: Navigateurs, compteur: Compteur
) -> None:
    ReleveFactory(compteur=compteur, valeur="1234.50", date=LU_LE + timedelta(days=90))
    path = reverse("equipements:fiche", args=[monde.machine_a.pk])
    add = reverse("equipements:creer_compteur", args=[monde.machine_a.pk])
    for who, reads, manages in (
        ("responsable", True, True),
        ("technicien", True, False),
        ("client", False, False),
    ):
        page = navigateur[who].get(path).content.decode()
        assert "1 234,5 h" in page.replace("\xa0", " ").replace("\u202f", " ")
        assert '<polyline points="4.0,60.0 236.0,4.0"' in page
        assert (relever(compteur) in page) is reads
        assert (add in page) is manages


def test_la_machine_coute_autant_pour_un_compteur_que_pour_six(
    monde: Monde, navigateur: Navigateurs, compteur: Compteur
) -> None:
    def cout() -> int:
        with CaptureQueriesContext(connection) as seen:
            navigateur["technicien"].get(reverse("equipements:fiche", args=[monde.machine_a.pk]))
        return len(seen)

    before = cout()
    for _n in range(5):
        ReleveFactory(compteur=CompteurFactory(equipement=monde.machine_a))
        ReleveFactory(compteur=compteur, valeur=200 + _n)
    assert cout() == before
    assert [len(r) for r in recents([compteur.pk], 3).values()] == [3]


def test_la_courbe(compteur: Compteur) -> None:
    first = compteur.releves.get()
    assert courbe([first]) is None
    flat = ReleveFactory(compteur=compteur, valeur=100, date=LU_LE + timedelta(days=1))
    drawn = courbe([flat, first])
    assert drawn is not None
    assert drawn.points == "4.0,60.0 236.0,60.0"


def test_un_compteur_et_ses_reglages(monde: Monde, navigateur: Navigateurs) -> None:
    staff, machine = navigateur["responsable"], monde.machine_a
    path = reverse("equipements:creer_compteur", args=[machine.pk])
    wrong = envoyer(staff, path, nom="Heures", unite="h", remise_a_zero="maximum")
    assert wrong.status_code == 422
    assert "bout de l’affichage se donne" in wrong.content.decode()
    good = {"nom": "Heures", "unite": "h", "remise_a_zero": "maximum", "maximum": "100000,5"}
    answer = envoyer(staff, path, **good)
    assert answer["Location"] == reverse("equipements:fiche", args=[machine.pk])
    row = Compteur.objects.get()
    assert row.maximum == Decimal("100000.5")
    change = reverse("equipements:modifier_compteur", args=[row.pk])
    assert envoyer(staff, change).status_code == 302
    row.refresh_from_db()
    assert (row.version, row.actif) == (1, True)
    retire = reverse("equipements:retirer_compteur", args=[row.pk])
    assert envoyer(staff, retire).status_code == 302
    assert not Compteur.objects.exists()


def test_relever_au_telephone(monde: Monde, navigateur: Navigateurs, compteur: Compteur) -> None:
    person = navigateur["technicien"]
    page = person.get(relever(compteur)).content.decode()
    assert 'inputmode="decimal"' in page
    assert "confirmer" not in page
    assert "remise_a_zero" not in page  # this meter never is
    sent = lire(person.get(relever(compteur))) | {"valeur": "100000"}
    unlikely = person.post(relever(compteur), sent)
    assert unlikely.status_code == 422
    again = lire(unlikely)
    assert again["valeur"] == "100000"
    sure = again | {"confirmer": "on"}
    assert person.post(relever(compteur), sure).status_code == 302
    # Sent twice: one reading, and no complaint.
    assert person.post(relever(compteur), sure).status_code == 302
    assert [str(r.valeur) for r in compteur.releves.all()] == ["100000.00", "100.00"]
    lower = envoyer(person, relever(compteur), valeur="7", date="2026-03-02T10:00")
    assert lower.status_code == 422
    assert "Remise à zéro ou remplacement" in lower.content.decode()


def test_remplacer_puis_corriger(monde: Monde, navigateur: Navigateurs, compteur: Compteur) -> None:
    person = navigateur["technicien"]
    new = {"valeur": "3", "nature": "remplacement", "motif": "Écran <b>cassé</b>"}
    assert envoyer(person, relever(compteur), **new).status_code == 302
    row = compteur.releves.first()
    assert row is not None
    assert (str(row.cumul), row.saisi_par_id) == ("100.00", monde.technicien_a.user_id)
    sheet = reverse("equipements:compteur", args=[compteur.pk])
    page = person.get(sheet).content.decode()
    assert "Écran &lt;b&gt;cassé&lt;/b&gt;" in page
    change = reverse("equipements:corriger_releve", args=[row.pk])
    foreign = reverse("equipements:corriger_releve", args=[compteur.releves.last().pk])  # type: ignore[union-attr]
    assert change in page
    assert foreign not in page
    assert "cassé" not in navigateur["client"].get(sheet).content.decode()
    assert envoyer(person, change, valeur="4", motif="Lu trop vite").status_code == 302
    assert "Corrigé" in person.get(sheet).content.decode()
    assert person.get(foreign).status_code == 200
    assert envoyer(person, foreign, valeur="4", motif="x").status_code == 403


def test_une_tournee(monde: Monde, navigateur: Navigateurs, compteur: Compteur) -> None:
    person = navigateur["technicien"]
    other: Compteur = CompteurFactory(equipement=monde.machine_a, nom="Cycles", unite="cycles")
    ReleveFactory(compteur=other, valeur=50, date=LU_LE)
    CompteurFactory(equipement=monde.machine_b, nom="Ailleurs")
    path = reverse("equipements:tournee")
    assert "Quels compteurs" in person.get(path).content.decode()
    path += f"?client_id={monde.client_a.pk}"
    page = person.get(path).content.decode()
    assert "Ailleurs" not in page
    one, two = f"valeur_{compteur.pk}", f"valeur_{other.pk}"
    sent = lire(person.get(path)) | {one: "120", two: "49"}
    partly = person.post(path, sent)
    assert partly.status_code == 422
    # What held is written and its field is empty; what did not is there with its reason.
    again = lire(partly)
    assert (again[one], again[two]) == ("", "49")
    assert "1 relevé est enregistré" in partly.content.decode()
    assert "Le relevé d’avant est 50" in partly.content.decode()
    whole = person.post(path, again | {two: "60"})
    assert whole["Location"] == path
    # The first page sent again, by « Précédent » or a second press: nothing new is written.
    person.post(path, sent | {two: "60"})
    assert Releve.objects.filter(compteur__in=[compteur, other]).count() == 4
    assert {r.source for r in Releve.objects.filter(valeur__in=[60, 120])} == {"tournee"}


def test_une_tournee_garde_ce_qui_est_tape(
    monde: Monde, navigateur: Navigateurs, compteur: Compteur
) -> None:
    person = navigateur["technicien"]
    path = f"{reverse('equipements:tournee')}?equipement_id={monde.machine_a.pk}"
    name, box = f"valeur_{compteur.pk}", f"confirmer_{compteur.pk}"
    for typed, asks in (("abc", False), ("99999", True)):
        answer = envoyer(person, path, **{name: typed})
        assert (answer.status_code, lire(answer)[name]) == (422, typed)
        assert (box.encode() in answer.content) is asks
    nowhen = envoyer(person, path, **{name: "120", "date": "hier"})
    assert (nowhen.status_code, lire(nowhen)[name]) == (422, "120")
    assert envoyer(person, path).status_code == 302  # nothing typed
    assert compteur.releves.count() == 1
    assert envoyer(person, path, **{name: "99999", box: "on"}).status_code == 302
    assert compteur.releves.count() == 2


def test_une_machine_rangee_ne_se_releve_plus(
    monde: Monde, navigateur: Navigateurs, compteur: Compteur
) -> None:
    services.retirer_compteur(par=monde.responsable, compteur_id=compteur.pk)
    answer = envoyer(navigateur["responsable"], relever(compteur), valeur="200")
    assert answer.status_code == 409


@pytest.mark.parametrize("actif", [True, False])
def test_la_page_montre_si_un_compteur_est_en_service(
    navigateur: Navigateurs, compteur: Compteur, *, actif: bool
) -> None:
    """What is shown is what is kept, and saving without a change changes nothing."""
    Compteur.objects.filter(pk=compteur.pk).update(actif=actif)
    path = reverse("equipements:modifier_compteur", args=[compteur.pk])
    staff = navigateur["responsable"]
    assert ("actif" in lire(staff.get(path))) is actif
    assert staff.post(path, lire(staff.get(path))).status_code == 302
    compteur.refresh_from_db()
    assert compteur.actif is actif
    envoyer(staff, path, actif="" if actif else "on")
    compteur.refresh_from_db()
    assert compteur.actif is not actif

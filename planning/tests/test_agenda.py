"""The calendar behind its secret link: what it says, to whom, and for how long."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from comptes.models import Utilisateur
from core.errors import Conflit, Interdit, Introuvable
from core.models import CleIdempotence
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from planning import services
from planning.models import Creneau, LienAgenda, Reservation
from planning.tests.factories import DEBUT, HEURE, OUVRES, CreneauFactory
from planning.views.agenda import ESSAIS
from tests.api import Porte, lire, refus
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
HOSTILE = "Fuite;\\ d’huile, 2\nBEGIN:VEVENT " + "é" * 90 + "<b>"


@pytest.fixture
def lien(monde: Monde) -> str:
    person = monde.technicien_a
    _row, secret = services.creer_lien(par=person.user, technicien_id=person.pk)
    return reverse("agenda", args=[secret])


@pytest.fixture
def creneau(monde: Monde) -> Creneau:
    row: Creneau = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    return row


def evenements(reponse: Any) -> list[Any]:
    assert reponse.status_code == 200, reponse.content[:300]
    return list(Calendar.from_ical(reponse.content).walk("VEVENT"))


@time_machine.travel(DEBUT - timedelta(days=3), tick=False)
def test_ce_que_lit_un_agenda(
    client: Navigateur, monde: Monde, *, lien: str, creneau: Creneau
) -> None:
    Intervention.objects.filter(pk=monde.intervention_a.pk).update(titre=HOSTILE)
    CreneauFactory(intervention=monde.intervention_b, debut=DEBUT)  # somebody else's
    answer = client.get(lien)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"VTIMEZONE" not in answer.content
    [event] = evenements(answer)
    assert str(event["summary"]) == f"{monde.intervention_a.numero} {HOSTILE}"
    assert event["dtstart"].to_ical() == b"20270602T080000Z"
    assert event["dtend"].dt == DEBUT + 2 * HEURE
    site = monde.machine_a.site
    assert str(event["location"]).startswith(f"{monde.client_a.nom_entreprise}, {site.nom}")
    assert (event["sequence"], str(event["status"])) == (0, "TENTATIVE")
    uid = str(event["uid"])
    services.deplacer(par=monde.responsable, creneau_id=creneau.pk, nouvelle_date=DEBUT + HEURE)
    services.confirmer(par=monde.responsable, creneau_id=creneau.pk)
    [moved] = evenements(client.get(lien))
    assert (str(moved["uid"]), str(moved["status"])) == (uid, "CONFIRMED")
    assert moved["dtstart"].dt == DEBUT + HEURE
    assert moved["sequence"] > 0


def test_un_agenda_inchange_se_dit_en_304(
    client: Navigateur, monde: Monde, *, lien: str, creneau: Creneau
) -> None:
    with time_machine.travel(DEBUT - timedelta(days=3), tick=False) as now:
        tag = client.get(lien)["ETag"]
        now.shift(timedelta(hours=5))
        same = client.get(lien, headers={"If-None-Match": tag})
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
        read = LienAgenda.objects.get().dernier_acces
        now.shift(timedelta(minutes=20))
        client.get(lien)
        assert LienAgenda.objects.get().dernier_acces == read
        services.confirmer(par=monde.responsable, creneau_id=creneau.pk)
        assert client.get(lien, headers={"If-None-Match": tag}).status_code == 200


def test_de_trente_jours_avant_a_cent_quatre_vingts_apres(
    client: Navigateur, lien: str, creneau: Creneau
) -> None:
    for shift, seen in ((-29, 1), (-31, 0), (179, 1), (181, 0)):
        with time_machine.travel(DEBUT - timedelta(days=shift), tick=False):
            assert len(evenements(client.get(lien))) == seen, shift


def test_un_travail_qui_ne_se_voit_plus_ne_dit_que_son_numero(
    client: Navigateur, monde: Monde, lien: str
) -> None:
    """Time that was reserved on somebody else's work, as a helper's is."""
    slot = CreneauFactory(intervention=monde.intervention_b, debut=DEBUT)
    person = monde.technicien_a
    Reservation.objects.create(planning=slot, technicien=person, debut=DEBUT, fin=DEBUT + HEURE)
    known = Intervention.objects.visible_to(person.user).filter(pk=slot.intervention_id).exists()
    with time_machine.travel(DEBUT, tick=False):
        [event] = evenements(client.get(lien))
    assert (str(event["summary"]) == slot.intervention.numero) is not known
    assert ("location" in event) is known


def test_les_liens_qui_n_ouvrent_rien(client: Navigateur, monde: Monde, lien: str) -> None:
    person = monde.technicien_a
    assert client.get(lien).status_code == 200
    assert client.post(lien).status_code == 405
    assert client.get(lien[:-5] + "x.ics").status_code == 404
    assert client.get(lien.upper()).status_code == 404
    Utilisateur.objects.filter(pk=person.user_id).update(is_active=False)
    assert client.get(lien).status_code == 404
    Utilisateur.objects.filter(pk=person.user_id).update(is_active=True)
    _row, secret = services.creer_lien(par=monde.responsable, technicien_id=person.pk)
    assert client.get(lien).status_code == 404  # replaced
    newer = reverse("agenda", args=[secret])
    assert client.get(newer).status_code == 200
    services.revoquer_lien(par=monde.responsable, technicien_id=person.pk)
    assert client.get(newer).status_code == 404
    assert LienAgenda.objects.count() == 2
    assert not LienAgenda.objects.filter(empreinte__contains=secret[:20]).exists()


def test_les_essais_sont_freines_les_bons_liens_jamais(client: Navigateur, lien: str) -> None:
    cache.clear()
    wrong = reverse("agenda", args=["x" * 43])
    codes = [client.get(wrong).status_code for _n in range(ESSAIS.fois + 1)]
    assert codes == [404] * ESSAIS.fois + [429]
    assert int(client.get(wrong)["Retry-After"]) > 0
    assert client.get(lien).status_code == 200
    cache.clear()


def test_le_cout_ne_suit_pas_le_nombre(client: Navigateur, monde: Monde, lien: str) -> None:
    days = iter(OUVRES)

    def cout(n: int) -> int:
        for _n in range(n):
            work = InterventionFactory(
                equipement=monde.machine_a, technicien=monde.technicien_a, etat="affectee"
            )
            CreneauFactory(intervention=work, debut=next(days))
        with time_machine.travel(DEBUT, tick=False), CaptureQueriesContext(connection) as seen:
            assert len(evenements(client.get(lien))) >= n
        return len(seen)

    cout(1)  # notes when it was read
    assert cout(4) == cout(0)


def test_qui_fait_et_retire_un_lien(monde: Monde) -> None:
    a, b = monde.technicien_a, monde.technicien_b
    with pytest.raises(Interdit):
        services.creer_lien(par=a.user, technicien_id=b.pk)
    with pytest.raises(Introuvable):
        services.creer_lien(par=monde.user_a, technicien_id=a.pk)
    with pytest.raises(Introuvable):
        services.revoquer_lien(par=a.user, technicien_id=a.pk)  # there is none
    Utilisateur.objects.filter(pk=b.user_id).update(is_active=False)
    with pytest.raises(Conflit):
        services.creer_lien(par=monde.responsable, technicien_id=b.pk)


def test_la_page_montre_le_lien_une_fois(monde: Monde, navigateur: dict[str, Navigateur]) -> None:
    pk, person = monde.technicien_a.pk, navigateur["technicien"]
    path = reverse("planning:agenda", args=[pk])
    assert path in person.get(reverse("pilotage:ma_semaine")).content.decode()
    assert path in person.get(reverse("techniciens:fiche", args=[pk])).content.decode()
    sent = {"jeton": "a" * 22}
    page = person.post(path, sent).content.decode()
    [address] = set(re.findall(r"/agenda/[\w-]+\.ics", page))
    for again in (person.get(path), person.post(path, sent)):
        assert address not in again.content.decode()
        assert "Un lien existe depuis" in again.content.decode()
    assert LienAgenda.objects.count() == 1
    assert navigateur["anonyme"].get(address).status_code == 200
    out = navigateur["responsable"].post(reverse("planning:revoquer_agenda", args=[pk]))
    assert out.status_code == 302
    assert navigateur["anonyme"].get(address).status_code == 404


def test_par_l_api_le_secret_n_est_garde_nulle_part(api: dict[str, Porte], monde: Monde) -> None:
    path = f"techniciens/{monde.technicien_a.pk}/agenda"
    key = {"Idempotency-Key": "agenda-1"}
    body = lire(api["technicien"].post(path, entetes=key), 201)
    assert body["url"].endswith(".ics")
    assert not CleIdempotence.objects.exists()
    assert api["responsable"].delete(path).status_code == 204
    refus(api["responsable"].delete(path), 404)
    refus(api["autre_technicien"].post(path), 403)
    refus(api["client"].post(path), 404)

"""The bell and the inbox: what one reads, where it leads, what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from equipements.tests.factories import EquipementFactory
from notifications.models import Notification
from notifications.tests.factories import NotificationFactory, NotificationLieeFactory
from planning.models import Reservation
from planning.tests.factories import DEBUT, CreneauFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
BOITE = "/gestion/notifications/"
Navigateurs = dict[str, Navigateur]


def _texte(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_par_objet_et_filtree(navigateur: Navigateurs, monde: Monde) -> None:
    about = {"user": monde.user_a, "intervention": monde.intervention_a}
    first = NotificationLieeFactory(**about, titre="Premier", sujet="statut")
    NotificationFactory(user=monde.user_a, titre="Seul")
    NotificationLieeFactory(**about, titre="Dernier", sujet="commentaire")
    NotificationFactory(user=monde.user_b, titre="Étranger")
    NotificationFactory(user=monde.user_a, titre="Courrier", canal="email", cle="1:1:email")
    browser = navigateur["client"]
    page = browser.get(BOITE)
    # Grouped where the newest of each stands.
    groups = [[row.titre for row in group.lignes] for group in page.context["objets"]]
    assert groups == [["Dernier", "Premier"], ["Seul"]]
    assert page.context["objets"][0].titre.startswith(monde.intervention_a.numero)
    Notification.objects.filter(pk=first.pk).update(lu=True, date_lu=first.date_envoi)
    for query, wanted in (
        ("?lu=false", {"Dernier", "Seul"}),
        ("?sujet=statut", {"Premier"}),
        ("?lu=false&sujet=statut", set()),
    ):
        shown = browser.get(BOITE + query)
        found = {row.titre for group in shown.context["objets"] for row in group.lignes}
        assert found == wanted, query
    assert "Rien ne correspond" in _texte(browser.get(f"{BOITE}?lu=false&sujet=statut"))
    assert browser.get(f"{BOITE}?sujet=x").status_code == 422
    assert browser.get(f"{BOITE}?page=9").status_code == 404


def test_vide(navigateur: Navigateurs, monde: Monde) -> None:
    assert "Aucune notification" in _texte(navigateur["client"].get(BOITE))


def test_lire_et_suivre(navigateur: Navigateurs, monde: Monde) -> None:
    """The link leads to the change and reads it; from a mail it reads what is under the bell."""
    about = {"user": monde.user_a, "intervention": monde.intervention_a}
    row = NotificationLieeFactory(**about, cle=f"7:{monde.user_a.pk}:in-app")
    sent = NotificationLieeFactory(
        **about, canal="email", lu=True, date_lu=row.date_envoi, cle=f"7:{monde.user_a.pk}:email"
    )
    browser = navigateur["client"]
    assert navigateur["autre_client"].get(f"{BOITE}{row.pk}/").status_code == 404
    assert navigateur["admin"].get(f"{BOITE}{row.pk}/").status_code == 404
    answer = browser.get(f"{BOITE}{sent.pk}/")
    work = reverse("interventions:fiche", args=[monde.intervention_a.pk])
    assert answer["Location"] == work
    row.refresh_from_db()
    assert row.lu
    assert row.date_lu is not None

    other = NotificationLieeFactory(**about)
    path = f"{BOITE}{other.pk}/lire/"
    assert browser.post(path, {"suite": f"{BOITE}?lu=false"})["Location"] == f"{BOITE}?lu=false"
    assert browser.post(path, {"suite": "https://ailleurs.ma/"})["Location"] == BOITE
    assert navigateur["autre_client"].post(path).status_code == 404
    NotificationFactory.create_batch(3, user=monde.user_a)
    stranger = NotificationFactory(user=monde.user_b)
    assert browser.post(f"{BOITE}lire/").status_code == 302
    left = Notification.objects.filter(lu=False).values_list("pk", flat=True)
    assert list(left) == [stranger.pk]


def test_ou_mene_chaque_message(navigateur: Navigateurs, monde: Monde) -> None:
    """To what may be seen now; a row that is out of sight leads back to the inbox."""
    machine, worker = monde.machine_a, monde.technicien_a
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    Reservation.objects.create(
        planning=slot, technicien=monde.technicien_b, debut=DEBUT, fin=DEBUT + timedelta(hours=1)
    )
    week = reverse("pilotage:ma_semaine")
    stranger = EquipementFactory()
    cases: tuple[tuple[str, dict[str, int], Any, Any], ...] = (
        ("client", {"equipement_id": machine.pk}, None, ("equipements:fiche", machine.pk)),
        ("client", {"equipement_id": stranger.pk}, None, BOITE),
        ("client", {}, monde.intervention_b, BOITE),
        ("responsable", {"technicien_id": worker.pk}, None, ("techniciens:fiche", worker.pk)),
        ("client", {"technicien_id": worker.pk}, None, BOITE),
        ("autre_technicien", {}, monde.intervention_a, week),
    )
    for who, kept, about, wanted in cases:
        row = NotificationFactory(user=monde.compte(who), metadata=kept, intervention=about)
        place = wanted if isinstance(wanted, str) else reverse(wanted[0], args=wanted[1:])
        assert navigateur[who].get(f"{BOITE}{row.pk}/")["Location"] == place, (who, kept)


def test_la_cloche(navigateur: Navigateurs, monde: Monde) -> None:
    """The count stands on every page and costs no statement of its own."""
    browser, page = navigateur["client"], reverse("pilotage:aide")
    with CaptureQueriesContext(connection) as before:
        assert ' hx-swap="innerHTML"></span>' in _texte(browser.get(page))
    NotificationFactory.create_batch(3, user=monde.user_a)
    NotificationFactory(user=monde.user_a, canal="email", lu=True, date_lu=timezone.now())
    NotificationFactory(user=monde.user_b)
    with CaptureQueriesContext(connection) as after:
        assert ' hx-swap="innerHTML">3</span>' in _texte(browser.get(page))
    assert len(after) == len(before)
    # One statement reads the session, its account and the number.
    assert sum("notifications" in query["sql"] for query in after) == 1
    assert _texte(browser.get(f"{BOITE}nombre/")) == "3"
    NotificationFactory.create_batch(97, user=monde.user_a)
    assert _texte(browser.get(f"{BOITE}nombre/")) == "99+"
    shown = browser.get(f"{BOITE}apercu/")
    assert len(shown.context["lignes"]) == 6
    assert "Rien de nouveau" in _texte(navigateur["technicien"].get(f"{BOITE}apercu/"))


def test_le_meme_prix(navigateur: Navigateurs, monde: Monde) -> None:
    counts = []
    for n in (1, 20):
        for _k in range(n):
            NotificationLieeFactory(user=monde.user_a, intervention=monde.intervention_a)
        with CaptureQueriesContext(connection) as seen:
            navigateur["client"].get(BOITE)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6

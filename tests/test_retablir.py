"""Taking back what was archived: who, when it may be, with its event, and at once by undo."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from clients.models import Client, Site
from clients.services import archiver_client, archiver_site, desarchiver_client, desarchiver_site
from clients.tests.factories import ClientFactory, SiteFactory
from comptes.models import Utilisateur
from core.errors import Conflit, Interdit, Introuvable
from core.models import Evenement
from equipements.models import Equipement
from equipements.services import archiver_equipement, creer_equipement, desarchiver_equipement
from equipements.tests.factories import EquipementFactory
from interventions.tests.factories import InterventionFactory
from techniciens.models import Technicien
from techniciens.services import archiver_technicien, desarchiver_technicien
from techniciens.tests.factories import TechnicienFactory
from tests.fixtures import Monde
from tests.lecture_formulaire import lire
from tests.saisie import envoyer, texte

pytestmark = pytest.mark.django_db

Acte = Callable[..., Any]


def _machine() -> Equipement:
    """One with a past, which is put away rather than deleted."""
    done: Equipement = InterventionFactory(etat="cloturee").equipement
    return done


CAS: dict[str, tuple[Callable[[], Any], Acte, Acte, str]] = {
    "client": (ClientFactory, archiver_client, desarchiver_client, "client_id"),
    "site": (SiteFactory, archiver_site, desarchiver_site, "site_id"),
    "equipement": (_machine, archiver_equipement, desarchiver_equipement, "equipement_id"),
    "technicien": (
        TechnicienFactory,
        archiver_technicien,
        desarchiver_technicien,
        "technicien_id",
    ),
}


def _ranger(quoi: str, par: Utilisateur) -> tuple[Any, Acte, dict[str, int]]:
    """(an archived row, the service that takes it back, its arguments)."""
    make, archive, take_back, name = CAS[quoi]
    row = make()
    if quoi == "site":
        SiteFactory(client=row.client)  # a firm keeps one
    archive(par=par, **{name: row.pk})
    row.refresh_from_db()
    assert row.archive_le is not None
    return row, take_back, {name: row.pk}


@pytest.mark.parametrize("quoi", CAS)
def test_it_comes_back_as_it_was_with_two_events(responsable: Utilisateur, quoi: str) -> None:
    row, take_back, arguments = _ranger(quoi, responsable)
    take_back(par=responsable, **arguments)
    row.refresh_from_db()
    assert row.archive_le is None
    events = Evenement.objects.filter(type__in=[f"{quoi}.archive", f"{quoi}.retabli"])
    assert [e.type for e in events.order_by("id")] == [f"{quoi}.archive", f"{quoi}.retabli"]
    assert {e.donnees["par_id"] for e in events} == {responsable.pk}
    assert {e.donnees[next(iter(arguments))] for e in events} == {row.pk}
    with pytest.raises(Conflit, match="n’est pas archivé"):
        take_back(par=responsable, **arguments)


@pytest.mark.parametrize("quoi", CAS)
def test_only_managers(monde: Monde, quoi: str) -> None:
    row, take_back, arguments = _ranger(quoi, monde.responsable)
    for qui in ("technicien", "client"):
        with pytest.raises(Interdit):
            take_back(par=monde.compte(qui), **arguments)
    row.refresh_from_db()
    assert row.archive_le is not None
    with pytest.raises(Introuvable, match=r"^[A-ZÉ]"):
        take_back(par=monde.responsable, **dict.fromkeys(arguments, 10**9))


def test_a_site_waits_for_its_firm(responsable: Utilisateur) -> None:
    site, take_back, arguments = _ranger("site", responsable)
    archiver_client(par=responsable, client_id=site.client_id)
    with pytest.raises(Conflit, match="client est archivé"):
        take_back(par=responsable, **arguments)
    desarchiver_client(par=responsable, client_id=site.client_id)
    assert take_back(par=responsable, **arguments).archive_le is None


def test_a_machine_waits_for_its_place(responsable: Utilisateur) -> None:
    row, take_back, arguments = _ranger("equipement", responsable)
    SiteFactory(client=row.client)
    archiver_site(par=responsable, site_id=row.site_id)
    archiver_client(par=responsable, client_id=row.client_id)
    with pytest.raises(Conflit, match="client est archivé"):
        take_back(par=responsable, **arguments)
    desarchiver_client(par=responsable, client_id=row.client_id)
    with pytest.raises(Conflit, match="site est archivé"):
        take_back(par=responsable, **arguments)
    desarchiver_site(par=responsable, site_id=row.site_id)
    assert take_back(par=responsable, **arguments).archive_le is None


def test_a_part_waits_for_its_whole(responsable: Utilisateur) -> None:
    whole = _machine()
    part = InterventionFactory(
        equipement=EquipementFactory(client=whole.client, parent=whole), etat="cloturee"
    ).equipement
    for row in (part, whole):
        archiver_equipement(par=responsable, equipement_id=row.pk)
    with pytest.raises(Conflit, match="fait partie"):
        desarchiver_equipement(par=responsable, equipement_id=part.pk)
    for row in (whole, part):
        assert desarchiver_equipement(par=responsable, equipement_id=row.pk).archive_le is None


@pytest.mark.parametrize(
    ("change", "raison"), [({"is_active": False}, "désactivé"), ({"role": "client"}, "n’est plus")]
)
def test_a_profile_waits_for_its_account(
    responsable: Utilisateur, change: dict[str, Any], raison: str
) -> None:
    row, take_back, arguments = _ranger("technicien", responsable)
    Utilisateur.objects.filter(pk=row.user_id).update(**change)
    with pytest.raises(Conflit, match=raison):
        take_back(par=responsable, **arguments)


# --- the pages ---------------------------------------------------------------------------------

PAGES: dict[str, tuple[type[Any], str, str]] = {
    "client": (Client, "clients:archiver", "clients:desarchiver"),
    "site": (Site, "clients:archiver_site", "clients:desarchiver_site"),
    "equipement": (Equipement, "equipements:archiver", "equipements:desarchiver"),
    "technicien": (Technicien, "techniciens:archiver", "techniciens:desarchiver"),
}


def _a_ranger(quoi: str) -> Any:
    row = CAS[quoi][0]()
    if quoi == "site":
        SiteFactory(client=row.client)
    return row


@pytest.mark.parametrize("quoi", PAGES)
def test_undo_follows_the_act_at_once(
    client: Navigateur, responsable: Utilisateur, quoi: str
) -> None:
    model, archive, take_back = PAGES[quoi]
    row = _a_ranger(quoi)
    client.force_login(responsable)
    answer = envoyer(client, reverse(archive, args=[row.pk]))
    assert answer.status_code == 302
    undo = reverse(take_back, args=[row.pk])
    page = client.get(answer["Location"])
    assert f'action="{undo}"' in texte(page)
    back = client.post(undo, lire(page))
    assert back.status_code == 302
    assert model.objects.get(pk=row.pk).archive_le is None
    assert "rétabli" in texte(client.get(back["Location"]))


@pytest.mark.parametrize("quoi", ["client", "equipement", "technicien"])
def test_the_page_of_an_archived_row_offers_the_way_back(
    client: Navigateur, responsable: Utilisateur, quoi: str
) -> None:
    row, _take_back, _arguments = _ranger(quoi, responsable)
    client.force_login(responsable)
    route = {"client": "clients", "equipement": "equipements", "technicien": "techniciens"}[quoi]
    page = texte(client.get(reverse(f"{route}:fiche", args=[row.pk])))
    undo = reverse(PAGES[quoi][2], args=[row.pk])
    assert f'href="{undo}"' in page
    assert reverse(PAGES[quoi][1], args=[row.pk]) not in page
    assert "Rétablir" in texte(client.get(undo))
    assert client.post(undo).status_code == 302
    assert client.post(undo).status_code == 409


def test_a_machine_without_a_past_is_gone_for_good(
    client: Navigateur, responsable: Utilisateur
) -> None:
    firm = ClientFactory()
    row = creer_equipement(par=responsable, client_id=firm.pk, nom="Pompe")
    client.force_login(responsable)
    answer = envoyer(client, reverse("equipements:archiver", args=[row.pk]))
    page = texte(client.get(answer["Location"]))
    assert "elle est supprimée" in page
    assert "retablir" not in page
    assert not Equipement.objects.filter(pk=row.pk).exists()


def test_work_handed_over_does_not_come_back_by_undo(
    navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser, leaver = navigateur["responsable"], monde.technicien_a
    address = reverse("techniciens:archiver", args=[leaver.pk])
    shown = envoyer(browser, address)
    assert shown.status_code == 409
    sent = lire(shown) | {"successeur_id": monde.technicien_b.pk}
    answer = browser.post(address, sent)
    assert answer.status_code == 302
    page = texte(browser.get(answer["Location"]))
    assert f'action="{reverse("techniciens:desarchiver", args=[leaver.pk])}"' not in page


@pytest.mark.parametrize("quoi", PAGES)
def test_the_admin_takes_back_too(
    *, client: Navigateur, responsable: Utilisateur, admin: Utilisateur, quoi: str
) -> None:
    model = PAGES[quoi][0]
    row, _take_back, _arguments = _ranger(quoi, responsable)
    client.force_login(admin)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    act = reverse(f"{name}_acte", args=[row.pk, "retablir"])
    assert act in texte(client.get(reverse(f"{name}_change", args=[row.pk])))
    assert client.post(act).status_code == 302
    assert model.objects.get(pk=row.pk).archive_le is None
    assert client.post(act).status_code == 409

"""/clients/ over HTTP: firms, sites, contacts and logins, by role."""

from typing import Any

import pytest

from clients.api.serializers import ClientEntree, CompteEntree, ContactEntree, SiteEntree
from clients.models import Client, Contact, Site
from clients.tests.factories import ClientFactory, ContactFactory, SiteFactory
from comptes.models import Utilisateur
from comptes.tests.factories import MOT_DE_PASSE
from tests.api import Porte, assaillir, assaillir_de_textes, champs_refuses, lire, refus, requetes
from tests.donnees import demandes_hostiles, entrees_hostiles
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]

TOUS = ("admin", "responsable", "technicien", "autre_technicien", "client", "autre_client")
LEGALES = {"ice", "identifiant_fiscal", "registre_commerce", "email_commercial", "user_id"}
ICE = "001509176000008"


def _comptes() -> tuple[int, ...]:
    return tuple(m.objects.count() for m in (Client, Site, Contact, Utilisateur))


def test_lists_hold_only_visible_firms(api: Portes, monde: Monde) -> None:
    a, b = monde.client_a.pk, monde.client_b.pk
    seen = {role: [r["id"] for r in lire(api[role].get("clients/"))] for role in TOUS}
    both = [b, a]
    assert seen == {
        "admin": both,
        "responsable": both,
        "technicien": [a],
        "autre_technicien": [b],
        "client": [a],
        "autre_client": [b],
    }
    refus(api["anonyme"].get("clients/"), 401)


def test_each_role_reads_its_columns(api: Portes, monde: Monde) -> None:
    path = f"clients/{monde.client_a.pk}"
    answer = api["responsable"].get(path)
    whole = lire(answer)
    assert LEGALES | {"notes_commerciales", "type_client", "archive_le"} <= set(whole)
    assert answer.headers["ETag"].startswith(f'W/"{monde.client_a.pk}-')
    hidden_client = {"notes_commerciales", "type_client", "archive_le"}
    assert set(whole) - set(lire(api["client"].get(path))) == hidden_client
    hidden = {*LEGALES, *hidden_client, "niveau_service"}
    assert set(whole) - set(lire(api["technicien"].get(path))) == hidden
    assert lire(api["responsable"].get(f"{path}/")) == whole
    assert lire(api["responsable"].get("clients")) == lire(api["responsable"].get("clients/"))


SOUS = ("clients/{c}", "clients/{c}/sites", "clients/{c}/contacts", "clients/{c}/sites/{s}")


def test_a_stranger_gets_404(api: Portes, monde: Monde) -> None:
    site = monde.client_a.sites.get()
    contact = ContactFactory(client=monde.client_a)
    firm = f"clients/{monde.client_a.pk}"
    rows = (firm, f"{firm}/sites/{site.pk}", f"{firm}/contacts/{contact.pk}")
    before = _comptes()
    for role in ("autre_client", "autre_technicien"):
        for path in (*rows, f"{firm}/sites", f"{firm}/contacts"):
            refus(api[role].get(path), 404)
        for path in rows:
            refus(api[role].patch(path, {"nom": "x"}), 404)
            refus(api[role].delete(path), 404)
        for path in (f"{firm}/sites", f"{firm}/contacts", f"{firm}/comptes"):
            refus(api[role].post(path, {"nom": "x"}), 404)
    # Seen, but not of that firm.
    refus(api["admin"].get(f"clients/{monde.client_b.pk}/sites/{site.pk}"), 404)
    assert _comptes() == before


@pytest.mark.part
def test_junk_ids_are_404(api: Portes, monde: Monde) -> None:
    for junk in part(entrees_hostiles.IDS_DE_ROUTE_REFUSES):
        for path in SOUS:
            refus(api["admin"].get(path.format(c=junk, s=1)), 404)
        refus(api["admin"].get(f"clients/{monde.client_a.pk}/contacts/{junk}"), 404)
        refus(api["admin"].patch(f"clients/{junk}", {"ville": "x"}), 404)
        refus(api["admin"].delete(f"clients/{junk}"), 404)


@pytest.mark.parametrize("role", ["admin", "responsable"])
def test_staff_opens_a_firm_with_its_first_site(api: Portes, role: str) -> None:
    sent = {
        "nom_entreprise": " Atlas Emballages ",
        "ville": "Fès",
        "type_client": "premium",
        "ice": ICE,
        "email_commercial": "contact@atlas.ma",
        "notes_commerciales": None,
    }
    body = lire(api[role].post("clients/", sent), 201)
    assert (body["nom_entreprise"], body["type_client"]) == ("Atlas Emballages", "premium")
    assert body["notes_commerciales"] == ""
    (site,) = lire(api[role].get(f"clients/{body['id']}/sites"))
    assert site["ville"] == "Fès"


@pytest.mark.parametrize("role", ["technicien", "client"])
def test_others_write_nothing(api: Portes, monde: Monde, role: str) -> None:
    pk, site = monde.client_a.pk, monde.client_a.sites.get()
    contact = ContactFactory(client=monde.client_a)
    account = {
        "username": "nouveau",
        "email": "n@exemple.ma",
        "password": MOT_DE_PASSE,
        "full_name": "N",
    }
    before = _comptes()
    calls: list[tuple[str, str, dict[str, Any] | None]] = [
        ("POST", "clients/", {"nom_entreprise": "X"}),
        ("PATCH", f"clients/{pk}", {"ville": "X"}),
        ("DELETE", f"clients/{pk}", None),
        ("POST", f"clients/{pk}/comptes", account),
        ("POST", f"clients/{pk}/sites", {"nom": "X"}),
        ("PATCH", f"clients/{pk}/sites/{site.pk}", {"nom": "X"}),
        ("DELETE", f"clients/{pk}/sites/{site.pk}", None),
        ("POST", f"clients/{pk}/contacts", {"nom": "X"}),
        ("PATCH", f"clients/{pk}/contacts/{contact.pk}", {"nom": "X"}),
        ("DELETE", f"clients/{pk}/contacts/{contact.pk}", None),
    ]
    for method, path, body in calls:
        refus(api[role].demander(method, path, corps=body), 403)
    assert _comptes() == before
    assert not Client.objects.filter(ville="X").exists()
    assert not Site.objects.filter(nom="X").exists()
    assert not Contact.objects.filter(nom="X").exists()


def test_a_firm_is_changed_and_a_stale_edit_refused(api: Portes, monde: Monde) -> None:
    path = f"clients/{monde.client_a.pk}"
    tag = api["responsable"].get(path).headers["ETag"]
    answer = api["responsable"].patch(path, {"ville": "Agadir"}, {"If-Match": tag})
    assert lire(answer)["ville"] == "Agadir"
    assert answer.headers["ETag"] != tag
    refus(api["responsable"].patch(path, {"ville": "Rabat"}, {"If-Match": tag}), 412)
    refus(api["responsable"].delete(path, None, {"If-Match": tag}), 412)
    assert lire(api["admin"].get(path))["ville"] == "Agadir"


@pytest.mark.parametrize(
    ("envoi", "champ"),
    [
        ({"nom_entreprise": ""}, "nom_entreprise"),
        ({"nom_entreprise": "x" * 256}, "nom_entreprise"),
        ({"ice": "123"}, "ice"),
        ({"email_commercial": "pas un courriel"}, "email_commercial"),
        ({"type_client": "or"}, "type_client"),
        ({"user": 1}, "user"),
        ({"archive_le": None}, "archive_le"),
        ({"inconnu": 1}, "inconnu"),
    ],
)
def test_wrong_values_are_told_beside_the_field(
    *, api: Portes, monde: Monde, envoi: dict[str, Any], champ: str
) -> None:
    before = _comptes()
    new = {"nom_entreprise": "X"} | envoi
    assert champs_refuses(api["admin"].post("clients/", new)) == {champ}
    assert champs_refuses(api["admin"].patch(f"clients/{monde.client_a.pk}", envoi)) == {champ}
    assert _comptes() == before


def test_archived_firms_leave_the_list_unless_asked_for(api: Portes) -> None:
    row = ClientFactory()
    assert api["responsable"].delete(f"clients/{row.pk}").status_code == 204
    lists = {
        q: [r["id"] for r in lire(api["admin"].get(f"clients/{q}"))] for q in ("", "?archives=true")
    }
    assert row.pk not in lists[""]
    assert row.pk in lists["?archives=true"]
    assert lire(api["admin"].get(f"clients/{row.pk}"))["archive_le"]


@pytest.mark.part
def test_filters_and_search(api: Portes, monde: Monde) -> None:
    row = ClientFactory(nom_entreprise="Zellige", ville="Fès", type_client="premium")
    for query in (
        "ville=fès",
        "type_client=premium",
        "search=zelli",
        "secteur_activite=&ville=FèS",
    ):
        assert [r["id"] for r in lire(api["admin"].get(f"clients/?{query}"))] == [row.pk], query
    names = [
        r["nom_entreprise"] for r in lire(api["admin"].get("clients/?ordering=nom_entreprise"))
    ]
    assert names == sorted(names)
    for query in (
        *part(demandes_hostiles.REQUETES_DE_LISTE_REFUSEES),
        "type_client=x",
        "archives=oui",
    ):
        refus(api["admin"].get(f"clients/?{query}"), 422)
    # Hidden from a client: as if it did not exist.
    assert len(lire(api["client"].get("clients/?type_client=premium"))) == 1
    assert lire(api["technicien"].get(f"clients/?search={ICE}")) == []


def test_sites(api: Portes, monde: Monde) -> None:
    path = f"clients/{monde.client_a.pk}/sites"
    new = lire(api["responsable"].post(path, {"nom": "Dépôt", "acces": "Sonner"}), 201)
    assert (new["client_id"], new["acces"]) == (monde.client_a.pk, "Sonner")
    assert champs_refuses(api["admin"].post(path, {"nom": "Dépôt"}))
    changed = lire(api["admin"].patch(f"{path}/{new['id']}", {"horaires": "8h-18h"}))
    assert changed["horaires"] == "8h-18h"
    assert len(lire(api["client"].get(path))) == 2
    assert api["admin"].delete(f"{path}/{new['id']}").status_code == 204
    assert len(lire(api["client"].get(path))) == 1
    used = monde.machine_a.site_id
    assert "site" in refus(api["admin"].delete(f"{path}/{used}"), 409)["detail"]


def test_contacts(api: Portes, monde: Monde) -> None:
    path = f"clients/{monde.client_a.pk}/contacts"
    first = lire(
        api["responsable"].post(
            path, {"nom": "Samira", "email": "s@a.ma", "telephone": "+212 600", "principal": True}
        ),
        201,
    )
    second = lire(api["responsable"].post(path, {"nom": "Omar", "principal": True}), 201)
    rows = {r["id"]: r for r in lire(api["client"].get(path))}
    assert (rows[first["id"]]["principal"], rows[second["id"]]["principal"]) == (False, True)
    seen = lire(api["technicien"].get(f"{path}/{first['id']}"))
    assert seen["telephone"] == "+212 600"
    assert not {"email", "user_id"} & set(seen)
    assert lire(api["admin"].patch(f"{path}/{first['id']}", {"nom": "Samia"}))["nom"] == "Samia"
    assert api["admin"].delete(f"{path}/{first['id']}").status_code == 204
    refus(api["admin"].get(f"{path}/{first['id']}"), 404)


def test_a_login_for_the_firm(api: Portes) -> None:
    firm = ClientFactory()
    sent = {"username": "atelier", "email": "Atelier@exemple.ma", "password": MOT_DE_PASSE}
    path = f"clients/{firm.pk}/comptes"
    body = lire(api["responsable"].post(path, sent), 201)
    assert (body["username"], body["role"]) == ("atelier", "client")
    assert "password" not in body
    firm.refresh_from_db()
    assert firm.user_id == body["id"]
    before = _comptes()
    twice = champs_refuses(api["responsable"].post(path, sent | {"email": "b@exemple.ma"}))
    assert twice == {"username"}
    weak = sent | {"username": "autre", "email": "c@exemple.ma", "password": "court"}
    assert champs_refuses(api["responsable"].post(path, weak)) == {"password"}
    more = sent | {"role": "admin"}
    assert champs_refuses(api["responsable"].post(path, more)) == {"role"}
    assert _comptes() == before


@pytest.mark.part
def test_hostile_values_in_every_field(api: Portes, monde: Monde) -> None:
    door, pk = api["admin"], monde.client_a.pk
    before = _comptes()
    account = {"username": "n", "email": "n@exemple.ma", "password": MOT_DE_PASSE}
    targets: list[tuple[str, str, Any, dict[str, Any]]] = [
        ("POST", "clients/", ClientEntree, {"nom_entreprise": "X"}),
        ("PATCH", f"clients/{pk}/sites/{monde.machine_a.site_id}", SiteEntree, {}),
        ("POST", f"clients/{pk}/contacts", ContactEntree, {"nom": "X"}),
        ("POST", f"clients/{pk}/comptes", CompteEntree, account),
    ]
    for method, path, entry, good in targets:
        sent = assaillir(door.vers(method, path), entry, good)
        assert sent > 40, path
    assert _comptes() == before
    assaillir_de_textes(lambda body: door.patch(f"clients/{pk}", body), "nom_entreprise", {})
    lire(door.get("clients/"))


def test_lists_cost_the_same_for_3_and_30_rows(api: Portes, monde: Monde) -> None:
    door = api["responsable"]
    paths = [
        "clients/",
        f"clients/{monde.client_a.pk}/sites",
        f"clients/{monde.client_a.pk}/contacts",
    ]

    def remplir(n: int) -> None:
        for _i in range(n):
            ClientFactory()
            SiteFactory(client=monde.client_a)
            ContactFactory(client=monde.client_a)

    remplir(3)
    few = [requetes(door, path) for path in paths]
    remplir(27)
    assert [requetes(door, path) for path in paths] == few
    assert max(few) <= 4

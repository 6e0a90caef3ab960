"""/equipements/ over HTTP: machines, by role."""

from typing import Any

import pytest

from clients.models import Client
from clients.services import CLIENT_INTERNE
from equipements.api.serializers import EquipementCreation, EquipementEntree
from equipements.models import Equipement, Famille
from equipements.tests.factories import EquipementFactory, FamilleFactory
from tests.api import Porte, assaillir, assaillir_de_textes, champs_refuses, lire, refus, requetes
from tests.donnees import demandes_hostiles, entrees_hostiles
from tests.fixtures import Monde
from tests.parts import part

pytestmark = pytest.mark.django_db
CURSEUR_ET_TRI = "cursor=&ordering=nom"
Portes = dict[str, Porte]

TOUT = {
    "id",
    "nom",
    "type",
    "famille_id",
    "localisation",
    "frequence_entretien",
    "client_id",
    "client_nom",
    "site_id",
    "site_nom",
    "parent_id",
    "parent_nom",
    "modele",
    "fabricant",
    "numero_serie",
    "date_installation",
    "statut",
    "criticite",
    "specifications_techniques",
    "manuel_utilisation",
    "derniere_maintenance",
    "prochaine_maintenance",
    "code",
    "archive_le",
    "created_at",
    "updated_at",
}


def _lignes() -> list[Any]:
    return [
        *Equipement.objects.order_by("pk").values_list("pk", "nom", "statut", "archive_le"),
        Famille.objects.count(),
        Client.objects.count(),
    ]


def test_each_role_reads_its_machines(api: Portes, monde: Monde) -> None:
    a, b = monde.machine_a.pk, monde.machine_b.pk
    seen = {
        role: [row["id"] for row in lire(door.get("equipements/"))]
        for role, door in api.items()
        if role != "anonyme"
    }
    assert seen == {
        "admin": [b, a],
        "responsable": [b, a],
        "technicien": [a],
        "client": [a],
        "autre_technicien": [b],
        "autre_client": [b],
    }
    answer = api["responsable"].get(f"equipements/{a}")
    body = lire(answer)
    assert set(body) == TOUT
    famille = monde.machine_a.famille
    assert famille is not None
    assert (body["type"], body["client_nom"]) == (famille.nom, monde.client_a.nom_entreprise)
    assert answer.headers["ETag"].startswith(f'W/"{a}-')
    for role in ("technicien", "client"):
        assert set(lire(api[role].get(f"equipements/{a}/"))) == TOUT - {"archive_le"}
    for other in ("equipements", "filters/equipements", "filters/equipements/"):
        assert lire(api["client"].get(other)) == lire(api["client"].get("equipements/"))


def test_what_the_front_end_shows_is_never_null(api: Portes, monde: Monde) -> None:
    row = EquipementFactory(client=monde.client_a, famille=None, localisation="")
    body = lire(api["client"].get(f"equipements/{row.pk}"))
    assert (body["type"], body["localisation"], body["frequence_entretien"]) == ("", "", "")
    assert (body["famille_id"], body["parent_id"], body["parent_nom"]) == (None, None, None)


def test_strangers_get_404_and_nobody_401(api: Portes, monde: Monde) -> None:
    path, before = f"equipements/{monde.machine_a.pk}", _lignes()
    for role in ("autre_client", "autre_technicien"):
        refus(api[role].get(path), 404)
        refus(api[role].patch(path, {"localisation": "X"}), 404)
        refus(api[role].delete(path), 404)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        refus(api["anonyme"].demander(method, path), 401)
    assert _lignes() == before


def test_the_front_ends_creation_goes_to_the_house_itself(api: Portes) -> None:
    sent = {
        "nom": "Compresseur",
        "type": "Compresseur à vis",
        "localisation": "Atelier",
        "frequence_entretien": "mensuelle",
    }
    body = lire(api["responsable"].post("equipements/", sent), 201)
    assert body["client_nom"] == CLIENT_INTERNE == "MIF Maroc"
    assert {name: body[name] for name in sent} == sent
    again = lire(api["admin"].post("equipements", sent | {"type": " compresseur à  VIS "}), 201)
    assert again["client_id"] == body["client_id"]
    assert again["famille_id"] == body["famille_id"]


def test_staff_creates_for_a_client_with_everything(api: Portes, monde: Monde) -> None:
    sent = {
        "client_id": monde.client_a.pk,
        "site_id": monde.machine_a.site_id,
        "parent_id": monde.machine_a.pk,
        "nom": "Moteur",
        "numero_serie": " SN 42 ",
        "date_installation": "2024-02-29",
        "derniere_maintenance": "2026-05-20T10:00",
        "prochaine_maintenance": "2026-12-01",
        "criticite": "critique",
        "statut": "maintenance",
        "specifications_techniques": None,
    }
    body = lire(api["responsable"].post("equipements/", sent), 201)
    assert (body["parent_nom"], body["numero_serie"]) == (monde.machine_a.nom, "SN 42")
    assert body["derniere_maintenance"] == "2026-05-20T10:00:00+01:00"
    assert (body["type"], body["specifications_techniques"]) == ("", "")
    taken = sent | {"numero_serie": "sn42"}
    assert champs_refuses(api["responsable"].post("equipements/", taken)) == {"numero_serie"}


@pytest.mark.parametrize(
    ("envoi", "champ"),
    [
        ({"nom": ""}, "nom"),
        ({"client_id": 987654}, "client_id"),
        ({"site_id": "autre"}, "site_id"),
        ({"parent_id": "autre"}, "parent_id"),
        ({"criticite": "haut"}, "criticite"),
        ({"date_installation": "2023-02-29"}, "date_installation"),
        ({"type": "x" * 101}, "type"),
        ({"code": "AAAA"}, "code"),
        ({"famille_id": 1}, "famille_id"),
        ({"inconnu": 1}, "inconnu"),
    ],
)
def test_wrong_values_are_told_beside_the_field(
    *, api: Portes, monde: Monde, envoi: dict[str, Any], champ: str
) -> None:
    other = {"site_id": monde.machine_b.site_id, "parent_id": monde.machine_b.pk}
    sent = {name: other[name] if value == "autre" else value for name, value in envoi.items()}
    good = {"nom": "X", "type": "Famille nouvelle", "client_id": monde.client_a.pk}
    before = _lignes()
    assert champs_refuses(api["admin"].post("equipements/", good | sent)) == {champ}
    assert champs_refuses(api["admin"].patch(f"equipements/{monde.machine_a.pk}", sent)) == {champ}
    assert _lignes() == before


def test_a_refused_creation_leaves_no_family_behind(api: Portes, monde: Monde) -> None:
    before = _lignes()
    sent = {"nom": "X", "type": "Inédite", "client_id": monde.client_a.pk, "site_id": 987654}
    assert champs_refuses(api["admin"].post("equipements/", sent)) == {"site_id"}
    assert _lignes() == before


@pytest.mark.parametrize("role", ["technicien", "client"])
def test_others_neither_create_nor_archive(api: Portes, monde: Monde, role: str) -> None:
    before = _lignes()
    for sent in ({"nom": "X"}, {"nom": "X", "client_id": monde.client_a.pk, "type": "Y"}):
        refus(api[role].post("equipements/", sent), 403)
    refus(api[role].delete(f"equipements/{monde.machine_a.pk}"), 403)
    assert _lignes() == before


def test_a_technician_updates_three_columns_and_no_other(api: Portes, monde: Monde) -> None:
    path = f"equipements/{monde.machine_a.pk}"
    sent = {
        "statut": "maintenance",
        "localisation": "Toit",
        "specifications_techniques": "7,5 kW\nIP55",
    }
    body = lire(api["technicien"].patch(path, sent))
    assert {name: body[name] for name in sent} == sent
    before = _lignes()
    for name, value in (("nom", "X"), ("type", "Y"), ("site_id", 1), ("criticite", "basse")):
        assert champs_refuses(api["technicien"].patch(path, {name: value})) == {name}
    refus(api["client"].patch(path, {"localisation": "X"}), 403)
    assert _lignes() == before


@pytest.mark.parametrize("methode", ["PUT", "PATCH"])
def test_staff_changes_what_it_sends_and_never_a_stale_row(
    api: Portes, monde: Monde, methode: str
) -> None:
    path, door = f"equipements/{monde.machine_a.pk}", api["responsable"]
    tag = door.get(path).headers["ETag"]
    sent = {"nom": "Renommée", "type": "Presse", "numero_serie": ""}
    answer = door.demander(methode, path, corps=sent, entetes={"If-Match": tag})
    body = lire(answer)
    assert (body["nom"], body["type"], body["numero_serie"]) == ("Renommée", "Presse", None)
    assert body["localisation"] == monde.machine_a.localisation
    late = door.demander(methode, path, corps={"nom": "X"}, entetes={"If-Match": tag})
    refus(late, 412)
    assert lire(door.demander(methode, path, corps={"type": None}))["famille_id"] is None


def test_deleting_archives_what_has_a_past(api: Portes, monde: Monde) -> None:
    fresh = EquipementFactory()
    assert api["responsable"].delete(f"equipements/{fresh.pk}").status_code == 204
    assert not Equipement.objects.filter(pk=fresh.pk).exists()
    worked, work = monde.machine_a, monde.intervention_a
    refus(api["responsable"].delete(f"equipements/{worked.pk}"), 409)
    lire(api["admin"].post(f"interventions/{work.pk}/actions/annuler", {"motif": "Doublon"}))
    assert api["responsable"].delete(f"equipements/{worked.pk}").status_code == 204
    ids = {
        query: [row["id"] for row in lire(api[role].get(f"equipements/{query}"))]
        for role, query in (("admin", ""), ("admin", "?archives=true"), ("client", "?archives=1"))
    }
    assert ids == {
        "": [monde.machine_b.pk],
        "?archives=true": [monde.machine_b.pk, worked.pk],
        "?archives=1": [],
    }
    assert lire(api["admin"].get(f"equipements/{worked.pk}"))["archive_le"]


@pytest.mark.part
def test_filters_search_and_order(api: Portes, monde: Monde) -> None:
    row = EquipementFactory(
        client=monde.client_a,
        nom="Presse Zeta",
        statut="maintenance",
        criticite="haute",
        famille=FamilleFactory(nom="Presse"),
        parent=monde.machine_a,
        prochaine_maintenance="2026-12-01",
        numero_serie="ZZ-9",
    )
    queries = (
        "statut=maintenance",
        "criticite=haute",
        "type=presse",
        f"famille_id={row.famille_id}&client_id={monde.client_a.pk}",
        f"parent_id={monde.machine_a.pk}",
        "prochaine_maintenance_min=2026-11-30&prochaine_maintenance_max=2026-12-01",
        "search=zeta presse",
        "search=zz-9",
        f"search={row.code}",
    )
    for query in queries:
        found = lire(api["responsable"].get(f"filters/equipements?{query}"))
        assert [r["id"] for r in found] == [row.pk], query
    assert len(lire(api["admin"].get(f"equipements/?site_id={monde.machine_a.site_id}"))) == 2
    by_name = [r["nom"] for r in lire(api["admin"].get("equipements/?ordering=nom"))]
    assert by_name == sorted(by_name)
    wrong = (
        *part(q for q in demandes_hostiles.REQUETES_DE_LISTE_REFUSEES if q != CURSEUR_ET_TRI),
        "statut=x",
        "client_id=abc",
        "prochaine_maintenance_min=demain",
        "ordering=client__notes_commerciales",
        CURSEUR_ET_TRI,
    )
    for query in wrong:
        refus(api["responsable"].get(f"equipements/?{query}"), 422)


@pytest.mark.part
def test_junk_ids_are_404(api: Portes) -> None:
    for junk in part(entrees_hostiles.IDS_DE_ROUTE_REFUSES):
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            refus(api["admin"].demander(method, f"equipements/{junk}"), 404)


@pytest.mark.part
def test_hostile_values_in_every_field(api: Portes, monde: Monde) -> None:
    door, before = api["admin"], _lignes()
    good = {"nom": "X", "client_id": monde.client_a.pk}
    assert assaillir(door.vers("POST", "equipements/"), EquipementCreation, good) > 200
    path = f"equipements/{monde.machine_a.pk}"
    assert assaillir(door.vers("PATCH", path), EquipementEntree, {}) > 200
    assert _lignes() == before
    assaillir_de_textes(door.vers("PATCH", path), "type", {})
    assaillir_de_textes(door.vers("PATCH", path), "numero_serie", {})
    for role in ("admin", "client"):
        lire(api[role].get("equipements/"))


@pytest.mark.parametrize("role", ["responsable", "technicien", "client"])
def test_lists_cost_the_same_for_3_and_30_rows(api: Portes, monde: Monde, role: str) -> None:
    def remplir(n: int) -> None:
        for _i in range(n):
            EquipementFactory(client=monde.client_a, parent=monde.machine_a)

    remplir(2)
    few = requetes(api[role], "equipements/")
    remplir(27)
    assert requetes(api[role], "equipements/") == few
    assert few <= 4
    assert len(lire(api[role].get("equipements/"))) >= 30

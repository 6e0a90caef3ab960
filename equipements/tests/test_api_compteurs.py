"""/compteurs/, its readings, and many at once."""

from typing import Any

import pytest

from core.outbox.models import Evenement
from equipements.api.entrees_compteurs import CompteurEntree, ReleveEntree
from equipements.models import Compteur, Releve
from equipements.tests.factories import CompteurFactory, ReleveFactory
from tests.api import Porte, assaillir, champs_refuses, lire, refus, requetes
from tests.decor import LU_LE
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Portes = dict[str, Porte]


@pytest.fixture
def compteur(monde: Monde) -> Compteur:
    row: Compteur = CompteurFactory(equipement=monde.machine_a, nom="Heures")
    ReleveFactory(compteur=row, par=monde.technicien_a.user, valeur=100, date=LU_LE)
    return row


def test_un_compteur_de_bout_en_bout(api: Portes, monde: Monde) -> None:
    sent = {"equipement_id": monde.machine_a.pk, "nom": "Heures", "unite": "h", "max_par_jour": 24}
    body = lire(api["responsable"].post("compteurs/", sent), 201)
    pk, path = body["id"], f"compteurs/{body['id']}"
    assert (body["sens"], body["remise_a_zero"], body["actif"]) == ("croissant", "jamais", True)
    assert (body["valeur"], body["cumul"], body["date_releve"]) == (None, None, None)
    read = api["technicien"].post(
        f"{path}/releves", {"valeur": "100.5", "date": "2026-01-05T08:00Z"}
    )
    assert lire(read, 201)["source"] == "api"
    detail = api["client"].get(path)
    assert lire(detail)["cumul"] == 100.5
    changed = api["responsable"].patch(path, {"nom": "Moteur"}, {"If-Match": detail["ETag"]})
    assert lire(changed)["version"] == 2
    stale = api["responsable"].patch(path, {"nom": "Autre"}, {"If-Match": detail["ETag"]})
    refus(stale, 412)
    assert api["responsable"].delete(path).status_code == 204
    assert lire(api["responsable"].get("compteurs/")) == []
    assert [m["id"] for m in lire(api["responsable"].get("compteurs/?actif=false"))] == [pk]
    refus(api["technicien"].post(f"{path}/releves", {"valeur": 101}), 409)
    assert lire(api["responsable"].patch(path, {"actif": True}))["actif"] is True


def test_les_releves_d_un_compteur(api: Portes, compteur: Compteur) -> None:
    path = f"compteurs/{compteur.pk}/releves"
    wrong = lire(api["technicien"].post(path, {"valeur": 999, "source": "capteur"}), 201)
    assert champs_refuses(api["technicien"].post(path, {"valeur": 5})) == {"valeur"}
    change = {"corrige_id": wrong["id"], "valeur": 120, "motif": "Virgule"}
    right = lire(api["technicien"].post(path, change), 201)
    assert (right["corrige_id"], right["cumul"], right["date"]) == (wrong["id"], 120, wrong["date"])
    refus(api["technicien"].post(path, change), 409)
    assert right["source"] == "api"
    other = change | {"date": "2026-02-02T08:00Z", "nature": "remplacement"}
    assert champs_refuses(api["technicien"].post(path, other)) == {"date", "nature"}
    rows = lire(api["responsable"].get(path))
    assert [(r["valeur"], r["corrige_par_id"]) for r in rows] == [
        (120, None),
        (999, right["id"]),
        (100, None),
    ]
    for row in lire(api["client"].get(path)):
        assert not {"motif", "source", "saisi_par_id", "saisi_par_nom"} & row.keys()
    assert len(lire(api["responsable"].get(f"{path}?date_max=2026-02-01T00:00Z"))) == 1
    assert champs_refuses(
        api["responsable"].post(
            f"compteurs/{CompteurFactory().pk}/releves", {**change, "corrige_id": right["id"]}
        )
    ) == {"corrige_id"}


def test_un_lot_est_repondu_ligne_a_ligne(api: Portes, monde: Monde, compteur: Compteur) -> None:
    theirs = CompteurFactory(equipement=monde.machine_b)
    lines: list[Any] = [
        {"compteur_id": compteur.pk, "valeur": 130, "date": "2026-02-01T08:00Z"},
        {"compteur_id": compteur.pk, "valeur": "abc"},
        {"compteur_id": compteur.pk, "valeur": 90},
        {"compteur_id": theirs.pk, "valeur": 5},
        7,
        {"compteur_id": compteur.pk, "valeur": 120, "date": "2026-01-20T08:00Z"},
    ]
    body = lire(api["technicien"].post("releves/lot", {"releves": lines}))
    assert (body["enregistres"], body["refuses"]) == (2, 4)
    assert [line["releve_id"] is not None for line in body["lignes"]] == [
        True,
        False,
        False,
        False,
        False,
        True,
    ]
    assert [set(line["errors"]) for line in body["lignes"][1:5]] == [
        {"valeur"},
        {"valeur"},
        set(),
        {"non_field"},
    ]
    assert all(line["detail"] for line in body["lignes"][1:5])
    # The same lot again, with a key or without one: nothing is written twice.
    again = lire(api["technicien"].post("releves/lot", {"releves": lines}))
    assert again == body
    assert Evenement.objects.filter(type="releve.saisi").count() == 3
    malformed: list[dict[str, Any]] = [{}, {"releves": []}, {"releves": 3}, {"releves": [{}] * 501}]
    for wrong in malformed:
        assert champs_refuses(api["technicien"].post("releves/lot", wrong)) == {"releves"}
    refus(api["client"].post("releves/lot", {"releves": lines}), 403)


def test_une_cle_ne_fait_qu_un_releve(api: Portes, compteur: Compteur) -> None:
    key = {"Idempotency-Key": "tournee-1"}
    first = api["technicien"].post("releves/lot", {"releves": [_ligne(compteur, 200)]}, key)
    again = api["technicien"].post("releves/lot", {"releves": [_ligne(compteur, 200)]}, key)
    assert lire(again) == lire(first)
    assert Releve.objects.filter(valeur=200).count() == 1


def _ligne(compteur: Compteur, valeur: int) -> dict[str, Any]:
    return {"compteur_id": compteur.pk, "valeur": valeur}


@pytest.mark.part
def test_les_valeurs_hostiles(api: Portes, monde: Monde, compteur: Compteur) -> None:
    good = {"equipement_id": monde.machine_a.pk, "nom": "Cycles", "unite": "cycles"}
    assert assaillir(api["responsable"].vers("POST", "compteurs/"), CompteurEntree, good) > 30
    read = api["responsable"].vers("POST", f"compteurs/{compteur.pk}/releves")
    assert assaillir(read, ReleveEntree, {"valeur": 150}) > 30
    for junk in ("0", "abc", "9" * 30):
        refus(api["responsable"].get(f"compteurs/{junk}/releves"), 404)


def test_une_liste_coute_toujours_autant(api: Portes, monde: Monde, compteur: Compteur) -> None:
    before = [requetes(api["technicien"], p) for p in ("compteurs/", _releves(compteur))]
    for n in range(5):
        ReleveFactory(compteur=CompteurFactory(equipement=monde.machine_a))
        ReleveFactory(compteur=compteur, valeur=200 + n)
    after = [requetes(api["technicien"], p) for p in ("compteurs/", _releves(compteur))]
    assert after == before


def _releves(compteur: Compteur) -> str:
    return f"compteurs/{compteur.pk}/releves"

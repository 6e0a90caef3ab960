"""Pages and API of sittings, hours and holidays, as people and programs use them."""

from typing import Any

import pytest
from django.test import Client as Navigateur
from django.urls import reverse

from planning import services
from planning.choices import Ajustement
from planning.models import Creneau, HoraireTravail, JourFerie, Reservation
from planning.tests.factories import DEBUT, HEURE, CreneauFactory, HoraireTravailFactory
from tests.api import Porte, champs_refuses, lire, refus
from tests.fixtures import Monde
from tests.lecture_formulaire import lire as lire_formulaire

pytestmark = pytest.mark.django_db
Navigateurs = dict[str, Navigateur]
Portes = dict[str, Porte]


def _page(navigateur: Navigateur, route: str, *args: Any, **query: str) -> str:
    answer = navigateur.get(reverse(f"planning:{route}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def _envoyer(navigateur: Navigateur, nom: str, *args: Any, **champs: Any) -> Any:
    path = reverse(f"planning:{nom}", args=args)
    return navigateur.post(path, lire_formulaire(navigateur.get(path)) | champs)


def test_les_seances_sur_la_fiche(monde: Monde, navigateur: Navigateurs) -> None:
    slot, staff = (
        CreneauFactory(intervention=monde.intervention_a, debut=DEBUT),
        navigateur["admin"],
    )
    hours = {"debut": "2027-06-03T09:00", "fin": "2027-06-03T11:00"}
    b = monde.technicien_b.pk
    assert _envoyer(staff, "ajouter_seance", slot.pk, **hours, technicien=b).status_code == 302
    row = Reservation.objects.get(technicien=b)
    path = reverse("interventions:fiche", args=[monde.intervention_a.pk])
    change = reverse("planning:modifier_seance", args=[slot.pk, row.pk])
    assert change in staff.get(path).content.decode()
    assert change not in navigateur["technicien"].get(path).content.decode()
    # A Sunday: told, with what was typed; then with a reason.
    sunday = {"debut": "2027-06-13T09:00", "fin": "2027-06-13T11:00"}
    refused = _envoyer(staff, "modifier_seance", slot.pk, row.pk, **sunday)
    assert refused.status_code == 409
    assert "hors des horaires de travail" in refused.content.decode()
    done = _envoyer(
        staff, "modifier_seance", slot.pk, row.pk, **sunday, motif_derogation="Arrêt annuel"
    )
    assert done.status_code == 302
    assert Creneau.objects.get().motif_derogation == "Arrêt annuel"
    assert _envoyer(staff, "retirer_seance", slot.pk, row.pk).status_code == 302
    only = Reservation.objects.get()
    assert _envoyer(staff, "retirer_seance", slot.pk, only.pk).status_code == 409


def test_la_semaine_dune_personne(monde: Monde, navigateur: Navigateurs) -> None:
    staff, a = navigateur["responsable"], monde.technicien_a.pk
    assert "08:30\u201112:30, 14:00\u201118:00" in _page(staff, "horaires")
    sent = {"lundi": "22:00-24:00", "mardi": "7:30-12:00 ; 13:00–16:00", "samedi": ""}
    assert _envoyer(staff, "semaine", a, "normale", **sent).status_code == 302
    page = _page(staff, "semaine", a, "normale")
    assert "22:00-00:00" in page
    assert "07:30-12:00, 13:00-16:00" in page
    # Sent back as it is, it stays as it is.
    rows = list(HoraireTravail.objects.values_list("jour", "debut", "fin"))
    assert _envoyer(staff, "semaine", a, "normale").status_code == 302
    assert list(HoraireTravail.objects.values_list("jour", "debut", "fin")) == rows
    for wrong in ("8h-12h", "25:00-26:00", "08:00-12:00, 11:00-13:00", "12:00-08:00"):
        answer = _envoyer(staff, "semaine", a, "normale", mercredi=wrong)
        assert answer.status_code == 422, wrong
        assert wrong in answer.content.decode()
    assert _envoyer(staff, "semaine_entreprise", "ramadan", lundi="09:00-15:00").status_code == 302
    assert "Ramadan" in _page(staff, "horaires")
    missing = reverse("planning:semaine_entreprise", args=["ete"])
    assert staff.get(missing).status_code == 404


def test_les_feries_dune_annee(monde: Monde, navigateur: Navigateurs) -> None:
    staff = navigateur["admin"]
    page = _page(staff, "feries", annee="2027")
    assert "Fête du Trône" in page
    assert "date estimée" in page
    for junk in ("x", "1", "99999", "²"):
        assert "Fête du Trône" in _page(staff, "feries", annee=junk)
    moved = _page(staff, "ajuster_ferie", ajustement="deplace", deplace_de="2027-03-09", nom="Fête")
    assert 'value="2027-03-09"' in moved
    sent = {"ajustement": "deplace", "deplace_de": "2027-03-09", "date": "2027-03-08"}
    assert _envoyer(staff, "ajuster_ferie", **sent).status_code == 302
    CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    added = {"ajustement": "ajoute", "date": "2027-06-02", "nom": "Deuil"}
    path = reverse("planning:ajuster_ferie")
    told = staff.post(path, lire_formulaire(staff.get(path)) | added, follow=True)
    assert monde.intervention_a.numero in told.content.decode()
    wrong = {"ajustement": "travaille", "date": "2027-06-03"}
    assert _envoyer(staff, "ajuster_ferie", **wrong).status_code == 422
    assert "au lieu du 09/03/2027" in _page(staff, "feries", annee="2027")
    for row in JourFerie.objects.all():
        assert _envoyer(staff, "retablir_ferie", row.pk).status_code == 302
    assert not JourFerie.objects.exists()


def test_lapi_des_seances(api: Portes, monde: Monde) -> None:
    slot = CreneauFactory(intervention=monde.intervention_a, debut=DEBUT)
    path, staff = f"creneaux/{slot.pk}/seances", api["responsable"]
    sent = {"debut": "2027-06-03T08:00:00Z", "fin": "2027-06-03T10:00:00Z"}
    body = lire(staff.post(path, sent), 201)
    assert body == {
        "id": body["id"],
        "creneau_id": slot.pk,
        "technicien_id": monde.technicien_a.pk,
        "technicien_nom": str(monde.technicien_a),
        "debut": "2027-06-03T09:00:00+01:00",
        "fin": "2027-06-03T11:00:00+01:00",
        "close": False,
        "avertissements": [],
    }
    assert [row["id"] for row in lire(api["technicien"].get(path))][1] == body["id"]
    assert lire(api["client"].get(path)) == []
    one = f"{path}/{body['id']}"
    given = lire(staff.patch(one, {"technicien_id": monde.technicien_b.pk}))
    assert given["technicien_nom"] == str(monde.technicien_b)
    told = refus(staff.patch(one, {"debut": "2027-06-03T05:00:00Z"}), 409)
    assert told["derogation_possible"]
    assert told["hors_horaires"] == ["hors des horaires de travail"]
    late = lire(
        staff.patch(one, {"debut": "2027-06-03T05:00:00Z", "motif_derogation": "Arrêt de four"})
    )
    assert len(late["avertissements"]) == 1
    assert refus(staff.patch(one, {"fin": "2027-06-04T10:00:00Z", "version": 1}), 409)
    for wrong, names in (
        ({}, {"debut", "fin"}),
        ({**sent, "fin": sent["debut"]}, {"fin"}),
        ({**sent, "technicien_id": 10**12}, {"technicien_id"}),
        ({**sent, "close": True}, {"close"}),
    ):
        assert champs_refuses(staff.post(path, wrong)) == names, wrong
    assert staff.delete(one).status_code == 204
    lire(staff.patch(f"planning/{slot.pk}/dates?nouvelle_date=2027-06-03T08:00:00Z", {}))
    sunday = f"planning/{slot.pk}/dates?nouvelle_date=2027-06-13T08:00:00Z"
    refus(staff.patch(sunday, {}), 409)
    answer = lire(staff.patch(sunday, {"motif_derogation": "Arrêt annuel"}))
    assert len(answer["avertissements"]) == 1


def test_lapi_des_horaires_et_des_feries(api: Portes, monde: Monde) -> None:
    staff, a = api["responsable"], monde.technicien_a.pk
    sent = {"technicien_id": a, "jour": 2, "debut": "08:00", "fin": "12:00"}
    body = lire(staff.post("horaires/", sent), 201)
    assert body == {"id": body["id"], "periode": "normale", **sent}
    HoraireTravailFactory(technicien=None)
    assert len(lire(api["technicien"].get("horaires/"))) == 2
    assert lire(api["autre_technicien"].get(f"horaires/?technicien_id={a}")) == []
    for wrong, names in (
        ({**sent, "jour": 7}, {"jour"}),
        ({**sent, "jour": True}, {"jour"}),
        ({**sent, "debut": "8h"}, {"debut"}),
        ({**sent, "fin": "08:00:00"}, {"fin"}),
        ({**sent, "debut": "11:00", "fin": "13:00"}, {"mercredi"}),
        ({**sent, "periode": "ete"}, {"periode"}),
    ):
        assert champs_refuses(staff.post("horaires/", wrong)) == names, wrong
    assert staff.delete(f"horaires/{body['id']}").status_code == 204
    year = lire(api["client"].get("jours-feries/?annee=2027"))
    assert {
        "date": "2027-07-30",
        "nom": "Fête du Trône",
        "estime": False,
        "ajustements": [],
    } in year["jours"]
    assert lire(staff.get("jours-feries/"))["jours"]
    move = {"ajustement": Ajustement.DEPLACE, "deplace_de": "2027-03-09", "date": "2027-03-08"}
    row = lire(staff.post("jours-feries/", move), 201)
    assert (row["nom"], row["avertissements"]) == ("Fête de la rupture du jeûne", [])
    assert staff.delete(f"jours-feries/{row['id']}").status_code == 204
    assert champs_refuses(staff.get("jours-feries/?annee=x")) == {"annee"}


def test_une_autre_heure_que_prevu_se_voit(api: Portes, monde: Monde) -> None:
    """The reason stands with the slot, for the staff."""
    slot = CreneauFactory(
        intervention=monde.intervention_a, debut=DEBUT - 3 * HEURE, motif_derogation="Avant l’usine"
    )
    assert slot.avertissements
    for who, seen in (("responsable", True), ("technicien", True), ("client", False)):
        body = lire(api[who].get(f"creneaux/{slot.pk}"))
        assert (body.get("motif_derogation") == "Avant l’usine") is seen
    services.deplacer(par=monde.admin, creneau_id=slot.pk, nouvelle_date=DEBUT)
    assert Creneau.objects.get().motif_derogation == ""

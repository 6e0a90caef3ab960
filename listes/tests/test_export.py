"""The CSV of exactly what the list shows: rows, columns, order; safe to open in a spreadsheet."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Evenement
from equipements.tests.factories import EquipementFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from listes import fichier_csv, services
from listes.views.export import IDS_MAX
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

EXPORT = "/gestion/listes/interventions/export.csv"


def lire(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(text[1:].splitlines(), delimiter=";"))


def test_the_file_holds_the_columns_of_the_list_and_its_rows_in_order(
    navigateur: Any, monde: Monde
) -> None:
    answer = navigateur["responsable"].get(f"{EXPORT}?toutes=1&ordering=numero")
    today = datetime.now(tz=UTC).astimezone().date()
    name = f"interventions-{today.isoformat()}.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    heads, *rows = lire(answer)
    assert heads[:6] == ["Numéro", "Titre", "Urgence", "Équipement", "Site", "Ville"]
    a, b = monde.intervention_a, monde.intervention_b
    assert [row[0] for row in rows] == [a.numero, b.numero]
    assert rows[0][1] == a.titre
    assert rows[0][heads.index("Client")] == monde.client_a.nom_entreprise
    assert rows[0][heads.index("Statut")] == "Affectée"
    created = a.date_creation.astimezone(datetime.now().astimezone().tzinfo)
    assert rows[0][heads.index("Créée le")].startswith(str(created.year))


def test_filters_search_and_columns_of_the_address_hold(navigateur: Any, monde: Monde) -> None:
    machine = EquipementFactory(client=monde.client_a)
    InterventionFactory(equipement=machine, titre="Courroie usée", etat="cloturee")
    services.choisir_colonnes(par=monde.responsable, liste="interventions", colonnes=["statut"])
    found = lire(navigateur["responsable"].get(f"{EXPORT}?statut=cloturee&search=courroie"))
    assert found[0] == ["Numéro", "Titre", "Urgence", "Statut"]
    assert [row[1:] for row in found[1:]] == [["Courroie usée", "non", "Clôturée"]]


def test_a_bare_address_is_the_list_as_it_opens(navigateur: Any, monde: Monde) -> None:
    InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    assert len(lire(navigateur["responsable"].get(EXPORT))) == 3


def test_ticked_rows_alone_and_the_whole_list_when_asked(navigateur: Any, monde: Monde) -> None:
    a, b = monde.intervention_a, monde.intervention_b
    browser = navigateur["responsable"]
    assert [r[0] for r in lire(browser.get(f"{EXPORT}?toutes=1&ids={a.pk}"))[1:]] == [a.numero]
    both = lire(browser.get(f"{EXPORT}?toutes=1&ids={a.pk}&ids={b.pk}"))
    assert len(both) == 3
    assert len(lire(browser.get(f"{EXPORT}?toutes=1&ids={a.pk}&tout=1"))) == 3
    # A stranger's row is no row of the list.
    mine = lire(navigateur["client"].get(f"{EXPORT}?toutes=1&ids={a.pk}&ids={b.pk}"))
    assert [row[0] for row in mine[1:]] == [a.numero]


@pytest.mark.parametrize(
    "requete", ["statut=xx", "ordering=cout_reel", "ids=abc", "ids=-1", "search=" + "a" * 201]
)
def test_what_does_not_hold_is_said_before_the_first_byte(navigateur: Any, requete: str) -> None:
    answer = navigateur["responsable"].get(f"{EXPORT}?{requete}")
    assert answer.status_code == 422
    assert not answer.streaming
    assert not Evenement.objects.filter(type="liste.exportee").exists()


def test_too_many_ticks_are_refused(navigateur: Any) -> None:
    ids = ",".join(str(n) for n in range(1, IDS_MAX + 2))
    assert navigateur["responsable"].get(f"{EXPORT}?ids={ids}").status_code == 422


def test_hidden_columns_are_in_no_file(navigateur: Any, monde: Monde) -> None:
    Intervention.objects.filter(pk=monde.intervention_a.pk).update(cout_reel=Decimal("73184.17"))
    for role, seen in (("responsable", True), ("technicien", False), ("client", False)):
        user = monde.compte(role)
        names = ["cout_reel"] if seen else ["date_creation"]
        services.choisir_colonnes(par=user, liste="interventions", colonnes=names)
        # A preference kept from a time when the column was open to the person.
        user.preferences_listes.update(colonnes=["cout_reel", "date_creation"])
        text = navigateur[role].get(f"{EXPORT}?toutes=1").getvalue().decode()
        assert ("73184,17" in text) == seen


def test_who_took_what_is_on_record(navigateur: Any, monde: Monde) -> None:
    navigateur["responsable"].get(f"{EXPORT}?statut=affectee&ids={monde.intervention_a.pk}")
    event = Evenement.objects.get(type="liste.exportee")
    assert event.donnees["par_id"] == monde.responsable.pk
    assert event.donnees["requete"] == f"statut=affectee&ids={monde.intervention_a.pk}"
    assert event.donnees["ids"] == [monde.intervention_a.pk]
    assert event.donnees["colonnes"][:2] == ["titre", "equipement"]


@pytest.mark.parametrize("debut", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula(debut: str) -> None:
    assert fichier_csv.champ(f"{debut}1+1") == f"'{debut}1+1"


@pytest.mark.parametrize(
    ("valeur", "ecrit"),
    [
        (None, ""),
        ("", ""),
        ("a=b", "a=b"),
        (-3, "-3"),
        (Decimal("-12.50"), "-12,50"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02 00:30"),
    ],
)
def test_values_are_written_for_a_french_spreadsheet(valeur: Any, ecrit: str) -> None:
    assert fichier_csv.champ(valeur) == ecrit


def test_a_formula_in_the_data_leaves_as_text(navigateur: Any, monde: Monde) -> None:
    Intervention.objects.filter(pk=monde.intervention_a.pk).update(titre='=cmd|"/c calc"!A1;x')
    rows = lire(navigateur["responsable"].get(f"{EXPORT}?toutes=1&ordering=numero"))
    assert rows[1][1] == '\'=cmd|"/c calc"!A1;x'


def test_rows_are_read_by_the_lot_in_one_query(
    navigateur: Any, monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        InterventionFactory(equipement=monde.machine_a)
    monkeypatch.setattr(fichier_csv, "_LOT", 2)
    with CaptureQueriesContext(connection) as queries:
        rows = lire(navigateur["responsable"].get(f"{EXPORT}?toutes=1"))
    assert len(rows) == 8
    read = [q for q in queries if 'FROM "interventions"' in q["sql"]]
    assert len(read) == 1


@pytest.mark.parametrize("cle", ["clients", "equipements", "techniciens", "utilisateurs"])
def test_every_list_has_its_file(navigateur: Any, cle: str) -> None:
    rows = lire(navigateur["admin"].get(f"/gestion/listes/{cle}/export.csv"))
    assert len(rows) > 1
    assert all(len(row) == len(rows[0]) for row in rows)


def test_closed_lists_stay_closed(navigateur: Any) -> None:
    assert navigateur["client"].get("/gestion/listes/techniciens/export.csv").status_code == 403
    assert (
        navigateur["responsable"].get("/gestion/listes/utilisateurs/export.csv").status_code == 403
    )
    assert navigateur["admin"].get("/gestion/listes/autres/export.csv").status_code == 404

"""List pages: columns chosen, cells escaped, options on demand, peek, sorts, counted queries."""

from typing import Any

import pytest
from django.db import connection, models
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from clients.tests.factories import ClientFactory
from equipements.tests.factories import EquipementFactory
from interventions.tests.factories import InterventionFactory
from listes import services, tableau
from listes.colonnes import Colonne
from listes.definition import Liste
from listes.registre import liste_de
from listes.tests.factories import VueEnregistreeFactory
from techniciens.tests.factories import CompetenceTechnicienFactory
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

LISTE = "/gestion/interventions/"
ADRESSES = {
    "interventions": LISTE,
    "clients": "/gestion/clients/",
    "equipements": "/gestion/equipements/",
    "techniciens": "/gestion/techniciens/",
    "utilisateurs": "/gestion/utilisateurs/",
}
MARQUE = "<b>&\"'</b>"


def _html(page: Any) -> str:
    text: str = page.content.decode()
    return text


def _tetes(page: Any) -> list[str]:
    return [str(head.libelle) for head in page.context["entetes"]]


def _textes(modele: type[models.Model], colonnes: list[Colonne]) -> set[tuple[Any, str]]:
    """(model, column) of every free text that the columns read."""
    found = set()
    for path in (path for column in colonnes for path in column.chemins):
        model: Any = modele
        *steps, last = path.split("__")
        for step in steps:
            model = model._meta.get_field(step).related_model
        if last in {f.name for f in model._meta.concrete_fields}:
            field = model._meta.get_field(last)
            if isinstance(field, (models.CharField, models.TextField)) and not field.choices:
                found.add((model, last))
    return found


@pytest.mark.parametrize("cle", sorted(ADRESSES))
def test_every_cell_escapes_what_people_typed(navigateur: Any, monde: Monde, cle: str) -> None:
    CompetenceTechnicienFactory(technicien=monde.technicien_a, competence__nom=MARQUE)
    liste = liste_de(cle)(monde.admin, "toutes=1")
    columns = [*liste.colonnes_offertes(), *liste.colonnes_apercu]
    texts = _textes(liste.modele, columns)
    assert texts
    for number, (model, name) in enumerate(sorted(texts, key=str)):
        if name == "username" and cle != "utilisateurs":
            continue
        room = model._meta.get_field(name).max_length
        mark = MARQUE if room is None or room > 12 else "<i>"
        rows = model._base_manager.all() if not model._meta.get_field(name).unique else None
        first = model._base_manager.order_by("pk").values("pk")[:1]
        unique = rows is None or name in {"email", "numero_serie", "username"}
        chosen = model._base_manager.filter(pk__in=first) if unique else rows
        assert chosen is not None
        chosen.update(**{name: f"{mark}{number}"[:room]})
    liste.user.refresh_from_db()
    rows = tableau.lire(liste, liste.retenues()[:50], columns)
    html = tableau.corps(liste, columns, rows)
    for bad in ("<b>", "<i>", "&\"'"):
        assert bad not in html
    assert "&lt;" in html


def test_columns_are_chosen_kept_and_taken_back(navigateur: Any, monde: Monde) -> None:
    browser = navigateur["responsable"]
    path = "/gestion/listes/interventions/colonnes/?statut=affectee&page=1"
    usual = _tetes(browser.get(LISTE))
    assert "Coût réel (MAD)" not in usual
    answer = browser.post(path, {"colonnes": ["statut", "cout_reel"]})
    assert answer["Location"] == f"{LISTE}?statut=affectee&page=1"
    assert _tetes(browser.get(LISTE)) == ["N° et titre", "Statut", "Coût réel (MAD)"]
    assert _tetes(navigateur["admin"].get(LISTE)) == usual
    shown = _html(browser.get(path))
    assert shown.count(" checked") == 2
    browser.post(path, {"colonnes": ["statut"], "usuelles": "1"})
    assert _tetes(browser.get(LISTE)) == usual


def test_columns_of_ones_own_open_view_become_the_views(navigateur: Any, monde: Monde) -> None:
    browser = navigateur["responsable"]
    row = VueEnregistreeFactory(par=monde.responsable)
    path = "/gestion/listes/interventions/colonnes/"
    browser.post(f"{path}?vue={row.pk}", {"colonnes": ["client"]})
    assert _tetes(browser.get(f"{LISTE}?toutes=1&vue={row.pk}")) == ["N° et titre", "Client"]
    assert len(_tetes(browser.get(f"{LISTE}?toutes=1"))) > 2
    # Another's shared view keeps its columns: the choice is then the reader's own.
    shared = VueEnregistreeFactory(par=monde.admin, partagee=True)
    browser.post(f"{path}?vue={shared.pk}", {"colonnes": ["client"]})
    shared.refresh_from_db()
    assert shared.colonnes == []
    assert len(_tetes(browser.get(f"{LISTE}?toutes=1&vue={shared.pk}"))) == 2


def test_a_column_hidden_from_the_person_is_neither_offered_nor_taken(
    navigateur: Any, monde: Monde
) -> None:
    browser = navigateur["technicien"]
    path = "/gestion/listes/interventions/colonnes/"
    assert "cout_reel" not in _html(browser.get(path))
    assert browser.post(path, {"colonnes": ["cout_reel"]}).status_code == 422
    services.choisir_colonnes(par=monde.technicien_a.user, liste="interventions", colonnes=[])
    monde.technicien_a.user.preferences_listes.update(colonnes=["cout_reel", "statut", "disparue"])
    assert _tetes(browser.get(LISTE)) == ["N° et titre", "Statut"]


def test_columns_that_add_up_have_a_total_of_the_whole_list(navigateur: Any, monde: Monde) -> None:
    for row, cost in ((monde.intervention_a, "10.50"), (monde.intervention_b, "2000")):
        row.__class__.objects.filter(pk=row.pk).update(cout_estime=cost)
    services.choisir_colonnes(
        par=monde.responsable, liste="interventions", colonnes=["cout_estime"]
    )
    browser = navigateur["responsable"]
    assert "2 010,50" in _html(browser.get(LISTE)).replace("\u202f", " ").replace("\xa0", " ")
    assert browser.get(f"{LISTE}?search=introuvable").context["sommes"] == []


def test_options_are_built_only_when_the_panel_is_asked_for(navigateur: Any) -> None:
    browser = navigateur["responsable"]
    bare = browser.get(LISTE)
    assert bare.context["offres"] is None
    assert "filtre-technicien_id" not in _html(bare)
    assert 'href="?ouvertes=true&amp;filtres=1"' in _html(bare)
    whole = browser.get(f"{LISTE}?ouvertes=true&filtres=1")
    assert "filtre-technicien_id" in _html(whole)
    assert "<html" in _html(whole)
    part = browser.get(f"{LISTE}?ouvertes=true&filtres=1", headers={"HX-Request": "true"})
    assert "filtre-technicien_id" in _html(part)
    assert "<html" not in _html(part)
    assert "HX-Request" in part["Vary"]


def test_a_search_keeps_the_filters_whether_the_panel_is_open_or_not(navigateur: Any) -> None:
    browser = navigateur["responsable"]
    query = "statut=affectee&statut=ouverte&equipement_id=7&ordering=numero"
    closed = browser.get(f"{LISTE}?{query}&page=1").context["gardes"]
    assert QueryDict("&".join(f"{k}={v}" for k, v in closed)) == QueryDict(query)
    opened = browser.get(f"{LISTE}?{query}&filtres=1").context["gardes"]
    assert opened == [("equipement_id", "7")]


def test_several_values_of_a_code_are_several_chips(navigateur: Any, monde: Monde) -> None:
    InterventionFactory(equipement=monde.machine_a)
    InterventionFactory(equipement=monde.machine_a, etat="cloturee")
    page = navigateur["responsable"].get(f"{LISTE}?statut=ouverte&statut=cloturee&urgence=false")
    assert {line["statut"] for line in page.context["lignes"]} == {"ouverte", "cloturee"}
    chips = {str(value): without for _label, value, without in page.context["puces"]}
    assert chips["Ouverte"] == "?statut=cloturee&urgence=false"
    assert chips["Clôturée"] == "?statut=ouverte&urgence=false"


def test_headings_turn_the_sort(navigateur: Any) -> None:
    browser = navigateur["responsable"]

    def turn(query: str) -> tuple[str, str]:
        first = browser.get(f"{LISTE}?toutes=1{query}").context["entetes"][0]
        return first.sens, first.adresse

    assert turn("&page=1") == ("none", "?toutes=1&ordering=numero")
    assert turn("&ordering=numero") == ("ascending", "?toutes=1&ordering=-numero")
    assert turn("&ordering=-numero") == ("descending", "?toutes=1")
    text = _html(browser.get(f"{LISTE}?toutes=1&ordering=-numero"))
    assert text.count('aria-sort="descending"') == 1
    assert "Numéro, à l’envers" in _html(browser.get(f"{LISTE}?ordering=-numero&filtres=1"))


def test_links_to_rows_carry_the_list(navigateur: Any, monde: Monde) -> None:
    text = _html(navigateur["responsable"].get(f"{LISTE}?statut=affectee&urgence=false&page=1"))
    pk = monde.intervention_a.pk
    assert f'href="{LISTE}{pk}/?liste=statut%3Daffectee%26urgence%3Dfalse"' in text


@pytest.mark.parametrize("cle", sorted(ADRESSES))
def test_the_peek_is_a_part_for_htmx_and_the_page_for_the_others(
    navigateur: Any, monde: Monde, cle: str
) -> None:
    liste: Liste = liste_de(cle)(monde.admin, "")
    pk = liste.retenues().values_list("pk", flat=True)[0]
    path = f"/gestion/listes/{cle}/apercu/{pk}/?toutes=1"
    answer = navigateur["admin"].get(path)
    assert answer.status_code == 302
    assert answer["Location"].endswith("?liste=toutes%3D1")
    part = navigateur["admin"].get(path, headers={"HX-Request": "true"})
    assert "<html" not in _html(part)
    assert "Ouvrir la fiche" in _html(part)
    assert part.context["faits"]
    missing = navigateur["admin"].get(f"/gestion/listes/{cle}/apercu/987654/")
    assert missing.status_code == 404


def test_the_peek_hides_what_the_list_hides(navigateur: Any, monde: Monde) -> None:
    row = monde.intervention_a
    row.__class__.objects.filter(pk=row.pk).update(cout_reel="73184.17", description="Ça fume")
    path = f"/gestion/listes/interventions/apercu/{row.pk}/"
    seen = _html(navigateur["responsable"].get(path, headers={"HX-Request": "true"}))
    assert "Ça fume" in seen
    assert "184,17" in seen
    for role in ("technicien", "client"):
        text = _html(navigateur[role].get(path, headers={"HX-Request": "true"}))
        assert "Ça fume" in text
        assert "184,17" not in text
    hidden = navigateur["autre_client"].get(path, headers={"HX-Request": "true"})
    assert hidden.status_code == 404


def test_pages_cost_as_much_for_three_rows_as_for_thirty(navigateur: Any, monde: Monde) -> None:
    for cle in ADRESSES:
        VueEnregistreeFactory(par=monde.admin, liste=cle, requete="", partagee=True)
        services.choisir_colonnes(par=monde.admin, liste=cle, colonnes=[])
    counts: dict[str, list[int]] = {cle: [] for cle in ADRESSES}
    for more in (1, 27):
        for _ in range(more):
            machine = EquipementFactory(client=ClientFactory())
            InterventionFactory(equipement=machine)
            CompetenceTechnicienFactory()
        for cle, address in ADRESSES.items():
            navigateur["admin"].get(address)
            with CaptureQueriesContext(connection) as queries:
                assert navigateur["admin"].get(address).status_code == 200
            counts[cle].append(len(queries))
    assert all(few == many <= 12 for few, many in counts.values()), counts


def test_ticked_machines_go_to_their_labels(navigateur: Any, monde: Monde) -> None:
    page = navigateur["responsable"].get(ADRESSES["equipements"])
    [act] = page.context["actes"]
    assert f'formaction="{act.adresse}"' in _html(page)
    labels = navigateur["responsable"].get(f"{act.adresse}?ids={monde.machine_a.pk}")
    assert monde.machine_a.nom in _html(labels)
    assert monde.machine_b.nom not in _html(labels)
    assert "formaction" not in _html(navigateur["responsable"].get(LISTE))

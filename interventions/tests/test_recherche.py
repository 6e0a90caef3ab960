"""What a search finds: the same on both databases, by whichever way the rows are read."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from core import recherche
from core.operations import RemplirRecherche, Vocabulaire
from core.recherche import rechercher
from equipements.models import Equipement
from equipements.tests.factories import EquipementFactory
from interventions.filters import RECHERCHE_PLIEE, TRIS
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from tests.api import Porte
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db

CORPUS = {
    "fuite": ("Fuite d’huile au vérin", "Sous la pompe hydraulique n° 7"),
    "bruit": ("Bruit anormal", "Roulement d'entrée usé, 120 dB"),
    "arret": ("ARRÊT complet", "Défaut E-42/B ; voir note 007"),
}
CAS: dict[str, set[str]] = {
    "fuite": {"fuite"},
    "FUITE": {"fuite"},
    "verin": {"fuite"},
    "hydrau": {"fuite"},
    "draulique": set(),
    "huile pompe": {"fuite"},
    "huile roulement": set(),
    "hu po": {"fuite"},
    "ro us 12": {"bruit"},
    "e de": {"arret"},
    "arr in": {"arret"},
    "arrêt": {"arret"},
    "e-42": {"arret"},
    "e-4": {"arret"},
    "e-42-b": {"arret"},
    "e-421": set(),
    "fui-42": set(),
    "7": {"fuite", "arret"},
    "007": {"arret"},
    "broyeur": {"bruit"},
    "broyeur bruit": {"bruit"},
    "broyeur fuite": set(),
    "bruit zx-99 120": {"bruit"},
    "broyeur boulets usé zx entree": {"bruit"},
    "zx-99": {"bruit"},
    "zx99": {"bruit"},
    "d": {"fuite", "bruit", "arret"},
    "d'entree": {"bruit"},
    "\u0301": set(),
    "...": set(),
    "%": set(),
    "_": set(),
    "'": set(),
    "\\": set(),
}


@pytest.fixture
def corpus(monde: Monde) -> dict[str, Intervention]:
    # No name that counts its clients: a beginning "7" is looked for.
    monde.client_a.nom_entreprise = "Cimenterie du Nord"
    monde.client_a.save()
    mill = EquipementFactory(
        client=monde.client_a, nom="Broyeur à boulets", numero_serie="ZX-99", code="BRZX9999"
    )
    machines = {"bruit": mill}
    return {
        nom: InterventionFactory(
            equipement=machines.get(nom, monde.machine_a),
            technicien=monde.technicien_a,
            par=monde.responsable,
            titre=titre,
            description=description,
            etat="affectee",
        )
        for nom, (titre, description) in CORPUS.items()
    }


def _trouvees(corpus: dict[str, Intervention], texte: str, user: Any) -> set[str]:
    ids = {row.pk: nom for nom, row in corpus.items()}
    rows = Intervention.objects.visible_to(user).filter(pk__in=ids)
    found = rechercher(rows, texte, user=user, pliees=RECHERCHE_PLIEE)
    assert found.count() == len(found)
    return {ids[row.pk] for row in found.order_by("-date_creation")}


@pytest.mark.parametrize(
    "bornes", [(), ("COMPTE_MAX", "TRES_NOMBREUSES"), ("ECRITS_MAX",), ("BRAS_MAX",)]
)
def test_les_memes_lignes_par_tous_les_chemins(
    corpus: dict[str, Intervention],
    monde: Monde,
    monkeypatch: pytest.MonkeyPatch,
    *,
    bornes: tuple[str, ...],
) -> None:
    """Few rows are named by the index, of many each is read: PostgreSQL takes both ways.

    A beginning is spelled out as the few words that it has, or asked for as it is; several words
    are asked for in each way to have them, or at once.
    """
    for name in bornes:
        monkeypatch.setattr(recherche, name, 0)
    user = monde.compte("responsable")
    found = {text: _trouvees(corpus, text, user) for text in CAS}
    assert found == CAS


def test_le_numero(corpus: dict[str, Intervention], monde: Monde) -> None:
    row = corpus["fuite"]
    year, serial = row.numero.split("-")[1:]
    user = monde.compte("responsable")
    for text in (row.numero, row.numero.lower(), f"INT-{year}-{int(serial)}", serial):
        assert "fuite" in _trouvees(corpus, text, user), text
    assert _trouvees(corpus, row.numero, user) == {"fuite"}


def test_la_firme(corpus: dict[str, Intervention], monde: Monde) -> None:
    monde.client_a.nom_entreprise = "Minoterie Al-Baraka"
    monde.client_a.save()
    user = monde.compte("responsable")
    assert _trouvees(corpus, "baraka", user) == set(CORPUS)
    assert _trouvees(corpus, "minoterie bruit", user) == {"bruit"}


def test_une_firme_de_plusieurs_mots(corpus: dict[str, Intervention], monde: Monde) -> None:
    """All her words name one firm; a word that a row says itself counts there as well."""
    for firm, name in (
        (monde.client_a, "Minoterie Al-Baraka"),
        (monde.client_b, "Minoterie Sebou"),
    ):
        firm.nom_entreprise = name
        firm.save()
    other = InterventionFactory(
        equipement=monde.machine_b,
        technicien=monde.technicien_b,
        par=monde.responsable,
        etat="affectee",
    )
    rows: dict[str, Intervention] = {**corpus, "autre": other}
    user = monde.compte("responsable")
    assert _trouvees(rows, "minoterie", user) == set(rows)
    assert _trouvees(rows, "minoterie baraka", user) == set(CORPUS)
    assert _trouvees(rows, "sebou minoterie", user) == {"autre"}
    assert _trouvees(rows, "baraka sebou", user) == set()
    rows["meme"] = InterventionFactory(
        equipement=monde.machine_a,
        technicien=monde.technicien_a,
        par=monde.responsable,
        titre="Bruit comme au Sebou",
        etat="affectee",
    )
    assert _trouvees(rows, "baraka sebou", user) == {"meme"}


def test_un_mot_trop_commun_ne_nomme_rien(
    corpus: dict[str, Intervention], monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    EquipementFactory(client=monde.client_a, nom="Broyeur à cône")
    user = monde.compte("responsable")
    assert _trouvees(corpus, "broyeur", user) == {"bruit"}
    monkeypatch.setattr(recherche, "NOMMES_MAX", 1)
    assert _trouvees(corpus, "broyeur", user) == set()
    assert _trouvees(corpus, "boulets", user) == {"bruit"}


def test_une_machine_invisible_ne_nomme_rien(corpus: dict[str, Intervention], monde: Monde) -> None:
    """By the serial of a machine that it no longer sees, a technician finds nothing."""
    user = monde.compte("technicien")
    assert _trouvees(corpus, "zx-99", user) == {"bruit"}
    for row in Intervention.objects.filter(client=monde.client_a):
        row.affectations.update(fin=row.date_statut)
    again = monde.compte("technicien")
    assert _trouvees(corpus, "zx-99", again) == set()
    assert _trouvees(corpus, "bruit", again) == {"bruit"}


def test_le_texte_suit_les_colonnes_et_la_migration_le_refait(monde: Monde) -> None:
    machine = monde.machine_a
    machine.nom, machine.numero_serie = "Tour à métaux", "AB 00-12"
    machine.save()
    machine.refresh_from_db()
    kept = machine.recherche
    assert {"tour", "metaux", "ab", "00", "12", "ab0012"} <= set(kept.split())
    Equipement.objects.update(recherche="")
    sources = ("nom", "modele", "fabricant", "localisation")
    step = RemplirRecherche("equipements.equipement", sources, ("numero_serie", "code"))
    step.code(apps, _Editeur())  # type: ignore[arg-type]
    machine.refresh_from_db()
    assert machine.recherche == kept


def _vocabulaire() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT mot FROM mots_interventions ORDER BY mot")
        return [mot for [mot] in cursor.fetchall()]


@pytest.mark.postgres
def test_le_vocabulaire_suit_les_lignes_par_toutes_les_portes(monde: Monde) -> None:
    """Written by the service, by `bulk_create`, by `update()` and by hand; a number is cut."""
    user = monde.compte("responsable")
    rows = Intervention.objects.filter(pk=monde.intervention_a.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM mots_interventions")
        InterventionFactory(equipement=monde.machine_a, titre="Un roulement", description="B12-7")
        first = _vocabulaire()
        assert {"un", "roulement", "b1", "int", "int2"} <= set(first)
        assert not {"b12", "b127", "b", "12"} & set(first)
        copy = rows.get()
        copy.pk, copy.numero, copy.titre = None, "INT-1999-000001", "Un palier"
        Intervention.objects.bulk_create([copy])
        rows.update(recherche="courroie un")
        cursor.execute("UPDATE interventions SET recherche = recherche || ' galet galet'")
    words = _vocabulaire()
    assert {"palier", "courroie", "galet"} <= set(words) - set(first)
    assert len(words) == len(set(words))
    found = rechercher(Intervention.objects.all(), "b roul", user=user, pliees=["recherche"])
    assert [row.titre for row in found] == ["Un roulement"]


@pytest.mark.postgres
def test_la_migration_refait_le_vocabulaire(monde: Monde) -> None:
    """As often as it is run, on a base that has words, some or none."""
    column: Any = Intervention._meta.get_field("recherche")
    step = Vocabulaire("interventions")
    assert column.vocabulaire == step.nom
    kept = _vocabulaire()
    connection.check_constraints()
    with connection.cursor() as cursor:
        for gone in ("DELETE FROM mots_interventions", "DROP TABLE mots_interventions", "SELECT 1"):
            cursor.execute(gone)
            step.database_forwards("interventions", _Editeur(), None, None)  # type: ignore[arg-type]
            now = _vocabulaire()
            assert now
            assert set(now) <= set(kept)
            assert len(now) == len(set(now))


class _Editeur:
    """What the step needs of a schema editor: no test's transaction allows a real one."""

    connection = connection

    def quote_name(self, nom: str) -> str:
        return str(connection.ops.quote_name(nom))


def test_la_page_et_l_api_trouvent_de_meme(
    corpus: dict[str, Intervention], api: dict[str, Porte], navigateur: Any
) -> None:
    answer = api["responsable"].get("interventions/?search=verin")
    assert [row["numero"] for row in answer.json()] == [corpus["fuite"].numero]
    assert answer.headers["X-Total-Count"] == "1"
    page = navigateur["responsable"].get("/gestion/interventions/?search=verin&toutes=1")
    text = page.content.decode()
    assert corpus["fuite"].numero in text
    assert corpus["bruit"].numero not in text


@pytest.mark.parametrize("tri", ["", "id", "-id", "statut", "-date_creation"])
def test_chaque_page_de_ce_qui_est_trouve(
    corpus: dict[str, Intervention], api: dict[str, Porte], tri: str
) -> None:
    """Ids that the index gave are not asked for again; which page they are on stays the same."""
    for _ in range(5):
        InterventionFactory(titre="Fuite d’air", etat="affectee")
    route = f"interventions/?search=fuite&ordering={tri}"
    whole = [row["id"] for row in api["responsable"].get(f"{route}&limit=100").json()]
    assert len(whole) >= 5
    if tri in ("", "id", "-id"):
        assert whole == sorted(whole, reverse=tri != "id")
    paged = []
    for start in range(0, len(whole) + 2, 2):
        answer = api["responsable"].get(f"{route}&limit=2&offset={start}")
        assert answer.headers["X-Total-Count"] == str(len(whole))
        paged += [row["id"] for row in answer.json()]
    assert paged == whole


def test_chaque_tri_offert_a_son_index() -> None:
    """Sorted and ending in the id, or unique by itself."""
    indexed = {tuple(index.fields) for index in Intervention._meta.indexes if not index.condition}
    for nom, chemin in TRIS.items():
        field: Any = Intervention._meta.get_field(
            Intervention._meta.pk.name if chemin == "pk" else chemin
        )
        assert field.unique or (field.name, "id") in indexed, nom


@pytest.mark.postgres
def test_la_recherche_lit_l_index_des_mots() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Intervention.objects.filter(recherche__mot_indexe="fuite")
        assert "idx_interventions_recherche" in rows.order_by().explain()
        cursor.execute("SET LOCAL enable_seqscan = on")

"""Every door, walked as everybody with a marker in each hidden column: none is ever found.

And no filter, sort or search tells a hidden value by what it leaves out.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from core.visibility import colonnes_cachees
from tests.decor import ACTEURS, COTES
from tests.donnees.matrice import API
from tests.donnees.matrice_pages import PAGES
from tests.marques import MODELES, Marque, Marques, texte_de
from tests.visite import Essai, adresse_admin, routes_admin

pytestmark = pytest.mark.django_db

TOUS = (*ACTEURS, "anonyme")


def _fuites(sought: list[Marque], answers: Iterator[tuple[str, Any]]) -> tuple[list[str], int]:
    """(which marker was found through which door, how many answers were read)."""
    found, read = [], 0
    for door, answer in answers:
        page = texte_de(answer)
        read += answer.status_code < 400
        found += [
            f"{door}: {marque.quoi} ({marque.texte})" for marque in sought if marque.dans(page)
        ]
    return found, read


def _par_la_table(visite: Essai, acteur: str) -> Iterator[tuple[str, Any]]:
    """Every route and method of the matrix, on both sides; pages that refuse are read too."""
    for ligne in (*API, *PAGES):
        if ligne.route in ("api:auth-login", "api:auth-token"):
            continue
        for cote in COTES:
            door = f"{ligne.methode} {ligne.route} {dict(ligne.arguments)} {cote}"
            yield door, visite.envoyer(ligne, cote, acteur)[0]


# What the matrix does not ask: other shapes of the same lists, and the parts of a page.
SUITES_API = (
    "interventions/?envelope=1&limit=2",
    "interventions/?ordering=-numero&limit=1&cursor=",
    "filters/interventions?statut=affectee",
    "equipements/?envelope=1&archives=true",
    "clients/?archives=true",
    "users/?ordering=-id",
    "techniciens/?archives=true",
)
SUITES_PAGES = (
    "/gestion/interventions/?ordering=-date_creation&page=1",
    "/gestion/interventions/?ouvertes=true",
    "/gestion/interventions/nouvelle/?search=Machine",
    "/gestion/equipements/?archives=true",
    "/gestion/clients/?archives=true",
    "/gestion/techniciens/?archives=true",
    "/gestion/introuvable/",
    "/introuvable",
)
ACTES = ("affecter", "cloturer", "annuler", "commenter", "rectifier", "evaluer", "inconnu")


def _ailleurs(visite: Essai, acteur: str) -> Iterator[tuple[str, Any]]:
    browser, door = visite.navigateur[acteur], visite.api[acteur]
    for path in SUITES_API:
        yield path, door.get(path)
    for path in SUITES_PAGES:
        yield path, browser.get(path)
    for cote in COTES:
        row = getattr(visite.decor, cote).intervention
        page = reverse("interventions:fiche", args=[row.pk])
        for acte in ACTES:
            yield f"{page}?action={acte} {cote}", browser.get(f"{page}?action={acte}")
        for path in ("interventions:creer",):
            machine = getattr(visite.decor, cote).equipement.pk
            yield f"{path} {cote}", browser.get(f"{reverse(path)}?equipement={machine}")
        yield from _conflits(visite, acteur, row=row)


def _conflits(visite: Essai, acteur: str, *, row: Any) -> Iterator[tuple[str, Any]]:
    """The answers that tell what happened meanwhile: by page both versions, by API in words."""
    champs = {"technicien": {"diagnostic": "x"}, "client": {"titre": "x"}}.get(
        acteur, {"titre": "x"}
    )
    point = transaction.savepoint()
    door = visite.api[acteur].patch(f"interventions/{row.pk}", {**champs, "version": 1})
    yield f"PATCH stale {row.pk}", door
    page = reverse("interventions:modifier", args=[row.pk])
    answer = visite.navigateur[acteur].post(page, {**champs, "version": 1})
    yield f"POST stale {page}", answer
    body = {"statut": "archivee", "version": 1}
    yield f"statut stale {row.pk}", visite.api[acteur].patch(f"interventions/{row.pk}/statut", body)
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize("acteur", TOUS)
def test_aucune_marque_par_aucune_porte(visite: Essai, marques: Marques, acteur: str) -> None:
    user = visite.decor.monde.compte(acteur) if acteur != "anonyme" else _Personne()
    sought = marques.cherchees(user)
    assert len(sought) >= {"admin": 8, "responsable": 12}.get(acteur, 40)
    found, read = _fuites(sought, _par_la_table(visite, acteur))
    more, read_more = _fuites(sought, _ailleurs(visite, acteur))
    assert not found + more, "\n".join(sorted(set(found + more))[:40])
    assert read + read_more >= (40 if acteur != "anonyme" else 3)


class _Personne:
    """Nobody signed in: everything is hidden."""

    pk = None
    role = ""
    is_authenticated = is_active = False


def test_la_visite_sait_trouver(visite: Essai, marques: Marques) -> None:
    """The markers are where they should be: whoever may read them does, through some door."""
    user = visite.decor.monde.compte("admin")
    visible = [m for m in marques.toutes if not m.cachee(user)]
    pages = [texte_de(answer) for _door, answer in _par_la_table(visite, "admin")]
    pages += [texte_de(answer) for _door, answer in _ailleurs(visite, "admin")]
    pages += [texte_de(visite.navigateur["admin"].get(a)) for a in _admin()]
    unseen = [m.quoi for m in visible if not any(m.dans(page) for page in pages)]
    assert not unseen, "\n".join(unseen)


def _admin() -> list[str]:
    return [adresse for route in routes_admin() if (adresse := adresse_admin(route)) is not None]


def test_ladministration_ne_montre_aucun_mot_de_passe(visite: Essai, marques: Marques) -> None:
    sought = marques.cherchees(visite.decor.monde.compte("admin"))
    assert sought
    answers = ((path, visite.navigateur["admin"].get(path)) for path in _admin())
    found, read = _fuites(sought, answers)
    assert not found, "\n".join(found)
    assert read >= 60


@pytest.mark.parametrize("acteur", ["responsable", "technicien", "client", "anonyme"])
def test_ladministration_ne_dit_rien_aux_autres(
    visite: Essai, marques: Marques, acteur: str
) -> None:
    sought = marques.toutes
    answers = ((path, visite.navigateur[acteur].get(path)) for path in _admin())
    found, _read = _fuites(sought, answers)
    assert not found, "\n".join(found)


# --- keys of the API ---------------------------------------------------------------------------

# Where the name of a hidden column is another model's own: the object's kind decides.
LISTES = {
    "clients/": "Client",
    "clients/{client}/contacts": "Contact",
    "equipements/": "Equipement",
    "interventions/": "Intervention",
    "interventions/{intervention}": "Intervention",
    "interventions/{intervention}/historique": "HistoriqueIntervention",
}


@pytest.mark.parametrize("acteur", ACTEURS)
@pytest.mark.parametrize("chemin", sorted(LISTES))
def test_une_colonne_cachee_na_meme_pas_de_cle(visite: Essai, *, chemin: str, acteur: str) -> None:
    cote = visite.decor.sien
    modele = next(m for m in MODELES if m.__name__ == LISTES[chemin])
    user = visite.decor.monde.compte(acteur)
    path = chemin.format(client=cote.client.pk, intervention=cote.intervention.pk)
    answer = visite.api[acteur].get(path)
    assert answer.status_code == 200
    rows = answer.json()
    rows = rows if isinstance(rows, list) else [rows]
    assert rows
    hidden = colonnes_cachees(modele, user)
    assert not {key for row in rows for key in row} & hidden
    for row in rows:
        for values in (row.get("ancienne_valeur"), row.get("nouvelle_valeur")):
            assert not set(values or {}) & hidden

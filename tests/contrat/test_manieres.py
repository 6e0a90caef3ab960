"""The manners that hold for every route of a kind: versions, retries, pages, other origins."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.api import PREFIXE, champs_refuses, lire, refus
from tests.contrat.routes import ROUTES, Route
from tests.contrat.test_routes import LIGNES
from tests.donnees.demandes_hostiles import REQUETES_DE_LISTE_REFUSEES, REQUETES_DOUBLES
from tests.donnees.matrice import Ligne
from tests.parts import part, tout
from tests.visite import Essai, adresse_de, photo

pytestmark = pytest.mark.django_db
ORIGINE = {"Origin": "http://localhost:3000"}

# Nothing there has a state that two people could change against each other.
SANS_VERSION = {"api:auth-sessions", "api:auth-session", "api:notifications-tout-lire"}
# What is answered is a secret, told once: kept for a second sending it would lie in the database.
DITES_UNE_FOIS = {"api:techniciens-agenda"}
SANS_VERSION |= {"api:notifications-preferences"}  # one's own alone
SANS_VERSION |= DITES_UNE_FOIS  # a new link ends the one before, whatever was read


def chemin_de(essai: Essai, row: Route) -> str:
    line = LIGNES.get((row.methode, row.nom))
    arguments = dict(line.arguments) if line else {}
    path = adresse_de(row.nom, essai.decor, cote="sien", acteur="admin", **arguments)
    return path.removeprefix(PREFIXE)


def _modifiables() -> Iterator[Route]:
    for row in ROUTES:
        acts = row.nom == "api:interventions-action"
        if (row.methode in ("PUT", "PATCH", "DELETE") or acts) and row.nom not in SANS_VERSION:
            yield row


@pytest.mark.part
def test_rien_ne_se_change_sans_etre_celui_qu_on_a_lu(essai: Essai) -> None:
    wrong, tried = [], 0
    for row in part(_modifiables()):
        line, path = LIGNES.get((row.methode, row.nom)), chemin_de(essai, row)
        body = essai.corps(line, "sien", "admin") if line else None
        for tag in ('"0-1"', 'W/"0-0", "x"', "x"):
            demande = partial(
                essai.api["admin"].demander,
                row.methode,
                path,
                corps=body or None,
                entetes={"If-Match": tag},
            )
            answer, changed = essai.puis_annuler(demande)
            tried += 1
            if answer.status_code != 412 or changed:
                wrong.append(f"{row.methode} {row.chemin} {tag}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert tried >= (60 if tout() else 6)


def _envoi(essai: Essai, row: Route, corps: dict[str, Any], *, cle: str) -> Any:
    door, path = essai.api["admin"], chemin_de(essai, row)
    headers = {"Idempotency-Key": cle}
    if "file" not in corps:
        return door.post(path, corps, headers)
    sent = corps | {"file": SimpleUploadedFile("note.txt", b"Bonjour", "text/plain")}
    return door.navigateur.post(PREFIXE + path, sent, headers=door.entetes | headers)


def _texte(corps: dict[str, Any]) -> str:
    return next(
        n for n, v in corps.items() if isinstance(v, str) and n not in ("role", "email", "type")
    )


def _creatrices() -> Iterator[tuple[Route, Ligne]]:
    """The routes that create, each with the matrix's request."""
    for row in ROUTES:
        line = LIGNES.get((row.methode, row.nom))
        creates = row.methode == "POST" and row.statut == 201 and row.nom not in DITES_UNE_FOIS
        if creates and line is not None:
            yield row, line


@pytest.mark.part
def test_ce_qui_cree_se_renvoie_sans_recommencer(essai: Essai) -> None:
    """Every POST that creates: the same answer, one row, and another body is refused."""
    wrong, tried = [], 0
    for rank, (row, line) in enumerate(part(_creatrices())):
        tried += 1
        body, point = essai.corps(line, "sien", "admin"), transaction.savepoint()
        first = _envoi(essai, row, body, cle=f"cle-{rank}")
        after = photo()
        again = _envoi(essai, row, body, cle=f"cle-{rank}")
        same = (first.status_code, first.content) == (again.status_code, again.content)
        if not same or "Idempotent-Replayed" not in again or photo() != after:
            wrong.append(f"{row.chemin}: {first.status_code}, then {again.status_code}")
        other = body | ({"description": "b"} if "file" in body else {_autre(body): "Autre-texte-9"})
        if _envoi(essai, row, other, cle=f"cle-{rank}").status_code != 422 or photo() != after:
            wrong.append(f"{row.chemin}: another body under the same key")
        transaction.savepoint_rollback(point)
    assert not wrong, "\n".join(wrong)
    assert tried >= 12 or not tout()


def _autre(corps: dict[str, Any]) -> str:
    """The name of a text that may be anything, or of one that the route has."""
    return _texte(corps) if any(isinstance(v, str) for v in corps.values()) else "nom"


def _listes() -> Iterator[Route]:
    return (row for row in ROUTES if row.lu.startswith("["))


@pytest.mark.part
def test_chaque_liste_a_ses_pages(essai: Essai) -> None:
    wrong: list[str] = []
    door = essai.api["admin"]
    for row in part(_listes()):
        path = chemin_de(essai, row)
        whole = lire(door.get(path))
        page = door.get(f"{path}?limit=1&offset=0&inconnu=1")
        envelope = lire(door.get(f"{path}?limit=1&envelope=1"))
        large = door.get(f"{path}?limit=5000")
        cursor = lire(door.get(f"{path}?limit=1&cursor="))
        checks = {
            "limit": [r["id"] for r in page.json()] == [r["id"] for r in whole[:1]],
            "count": page["X-Total-Count"] == str(len(whole)) == str(envelope["count"]),
            "exact": page["X-Total-Count-Exact"] == "true",
            "maximum": "limit=1000>" in large["Link"],
            "envelope": set(envelope) == {"count", "next", "previous", "results"},
            "next": ('rel="next"' in page["Link"]) == (len(whole) > 1),
            "cursor": len(cursor) == min(1, len(whole)),
            "total": lire(door.get(f"{path}?total=exact")) is not None,
            "empty": len(lire(door.get(f"{path}?limit=&offset=&search=&ordering="))) == len(whole),
        }
        wrong += [f"{row.chemin}: {name}" for name, good in checks.items() if not good]
    assert not wrong, "\n".join(wrong)


@pytest.mark.part
def test_chaque_liste_refuse_ce_qui_n_a_pas_de_sens(essai: Essai) -> None:
    """All of the corpus on one list, some of it on each."""
    wrong, tried, door = [], 0, essai.api["admin"]
    refused = [q for q in REQUETES_DE_LISTE_REFUSEES if not q.startswith("search")]
    twice = [q for q in REQUETES_DOUBLES if not q.startswith("search")]
    for rank, row in enumerate(_listes()):
        path, step = chemin_de(essai, row), 1 if row.chemin == "/interventions/" else 9
        for query in part(refused[rank % step :: step], path):
            tried += 1
            if not champs_refuses(door.get(f"{path}?{query}")):
                wrong.append(f"{row.chemin}?{query}")
        refus(door.get(f"{path}?{twice[rank % len(twice)]}"), 400)
    assert not wrong, "\n".join(wrong)
    assert tried >= (100 if tout() else 10)


@pytest.mark.part
def test_une_autre_origine_lit_chaque_reponse(essai: Essai) -> None:
    wrong = []
    for row in part(ROUTES):
        path = chemin_de(essai, row)
        for nom in ("admin", "anonyme"):
            if row.methode != "GET":
                continue
            answer = essai.api[nom].get(path, ORIGINE)
            if answer.get("Access-Control-Allow-Origin") != ORIGINE["Origin"]:
                wrong.append(f"{nom} {row.chemin}: {answer.status_code}")
        asked = ORIGINE | {
            "Access-Control-Request-Method": row.methode,
            "Access-Control-Request-Headers": "authorization,content-type,if-match,idempotency-key",
        }
        preflight = essai.api["anonyme"].demander("OPTIONS", path, entetes=asked)
        if row.methode not in preflight.get("Access-Control-Allow-Methods", ""):
            wrong.append(f"OPTIONS {row.chemin}: {preflight.status_code}")
    assert not wrong, "\n".join(wrong)


def test_un_vieux_jeton_ne_gene_pas_l_entree(essai: Essai) -> None:
    """By name or address, in each encoding, with and without the slash."""
    browser = essai.navigateur["anonyme"]
    secret = "Motdepasse-tres-long-1"
    old = {"Authorization": "Bearer vieux.jeton.x"}
    for path, name, value in (
        ("auth/login", "username", "resp"),
        ("auth/login/", "username", "RESP@exemple.ma"),
        ("auth/login", "email", "resp@exemple.ma"),
        ("auth/token", "email", "resp@exemple.ma"),
        ("auth/token/", "username", "Resp"),
    ):
        sent = {name: value, "password": secret}
        for answer in (
            browser.post(PREFIXE + path, sent, "application/json", headers=old),
            browser.post(PREFIXE + path, sent, headers=old),  # multipart
        ):
            assert lire(answer)["token_type"] == "bearer"
        form = f"{name}={value}&password={secret}&grant_type=password&scope="
        encoded = "application/x-www-form-urlencoded"
        lire(browser.post(PREFIXE + path, form, content_type=encoded, headers=old))

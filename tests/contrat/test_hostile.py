"""The hostile corpus on every route: refused in the documented way, and nothing spoilt afterwards.

`make test` tries a few values of the corpus on a share of the routes (`tests.parts`); `make proof`
tries all of it on all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import resolve

from tests.api import PREFIXE, lire
from tests.contrat.routes import ROUTES, Route
from tests.contrat.test_manieres import chemin_de
from tests.contrat.test_routes import LIGNES
from tests.donnees import connexions_hostiles as connexions
from tests.donnees import demandes_hostiles as demandes
from tests.donnees import entrees_hostiles as hostiles
from tests.donnees import fichiers_hostiles as fichiers
from tests.parts import part, tout
from tests.visite import Essai, defaire

pytestmark = pytest.mark.django_db

DOCUMENTES = {200, 201, 204, 400, 401, 403, 404, 405, 409, 411, 412, 413, 415, 422, 429}
CLASSES: tuple[Sequence[Any], ...] = (
    hostiles.TEXTES_REFUSES,
    hostiles.TEXTES_ETRANGES,
    hostiles.IDS_REFUSES,
    hostiles.INSTANTS_REFUSES,
    hostiles.JOURS_REFUSES,
    hostiles.DECIMAUX_REFUSES,
    hostiles.BOOLEENS_REFUSES,
    hostiles.CHOIX_REFUSES,
)
VALEURS: list[Any] = list({repr(v): v for part in CLASSES for v in part}.values())
ECRITURES = [r for r in ROUTES if r.methode != "GET"]
# The longest of all proofs is several tests, so that two processes share it.
TRANCHES = 6
LISTES = [r for r in ROUTES if r.lu.startswith("[")]


def _suspects(essai: Essai, demande: Callable[[], Any], listes: Iterable[str]) -> Iterator[str]:
    """Send, look at the lists if something was taken, and undo."""
    point = transaction.savepoint()
    answer = demande()
    if answer.status_code not in DOCUMENTES:
        yield f"{answer.status_code} {answer.content[:150]!r}"
    elif answer.status_code in (200, 201):
        for path in listes:
            # Who asked may just have ended the session; webhooks are an administrator's alone.
            seen = essai.api["admin" if path == "crochets/" else "responsable"].get(path)
            if seen.status_code != 200:
                yield f"{path} is broken: {seen.status_code}"
    defaire(point)


def _liste_de(row: Route) -> str:
    """Where a row that the route wrote is listed."""
    word = row.chemin.split("/")[1]
    return {"auth": "users/", "releves": "compteurs/"}.get(word, f"{word}/")


def _envois(row: Route, bon: dict[str, Any], valeurs: Sequence[Any]) -> Iterator[dict[str, Any]]:
    names = list(row.envoi)
    for rank, value in enumerate(valeurs):
        yield bon | dict.fromkeys(names, value)
        for name in (names[rank % len(names)], names[(rank * 7 + 3) % len(names)]):
            yield bon | {name: value}


@pytest.mark.part
@pytest.mark.parametrize("tranche", range(TRANCHES))
def test_chaque_valeur_sur_chaque_route(essai: Essai, tranche: int) -> None:
    wrong, tried = [], 0
    for row in part([r for r in ECRITURES if r.envoi][tranche::TRANCHES]):
        line, path = LIGNES.get((row.methode, row.nom)), chemin_de(essai, row)
        good = essai.corps(line, "sien", "admin") if line else {}
        good.pop("file", None)
        for body in _envois(row, good, part(VALEURS, row.nom, au_plus=4)):
            tried += 1
            demande = partial(essai.api["admin"].demander, row.methode, path, corps=body)
            found = _suspects(essai, demande, [_liste_de(row)])
            wrong += [f"{row.methode} {row.chemin} {body!r:.200}: {text}" for text in found]
    assert not wrong, "\n".join(wrong[:40])
    assert tried >= (36_000 // TRANCHES if tout() else 12)


@pytest.mark.part
def test_chaque_corps_brut_sur_chaque_route(essai: Essai) -> None:
    wrong, tried = [], 0
    door = essai.api["admin"]
    for row in part(ECRITURES):
        path = PREFIXE + chemin_de(essai, row)
        for body in part(demandes.CORPS_REFUSES, row.nom, au_plus=3):
            tried += 1
            demande = partial(
                door.navigateur.generic,
                row.methode,
                path,
                body,
                "application/json",
                headers=door.entetes,
            )
            found = _suspects(essai, demande, [])
            wrong += [f"{row.methode} {row.chemin} {body[:60]!r}: {text}" for text in found]
    assert not wrong, "\n".join(wrong[:40])
    assert tried >= (2_000 if tout() else 10)


def _positions(chemin: str) -> Iterator[tuple[str, str]]:
    """(before, after) each place for an id; other places hold a 1."""
    parts = chemin.split("/")
    for place, piece in enumerate(parts):
        if piece.startswith("{"):
            rest = ["1" if p.startswith("{") else p for p in parts]
            yield "/".join(rest[:place]) + "/", "/".join(["", *rest[place + 1 :]])


@pytest.mark.part
def test_chaque_identifiant_dans_chaque_adresse(essai: Essai) -> None:
    wrong, tried = [], 0
    door = essai.api["admin"]
    for row in part(r for r in ROUTES if "{" in r.chemin):
        for before, after in _positions(row.chemin):
            for junk in part(hostiles.IDS_DE_ROUTE_REFUSES, row.nom, au_plus=3):
                tried += 1
                url = f"http://testserver/api/v1{before}{junk}{after}"
                answer = door.navigateur.generic(row.methode, url, headers=door.entetes)
                word = junk == "me"  # a route of its own in places
                if answer.status_code != 404 and not (word and answer.status_code in (200, 405)):
                    wrong.append(f"{row.methode} {before}{junk}{after}: {answer.status_code}")
    assert not wrong, "\n".join(wrong[:40])
    assert tried >= (2_000 if tout() else 10)


@pytest.mark.part
def test_chaque_entete_sur_chaque_route(essai: Essai) -> None:
    wrong, tried = [], 0
    door = essai.api["admin"]
    for row in part(ROUTES):
        path = PREFIXE + chemin_de(essai, row)
        for name, value, _statut in part(demandes.ENTETES, row.nom, au_plus=3):
            tried += 1
            extra: dict[str, Any] = {f"HTTP_{name.upper().replace('-', '_')}": value}
            kind = "application/json"
            if name == "Content-Type":
                kind, extra = value, {}
            extra["HTTP_AUTHORIZATION"] = door.entetes["Authorization"]
            demande = partial(door.navigateur.generic, row.methode, path, b"{}", kind, **extra)
            found = _suspects(essai, demande, [])
            wrong += [f"{row.methode} {row.chemin} {name}: {value!r:.60}: {t}" for t in found]
    assert not wrong, "\n".join(wrong[:40])
    assert tried >= (3_000 if tout() else 10)


@pytest.mark.part
def test_chaque_valeur_dans_chaque_filtre(essai: Essai) -> None:
    wrong, tried = [], 0
    browser = essai.api["admin"].navigateur
    for row in part(LISTES):
        path = chemin_de(essai, row)
        view: Any = resolve(PREFIXE + path).func
        filters = view.cls.filtres.base_filters if view.cls.filtres else {}
        names = [*filters, "search", "ordering", "limit", "offset", "cursor", "envelope", "total"]
        for name in names:
            for value in part(connexions.FILTRES, f"{row.nom} {name}", au_plus=1):
                tried += 1
                answer = browser.get(
                    PREFIXE + path, {name: value}, headers=essai.api["admin"].entetes
                )
                if answer.status_code not in (200, 422):
                    wrong.append(f"{row.chemin} {name}={value!r:.60}: {answer.status_code}")
    assert not wrong, "\n".join(wrong[:40])
    assert tried >= (5_000 if tout() else 10)


CLES = (
    ("auth/login", "username", "password"),
    ("auth/token", "email", "password"),
    ("auth/refresh", "refresh_token", "x"),
)


@pytest.mark.part
def test_rien_d_etrange_ne_connecte(essai: Essai) -> None:
    good = {"username": "resp", "email": "resp@exemple.ma", "password": "Motdepasse-tres-long-1"}
    wrong, tried = [], 0
    for path, *names in CLES:
        for value in part(connexions.CONNEXIONS, path):
            for name in names:
                body = {n: good.get(n, "x") for n in names} | {name: value}
                point = transaction.savepoint()
                answer = essai.api["anonyme"].post(path, body)
                defaire(point)
                tried += 1
                if answer.status_code not in (400, 401, 422):
                    wrong.append(f"{path} {name}={value!r:.60}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert tried >= (100 if tout() else 6)


# --- uploads -----------------------------------------------------------------------------------
PASSIFS = {"image/png", "image/jpeg", "image/webp", "application/pdf", "text/plain; charset=utf-8"}


def _deposer(essai: Essai, envoi: tuple[str, bytes, str]) -> Any:
    """As a browser writes it, but for what it would not write: quotes and line ends in a name."""
    nom, octets, genre = envoi
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{nom}"\r\n'
    body = f"{head}Content-Type: {genre}\r\n\r\n".encode() + octets + b"\r\n--b--\r\n"
    door, number = essai.api["admin"], essai.decor.sien.intervention.pk
    url = f"{PREFIXE}documents/?intervention_id={number}"
    return door.navigateur.post(url, body, "multipart/form-data; boundary=b", headers=door.entetes)


def _passif(reponse: Any, mime: str, place: str) -> bool:
    inline = reponse["Content-Disposition"].startswith("inline")
    return (
        (not inline or place in ("image", "iframe"))
        and (reponse["X-Content-Type-Options"], reponse["Content-Type"]) == ("nosniff", mime)
        and "default-src 'none'" in reponse["Content-Security-Policy"]
    )


@pytest.fixture
def dossier(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_ROOT = tmp_path


def _nom_sain(nom: str) -> bool:
    """One line, one part of a path."""
    plain = all(ord(c) >= 32 for c in nom) and "/" not in nom
    return plain and nom not in ("", ".", "..") and len(nom) <= 255


def _servi(essai: Essai, answer: Any) -> Iterator[str]:
    """What was taken is passive, wherever it is opened."""
    row = lire(answer, 201)
    if row["mime"] not in PASSIFS or not _nom_sain(row["filename"]):
        yield f"{row['mime']} {row['filename']!r}"
    for place in ("", "image", "iframe", "document", "script", "style", "worker"):
        headers = {"Sec-Fetch-Dest": place} if place else {}
        shown: Any = essai.api["anonyme"].navigateur.get(row["path"], headers=headers)
        body = b"".join(shown.streaming_content)
        if not _passif(shown, row["mime"], place):
            yield f"active for {place}: {shown.headers}"
        if row["mime"].startswith("image/") and fichiers.MARQUE in body:
            yield "the picture still holds what hung on it"
    listed = essai.api["admin"].get("documents/")
    if listed.status_code != 200 or row["id"] not in {r["id"] for r in listed.json()}:
        yield "the list is broken"


@pytest.mark.part
@pytest.mark.usefixtures("dossier")
def test_chaque_fichier(essai: Essai) -> None:
    sent = [(name, fichiers.PNG, "image/png") for name in fichiers.NOMS]
    sent += [("a.png", fichiers.PNG, kind) for kind in fichiers.TYPES]
    sent += [(name, octets, "image/png") for name, octets in fichiers.CONTENUS]
    wrong, taken = [], 0
    for name, octets, kind in part(sent):
        point = transaction.savepoint()
        answer = _deposer(essai, (name, octets, kind))
        taken += answer.status_code == 201
        if answer.status_code == 201:
            wrong += [f"{name!r:.60} {kind:.30}: {text}" for text in _servi(essai, answer)]
        elif answer.status_code not in (400, 422):
            wrong.append(f"{name!r:.60} {kind:.30}: {answer.status_code}")
        defaire(point)
    assert not wrong, "\n".join(wrong)
    assert taken >= 20 or not tout()


@pytest.mark.part
def test_chaque_formulaire_casse(essai: Essai) -> None:
    door, number = essai.api["admin"], essai.decor.sien.intervention.pk
    wrong = []
    for path in (f"documents/?intervention_id={number}", "documents/upload", "auth/login"):
        for body in part(fichiers.MULTIPARTS, path):
            answer = door.navigateur.post(
                PREFIXE + path, body, "multipart/form-data; boundary=b", headers=door.entetes
            )
            if answer.status_code not in (400, 413, 415, 422):
                wrong.append(f"{path} {body[:80]!r}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    lire(door.get("documents/"))

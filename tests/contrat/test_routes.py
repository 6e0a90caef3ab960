"""The contract, route by route, as the front-end calls it: what is answered has the promised form.

One world; each request is the matrix's own, sent by a real token, and undone afterwards.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from clients.tests.factories import ClientFactory
from comptes.api.authentification import emettre
from comptes.tests.factories import UtilisateurFactory
from core.models import Evenement
from equipements.tests.factories import FamilleFactory
from techniciens.tests.factories import CompetenceTechnicienFactory, TechnicienFactory
from tests.api import PREFIXE, lire, refus
from tests.contrat.formes import ecarts
from tests.contrat.objets import OBJETS
from tests.contrat.routes import ROUTES, SANTE, Route
from tests.decor import ACTEURS
from tests.donnees.matrice import API, Ligne
from tests.parts import part, tout
from tests.visite import Essai, adresse_de

pytestmark = pytest.mark.django_db

LIGNES: dict[tuple[str, str], Ligne] = {}
for _ligne in API:
    # The first that an administrator may do, on one side or the other.
    if any(int(a) < 400 for a in _ligne.reponses.split()[0].split("/")):
        LIGNES.setdefault((_ligne.methode, _ligne.route), _ligne)


def _renouveler(essai: Essai) -> Any:
    token = emettre(essai.decor.monde.compte("client"))["refresh_token"]
    return essai.api["anonyme"].post("auth/refresh", {"refresh_token": token})


def _octets(essai: Essai) -> Any:
    path = lire(essai.api["client"].get("documents/"))[0]["path"]
    return essai.api["anonyme"].get(path.removeprefix(PREFIXE))


def _retirer(chemin: str, fabrique: Any, **arguments: Any) -> Callable[[Essai], Any]:
    """DELETE of a row that nothing hangs on."""
    return lambda essai: essai.api["admin"].delete(chemin.format(fabrique(**arguments).pk))


# What the matrix cannot show done: it stands on rows that are in use, or needs another token.
PROPRES: Mapping[tuple[str, str], Callable[[Essai], Any]] = {
    ("POST", "api:auth-refresh"): _renouveler,
    ("GET", "api:documents-fichier"): _octets,
    ("DELETE", "api:clients-detail"): _retirer("clients/{}", ClientFactory),
    ("DELETE", "api:techniciens-detail"): _retirer("techniciens/{}", TechnicienFactory),
    ("DELETE", "api:familles-detail"): _retirer("equipements/familles/{}", FamilleFactory),
    ("DELETE", "api:users-detail"): _retirer("users/{}", UtilisateurFactory),
}


def _reponse(essai: Essai, row: Route) -> Any:
    own = PROPRES.get((row.methode, row.nom))
    if own is not None:
        return essai.puis_annuler(lambda: own(essai))[0]
    return essai.envoyer(LIGNES[row.methode, row.nom], "sien", "admin")[0]


def _manieres(row: Route, answer: Any) -> Iterator[str]:
    """What every answer of that kind has."""
    if answer.status_code != row.statut:
        yield f"{answer.status_code}, not {row.statut}: {answer.content[:200]!r}"
        return
    if not row.lu:
        if answer.content or "Content-Type" in answer.headers:
            yield "204 with a body or a content type"
        return
    if row.lu == "octets":
        list(answer.streaming_content)
        return
    if answer.headers["Content-Type"] != "application/json":
        yield answer.headers["Content-Type"]
    if row.lu.startswith("[") and not {"X-Total-Count", "Link"} <= answer.headers.keys():
        yield "a list without X-Total-Count or Link"
    if row.methode in ("GET", "PUT", "PATCH") and row.lu in VERSIONNES and "ETag" not in answer:
        yield "no ETag"
    yield from ecarts(answer.json(), row.lu)


# Objects with a state that somebody may change.
VERSIONNES = {
    f"@{nom}"
    for nom in ("compte", "client", "site", "contact", "technicien", "competence", "equipement")
} | {
    f"@{nom}"
    for nom in ("famille", "intervention", "planning", "plan", "creneau", "absence", "compteur")
}


@pytest.mark.part
def test_chaque_route_repond_comme_promis(essai: Essai) -> None:
    CompetenceTechnicienFactory(technicien=essai.decor.sien.technicien)
    wrong = []
    for row in part(ROUTES):
        found = _manieres(row, _reponse(essai, row))
        wrong += [f"{row.methode} {row.chemin}: {text}" for text in found]
    assert not wrong, "\n".join(wrong)


def _lues() -> Iterator[tuple[Route, Ligne]]:
    """The routes that are read, each as the matrix asks it."""
    for row in ROUTES:
        line = LIGNES.get((row.methode, row.nom))
        if row.methode == "GET" and line is not None:
            yield row, line


@pytest.mark.part
@pytest.mark.parametrize("acteur", ACTEURS)
def test_chaque_role_lit_les_memes_formes(essai: Essai, acteur: str) -> None:
    """Hidden columns have no key; what is left has its form, and what pages need is there."""
    wrong, seen = [], 0
    for row, line in part(_lues()):
        answer = essai.envoyer(line, "sien", acteur)[0]
        if answer.status_code == 200:
            lu = "[@intervention]" if _passe_du_client(row, acteur) else row.lu
            found = ecarts(answer.json(), lu, partiel=True)
            wrong += [f"{row.chemin}: {text}" for text in found]
            seen += 1
    assert not wrong, "\n".join(wrong)
    assert seen >= 20 or not tout()


def _passe_du_client(row: Route, acteur: str) -> bool:
    """A client reads its own interventions there, which hold more."""
    return acteur == "client" and row.nom == "api:equipements-historique"


@pytest.mark.part
def test_les_listes_ne_sont_pas_vides(essai: Essai) -> None:
    """Or their forms would have been proved of nothing."""
    CompetenceTechnicienFactory(technicien=essai.decor.sien.technicien)
    essai.api["admin"].post(
        f"interventions/{essai.decor.sien.intervention.pk}/commentaires", {"texte": "x"}
    )
    lists = [row for row in ROUTES if row.lu.startswith("[")]
    empty = [row.chemin for row in part(lists) if not _reponse(essai, row).json()]
    # What was done on a machine: nothing is closed yet in this world.
    assert set(empty) <= {"/equipements/{equipement_id}/historique"}


def test_la_sante_ne_dit_rien_de_plus(essai: Essai) -> None:
    # The world is laid down from its picture: what waits in it may have done so for minutes.
    Evenement.objects.update(diffuse=True)
    for row in SANTE:
        answer = essai.navigateur["anonyme"].get(row.chemin)
        assert lire(answer) == {"status": "ok"}
        assert not list(_manieres(row, answer))


@pytest.mark.part
def test_les_deux_ecritures_d_une_adresse(essai: Essai) -> None:
    """With and without the last slash, at the root too, and never a redirect."""
    for row, line in part(_lues()):
        path = adresse_de(
            row.nom, essai.decor, cote="sien", acteur="admin", **dict(line.arguments)
        ).removeprefix(PREFIXE)
        other = path[:-1] if path.endswith("/") else f"{path}/"
        first, second = essai.api["admin"].get(path), essai.api["admin"].get(other)
        assert (first.status_code, second.status_code) == (200, 200), path
        head = essai.api["admin"].demander("HEAD", path)
        assert (head.status_code, head.content) == (200, b""), path
        options = essai.api["admin"].demander("OPTIONS", path)
        assert (options.status_code, options.content) == (204, b""), path
        assert {"GET", "HEAD", "OPTIONS"} <= set(options["Allow"].split(", ")), path


@pytest.mark.part
def test_ce_qui_manque_est_nomme(essai: Essai) -> None:
    """Each required field, by its name; and each field that is none, by its own."""
    wrong, tried = [], 0
    for row in part(r for r in ROUTES if r.envoi):
        line = LIGNES.get((row.methode, row.nom))
        required = {name for name, form in row.envoi.items() if form.startswith("!")} - {"file"}
        if line is None or not required or row.lu.startswith(("@jetons", "@document")):
            continue
        path = adresse_de(
            row.nom, essai.decor, cote="sien", acteur="admin", **dict(line.arguments)
        ).removeprefix(PREFIXE)
        door = essai.api["admin"]
        named = refus(door.demander(row.methode, path, corps={"inconnu_": 1}), 422)["errors"]
        tried += 1
        if named.keys() != required | {"inconnu_"}:
            wrong.append(f"{row.methode} {row.chemin}: {set(named)}, not {required}")
    assert not wrong, "\n".join(wrong)
    assert tried >= 10 or not tout()


@pytest.mark.part
def test_un_champ_envoye_a_son_type(essai: Essai) -> None:
    """An object in each field's place: all are blamed, and for their form."""
    wrong, tried = [], 0
    for row in part(r for r in ROUTES if r.envoi):
        line = LIGNES.get((row.methode, row.nom))
        one = isinstance(row.entree, type)  # of two kinds, the first thing asked is which
        if line is None or not one or row.lu.startswith(("@jetons", "@document")):
            continue
        path = adresse_de(
            row.nom, essai.decor, cote="sien", acteur="admin", **dict(line.arguments)
        ).removeprefix(PREFIXE)
        body = {name: {"a": [1]} for name in row.envoi} | {"inconnu_": 1}
        demande = partial(essai.api["admin"].demander, row.methode, path, corps=body)
        answer = essai.puis_annuler(demande)[0]
        errors = refus(answer, 422)["errors"]
        unknown = errors.pop("inconnu_")
        blamed = {name.split(".")[0] for name in errors}
        tried += len(blamed)
        if blamed != row.envoi.keys() or any(texts == unknown for texts in errors.values()):
            wrong.append(f"{row.methode} {row.chemin}: {blamed ^ row.envoi.keys()}")
    assert not wrong, "\n".join(wrong)
    assert tried >= 100 or not tout()


def test_un_refus_a_toujours_la_meme_forme(essai: Essai) -> None:
    nobody, admin = essai.api["anonyme"], essai.api["admin"]
    row = essai.decor.sien.intervention
    for answer, statut in (
        (nobody.get("interventions/"), 401),
        (essai.api["responsable"].delete(f"users/{row.client.user_id}"), 403),
        (admin.get("interventions/INT-001"), 404),
        (admin.get("inconnu"), 404),
        (admin.put(f"interventions/{row.pk}", {}), 405),
        (admin.post(f"interventions/{row.pk}/actions/reprendre", {}), 409),
        (admin.patch(f"interventions/{row.pk}", {"titre": "x"}, {"If-Match": '"x"'}), 412),
        (admin.post("documents/", {"a": 1}), 415),
        (admin.get("interventions/?limit=-1"), 422),
        (admin.get("interventions/?limit=1&limit=2"), 400),
    ):
        body = refus(answer, statut)
        assert not list(ecarts(body, "@erreur"))
        assert ("errors" in body) is (statut in (422, 400))
        assert ("WWW-Authenticate" in answer.headers) is (statut == 401)
        assert ("Allow" in answer.headers) or statut != 405
    assert "detail" in OBJETS["erreur"]


def test_une_panne_garde_sa_forme_et_ses_origines(
    essai: Essai, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours is JSON too, and the front-end of another origin may read it."""
    monkeypatch.setattr("pilotage.api.vues.tableau", lambda _user: 1 / 0)
    door = essai.api["admin"]
    door.navigateur.raise_request_exception = False
    point = transaction.savepoint()
    origin = {"Origin": "http://localhost:3000"}
    answer = door.get("dashboard/stats", origin)
    transaction.savepoint_rollback(point)
    body = refus(answer, 500)
    assert list(body) == ["detail"]
    assert "ZeroDivision" not in body["detail"]
    assert answer["Access-Control-Allow-Origin"] == origin["Origin"]

"""Every route x method x role, on one's own row and on a stranger's; a refusal changes nothing.

The tables are in `tests/donnees`. A route or a method that is missing from them fails here.
"""

import pytest

from core.routes_publiques import ROUTES_PUBLIQUES
from tests.decor import ACTEURS, COTES
from tests.donnees.matrice import API, Ligne
from tests.donnees.matrice_pages import PAGES
from tests.visite import (
    TABLE,
    Essai,
    adresse_admin,
    modele_de_route,
    photo,
    routes,
    routes_admin,
)

# Routes that send whoever has signed in elsewhere, whatever is asked of them.
AILLEURS = {"racine", "comptes:connexion", "admin:login", "admin:logout"}
METHODES = ("GET", "POST", "PUT", "PATCH", "DELETE")
CONNEXION = "/gestion/connexion/"
REFUS = (401, 403, 404, 405, 409, 422)


def test_chaque_route_est_dans_la_table() -> None:
    """A new route says who may open it, or this fails."""
    ours = {name for name in routes() if not name.startswith("admin:")}
    assert ours - TABLE.keys() == set(), "add them to tests/donnees"
    assert TABLE.keys() - ours == set(), "they are gone"
    assert set(ROUTES_PUBLIQUES) <= ours


def _attendu(ligne: Ligne, acteur: str, cote: str) -> int:
    answers = ligne.reponses.split()[ACTEURS.index(acteur)].split("/")
    return int(answers[0] if cote == "sien" else answers[-1])


SANS_TRACE = {"api:auth-login", "api:auth-token", "comptes:connexion", "comptes:deconnexion"}
SANS_TRACE |= {"clients:quitter_vue"}


@pytest.mark.django_db
@pytest.mark.parametrize("table", [API, PAGES], ids=["api", "pages"])
@pytest.mark.parametrize("acteur", ACTEURS)
def test_chaque_route_selon_qui_demande(
    essai: Essai, *, acteur: str, table: tuple[Ligne, ...]
) -> None:
    wrong = []
    for ligne in table:
        for cote in COTES:
            answer, changed = essai.envoyer(ligne, cote, acteur)
            wanted = _attendu(ligne, acteur, cote)
            said = f"{ligne.methode} {ligne.route} {dict(ligne.arguments)} {acteur} {cote}"
            if answer.status_code != wanted:
                wrong.append(f"{said}: {answer.status_code}, not {wanted}")
            if changed and wanted in REFUS:
                wrong.append(f"{said}: refused, yet something changed")
            done = ligne.methode != "GET" and wanted not in REFUS
            if done and not changed and ligne.route not in SANS_TRACE:
                wrong.append(f"{said}: allowed, yet nothing changed")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("table", [API, PAGES], ids=["api", "pages"])
def test_qui_na_pas_signe_nouvre_que_les_routes_publiques(
    essai: Essai, table: tuple[Ligne, ...]
) -> None:
    wrong = []
    for ligne in table:
        answer, changed = essai.envoyer(ligne, "sien", "anonyme")
        said = f"{ligne.methode} {ligne.route}: {answer.status_code}"
        public = ligne.route in ROUTES_PUBLIQUES
        if changed and not public:
            wrong.append(f"{said}, and something changed")
        if public:
            continue
        api = ligne.route.startswith("api:")
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith(CONNEXION)
        if api and (answer.status_code, "WWW-Authenticate" in answer) != (401, True):
            wrong.append(said)
        if not api and not to_sign_in:
            wrong.append(said)
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_ce_que_disent_les_routes_publiques(essai: Essai) -> None:
    """Sign-in with the right words, health in one word, and of a label nothing at all."""
    answers = {
        (ligne.route, ligne.methode): essai.envoyer(ligne, "sien", "anonyme")[0]
        for ligne in (*API, *PAGES)
        if ligne.route in ROUTES_PUBLIQUES
    }
    assert {key: answer.status_code for key, answer in answers.items()} == {
        ("api:auth-login", "POST"): 200,
        ("api:auth-token", "POST"): 200,
        ("comptes:connexion", "GET"): 200,
        ("comptes:connexion", "POST"): 422,
        ("etiquette", "GET"): 404,
        ("core:sante", "GET"): 200,
        ("core:sante_base", "GET"): 200,
        ("core:hors_ligne", "GET"): 200,
        ("core:manifeste", "GET"): 200,
        ("core:service", "GET"): 200,
    }
    machine = essai.decor.sien.equipement
    assert machine.nom.encode() not in answers["etiquette", "GET"].content


@pytest.mark.django_db
@pytest.mark.parametrize("acteur", ["admin", "client"])
def test_les_autres_methodes_nexistent_pas(essai: Essai, acteur: str) -> None:
    """A method that the table does not name is refused, and does nothing."""
    wrong = []
    for route, lines in TABLE.items():
        if route in AILLEURS:
            continue
        for methode in sorted(set(METHODES) - {line.methode for line in lines}):
            answer, changed = essai.brut(route, methode=methode, acteur=acteur)
            allowed = {405} if acteur == "admin" else {403, 404, 405}
            if answer.status_code not in allowed or changed:
                wrong.append(f"{methode} {route}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


# --- the admin ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("acteur", ["responsable", "technicien", "client", "anonyme"])
@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_seul_un_administrateur_entre_dans_ladministration(
    essai: Essai, *, acteur: str, methode: str
) -> None:
    wrong, tried = [], 0
    for route in routes_admin():
        adresse = adresse_admin(route)
        if adresse is None or route in AILLEURS:
            continue
        tried += 1
        answer = essai.navigateur[acteur].generic(methode, adresse)
        target = answer.headers.get("Location", "")
        home = target.startswith((CONNEXION, "/admin/login/"))
        if answer.status_code not in (302, 403, 404) or (answer.status_code == 302 and not home):
            wrong.append(f"{methode} {route}: {answer.status_code} {target}")
    assert not wrong, "\n".join(wrong)
    assert tried >= 100
    assert photo() == essai.avant


@pytest.mark.django_db
def test_les_routes_de_ladministration(essai: Essai) -> None:
    """For an administrator: each list, page and history opens, and nothing can be deleted."""
    wrong = []
    expected = {"changelist": {200}, "change": {200}, "history": {200}, "delete": {403}}
    expected |= {"add": {200, 403}, "acte": {200, 302, 404}}
    for route in routes_admin():
        suffix, adresse = route.rsplit("_", 1)[-1], adresse_admin(route)
        modele = modele_de_route(route)
        if suffix not in expected or adresse is None or modele is None:
            continue
        answer = essai.navigateur["admin"].get(adresse)
        # Without a row there is no page to open: back to the list.
        wanted = expected[suffix] if modele._base_manager.exists() else {200, 302, 403, 404}
        if answer.status_code not in wanted:
            wrong.append(f"{route} {adresse}: {answer.status_code}")
        if suffix == "delete" and essai.navigateur["admin"].post(adresse).status_code != 403:
            wrong.append(f"{route}: something can be deleted")
    assert not wrong, "\n".join(wrong)
    assert photo() == essai.avant

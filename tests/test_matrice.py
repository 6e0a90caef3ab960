"""The matrix of routes, methods and roles is whole, and what is not in it is refused.

The tables are in `tests/donnees`. A route or a method that is missing from them fails here; that
each line is as the table says is proved by the walk of `test_portes`.
"""

import pytest

from core.routes_publiques import ROUTES_PUBLIQUES
from tests.decor import ACTEURS
from tests.donnees.matrice import API
from tests.donnees.matrice_pages import PAGES
from tests.parts import part
from tests.visite import AILLEURS, JUGEES_SANS_MARQUES, TABLE, Essai, parcourir, routes

METHODES = ("GET", "POST", "PUT", "PATCH", "DELETE")


def test_chaque_route_est_dans_la_table() -> None:
    """A new route says who may open it, or this fails."""
    ours = {name for name in routes() if not name.startswith("admin:")}
    assert ours - TABLE.keys() == set(), "add them to tests/donnees"
    assert TABLE.keys() - ours == set(), "they are gone"
    assert set(ROUTES_PUBLIQUES) <= ours


@pytest.mark.django_db
@pytest.mark.part
@pytest.mark.parametrize("acteur", ACTEURS)
def test_ce_que_les_marques_remplacent(essai: Essai, acteur: str) -> None:
    """The lines that `test_portes` cannot judge, for its markers stand where they look."""
    lines = [x for x in (*API, *PAGES) if (x.methode, x.route) in JUGEES_SANS_MARQUES]
    assert len(lines) >= len(JUGEES_SANS_MARQUES)
    sent = parcourir(essai, acteur, part(lines))
    wrong = [defaut for envoi in sent for defaut in envoi.defauts()]
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
        ("api:auth-refresh", "POST"): 401,
        ("api:documents-fichier", "GET"): 404,
        ("api:openapi", "GET"): 200,
        ("api:docs", "GET"): 200,
        ("api:redoc", "GET"): 200,
        ("comptes:connexion", "GET"): 200,
        ("comptes:connexion", "POST"): 422,
        ("comptes:oubli", "GET"): 200,
        ("comptes:oubli", "POST"): 302,
        ("comptes:nouveau_secret", "GET"): 404,
        ("comptes:nouveau_secret", "POST"): 404,
        ("etiquette", "GET"): 404,
        ("agenda", "GET"): 404,
        ("core:sante", "GET"): 200,
        ("core:sante_base", "GET"): 200,
        ("core:sante_evenements", "GET"): 200,
        ("core:hors_ligne", "GET"): 200,
        ("core:manifeste", "GET"): 200,
        ("core:service", "GET"): 200,
    }
    machine = essai.decor.sien.equipement
    assert machine.nom.encode() not in answers["etiquette", "GET"].content


@pytest.fixture
def _sans_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals as they are, without the page around them: it costs more than what refuses."""
    monkeypatch.setattr("core.erreurs_vues._page", lambda *_refus: "")


@pytest.mark.django_db
@pytest.mark.sans_mesure
@pytest.mark.part
@pytest.mark.usefixtures("_sans_page")
@pytest.mark.parametrize("acteur", ["admin", "client"])
@pytest.mark.parametrize("par_api", [True, False], ids=["api", "pages"])
def test_les_autres_methodes_nexistent_pas(essai: Essai, *, acteur: str, par_api: bool) -> None:
    """A method that the table does not name is refused, and does nothing."""
    wrong = []
    rows = [row for row in TABLE.items() if row[0].startswith("api:") == par_api]
    for route, lines in part(rows):
        if route in AILLEURS:
            continue
        for methode in sorted(set(METHODES) - {line.methode for line in lines}):
            answer, changed = essai.brut(route, methode=methode, acteur=acteur)
            allowed = {405} if acteur == "admin" else {403, 404, 405}
            if answer.status_code not in allowed or changed:
                wrong.append(f"{methode} {route}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)

"""Every route x method x role, on one's own row and on a stranger's, in one walk as everybody.

It judges each answer three times: it is the one of the matrix, and a refusal changes nothing; none
of the markers that stand in hidden columns is found in it; and it is as the API's document says.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from core.visibility import colonnes_cachees
from tests.decor import ACTEURS, COTES
from tests.description import juge
from tests.donnees.matrice import API
from tests.donnees.matrice_pages import PAGES
from tests.marques import MODELES, Marque, Marques, texte_de
from tests.parts import part, tout
from tests.visite import (
    AILLEURS,
    CONNEXION,
    JUGEES_SANS_MARQUES,
    Essai,
    adresse_admin,
    defaire,
    modele_de_route,
    parcourir,
    photo,
    routes_admin,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.part,
    pytest.mark.sans_mesure,
    pytest.mark.timeout(300),
]

TOUS = (*ACTEURS, "anonyme")
AUTRES = ("responsable", "technicien", "client", "anonyme")


class Lecture:
    """What one person reads, door by door: pages that refuse are read too."""

    def __init__(self, marques: Marques, acteur: str) -> None:
        self.toutes = marques.toutes
        user = marques.decor.monde.compte(acteur) if acteur != "anonyme" else _Personne()
        self.cherchees = marques.cherchees(user)
        self.trouvees: list[Marque] = []
        self.fuites, self.lues = list[str](), 0

    def lire(self, porte: str, reponse: Any) -> None:
        page = texte_de(reponse)
        self.lues += reponse.status_code < 400
        found = [marque for marque in self.toutes if marque.dans(page)]
        self.trouvees += found
        self.fuites += [f"{porte}: {m.quoi} ({m.texte})" for m in found if m in self.cherchees]


class _Personne:
    """Nobody signed in: everything is hidden."""

    pk = None
    role = ""
    is_authenticated = is_active = False


# What the matrix does not ask: other shapes of the same lists, and the parts of a page.
SUITES_API = (
    "interventions/?envelope=1&limit=2",
    "interventions/?ordering=-numero&limit=1&cursor=",
    "filters/interventions?statut=affectee",
    "equipements/?envelope=1&archives=true",
    "clients/?archives=true",
    "users/?ordering=-id",
    "techniciens/?archives=true",
    "planning/?envelope=1&date_min=2020-01-01T00:00:00Z",
    "plans/?actif=false",
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
SUITES_FICHE = ("?fil=commentaires", "?fil=changements", "?liste=", "?liste=ouvertes%3Dtrue")
ETAPES = ("securite", "diagnostic", "solution", "temps", "cloture")
ACTES = ("affecter", "cloturer", "annuler", "commenter", "rectifier", "evaluer", "inconnu")


# What a door is called, and how it is asked.
Demande = tuple[str, Callable[[], Any]]


def _ailleurs(visite: Essai, acteur: str) -> Iterator[Demande]:
    browser, door = visite.navigateur[acteur], visite.api[acteur]
    for path in SUITES_API:
        yield path, partial(door.get, path)
    for path in SUITES_PAGES:
        yield path, partial(browser.get, path)
    for cote in COTES:
        row = getattr(visite.decor, cote).intervention
        page = reverse("interventions:fiche", args=[row.pk])
        for acte in ACTES:
            yield f"{page}?action={acte} {cote}", partial(browser.get, f"{page}?action={acte}")
        for suite in SUITES_FICHE:
            yield f"{page}{suite} {cote}", partial(browser.get, f"{page}{suite}")
        header = {"HX-Request": "true", "HX-Target": "echanges"}
        yield f"{page} echanges {cote}", partial(browser.get, page, headers=header)
        for etape in ETAPES:
            path = reverse("interventions:etape", args=[row.pk, etape])
            yield path, partial(browser.get, path)
        for path in ("interventions:creer",):
            machine = getattr(visite.decor, cote).equipement.pk
            yield f"{path} {cote}", partial(browser.get, f"{reverse(path)}?equipement={machine}")
        yield from _conflits(visite, acteur, row=row)


def _conflits(visite: Essai, acteur: str, *, row: Any) -> Iterator[Demande]:
    """The answers that tell what happened meanwhile: by page both versions, by API in words."""
    champs = {"technicien": {"diagnostic": "x"}, "client": {"titre": "x"}}.get(
        acteur, {"titre": "x"}
    )
    door, browser = visite.api[acteur], visite.navigateur[acteur]
    stale = {**champs, "version": 1}
    page = reverse("interventions:modifier", args=[row.pk])
    body = {"statut": "archivee", "version": 1}
    for name, ask in {
        f"PATCH stale {row.pk}": partial(door.patch, f"interventions/{row.pk}", stale),
        f"POST stale {page}": partial(browser.post, page, stale),
        f"statut stale {row.pk}": partial(door.patch, f"interventions/{row.pk}/statut", body),
    }.items():
        yield name, partial(_puis_defaire, ask)


def _puis_defaire(demande: Callable[[], Any]) -> Any:
    point = transaction.savepoint()
    answer = demande()
    defaire(point)
    return answer


@pytest.mark.parametrize("acteur", TOUS)
def test_chaque_porte_selon_qui_demande(visite: Essai, marques: Marques, *, acteur: str) -> None:
    lecture, wrong = Lecture(marques, acteur), list[str]()
    assert len(lecture.cherchees) >= {"admin": 8, "responsable": 12}.get(acteur, 40)
    for envoi in parcourir(visite, acteur, part((*API, *PAGES))):
        key = (envoi.ligne.methode, envoi.ligne.route)
        if acteur == "anonyme" or key not in JUGEES_SANS_MARQUES:
            wrong += envoi.defauts()
        if (envoi.ligne.route, envoi.ligne.methode) in juge().operations:
            wrong += juge().defauts(envoi.ligne.route, envoi.ligne.methode, envoi.reponse)
        if envoi.ligne.route not in ("api:auth-login", "api:auth-token"):
            lecture.lire(str(envoi), envoi.reponse)
    for door, ask in part(_ailleurs(visite, acteur)):
        lecture.lire(door, ask())
    assert not wrong + lecture.fuites, "\n".join([*wrong, *sorted(set(lecture.fuites))[:40]])
    if not tout():
        return
    assert lecture.lues >= (40 if acteur != "anonyme" else 3)
    if acteur == "admin":
        # The markers are where they should be: whoever may read them does, through some door.
        hidden = {*lecture.cherchees, *lecture.trouvees}
        assert not [marque.quoi for marque in marques.toutes if marque not in hidden]


def _admin() -> list[tuple[str, str]]:
    """(route, address) of the admin's pages, on a row that is there."""
    pairs = ((route, adresse_admin(route)) for route in routes_admin())
    return [(route, adresse) for route, adresse in pairs if adresse is not None]


SUFFIXES = {"changelist": {200}, "change": {200}, "history": {200}, "delete": {403}}
SUFFIXES |= {"add": {200, 403}, "acte": {200, 302, 404}}


def test_ladministration_et_ce_que_ladministrateur_lit(visite: Essai, marques: Marques) -> None:
    """In the admin each page opens, nothing is deleted, and no password stands."""
    browser, lecture, wrong = visite.navigateur["admin"], Lecture(marques, "admin"), []
    for route, adresse in part(_admin()):
        modele, answer = modele_de_route(route), browser.get(adresse)
        lecture.lire(adresse, answer)
        suffix = route.rsplit("_", 1)[-1]
        if suffix not in SUFFIXES or modele is None:
            continue
        # Without a row there is no page to open: back to the list.
        wanted = SUFFIXES[suffix] if modele._base_manager.exists() else {200, 302, 403, 404}
        if answer.status_code not in wanted:
            wrong.append(f"{route} {adresse}: {answer.status_code}")
        if suffix == "delete" and browser.post(adresse).status_code != 403:
            wrong.append(f"{route}: something can be deleted")
    assert photo() == visite.avant
    assert not wrong + lecture.fuites, "\n".join(wrong + lecture.fuites)
    assert lecture.cherchees
    assert lecture.lues >= (60 if tout() else 4)


@pytest.mark.parametrize("acteur", AUTRES)
def test_ladministration_ne_dit_rien_aux_autres(
    visite: Essai, marques: Marques, acteur: str
) -> None:
    lecture, wrong, tried = Lecture(marques, acteur), list[str](), 0
    lecture.cherchees = marques.toutes
    for route, adresse in part(_admin()):
        for methode in ("GET", "POST"):
            answer = visite.navigateur[acteur].generic(methode, adresse)
            lecture.lire(f"{methode} {adresse}", answer)
            if route in AILLEURS:
                continue
            tried += 1
            home = answer.headers.get("Location", "").startswith((CONNEXION, "/admin/login/"))
            if answer.status_code not in (403, 404) and not (answer.status_code == 302 and home):
                wrong.append(f"{methode} {route}: {answer.status_code}")
    assert not wrong + lecture.fuites, "\n".join(wrong + lecture.fuites)
    assert tried >= (200 if tout() else 20)
    assert photo() == visite.avant


# --- keys of the API ---------------------------------------------------------------------------

# Where the name of a hidden column is another model's own: the object's kind decides.
LISTES = {
    "clients/": "Client",
    "clients/{client}/contacts": "Contact",
    "equipements/": "Equipement",
    "interventions/": "Intervention",
    "interventions/{intervention}": "Intervention",
    "interventions/{intervention}/historique": "HistoriqueIntervention",
    "plans/": "Plan",
    "creneaux/": "Creneau",
}


@pytest.mark.parametrize("acteur", ACTEURS)
def test_une_colonne_cachee_na_meme_pas_de_cle(visite: Essai, acteur: str) -> None:
    cote, user = visite.decor.sien, visite.decor.monde.compte(acteur)
    for chemin, nom in part(LISTES.items()):
        modele = next(m for m in MODELES if m.__name__ == nom)
        path = chemin.format(client=cote.client.pk, intervention=cote.intervention.pk)
        answer = visite.api[acteur].get(path)
        assert answer.status_code == 200, path
        rows = answer.json()
        rows = rows if isinstance(rows, list) else [rows]
        assert rows, path
        hidden = colonnes_cachees(modele, user)
        assert not {key for row in rows for key in row} & hidden, path
        for row in rows:
            for values in (row.get("ancienne_valeur"), row.get("nouvelle_valeur")):
                assert not set(values or {}) & hidden, path

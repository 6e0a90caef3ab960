"""What is measured: pages, API, search, every offered filter with every offered sort, writes."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from itertools import product
from typing import Any
from urllib.parse import quote_plus, urlencode

from bench.client import Client, Demande
from bench.mesure import API, CENT, DETAIL, LISTE, PAGE, Sujet
from bench.semaine import EQUIPE, lundi
from bench.serveur import COMPTES, PAGES, Serveur

INTERVENTIONS = "/api/v1/interventions/"
LISTE_50 = f"{INTERVENTIONS}?limit=50"
PAGE_LISTE = "/gestion/interventions/"
SIMPLE = "/api/v1/simple/interventions/?limit=50"
CHEF = "responsable"
ECRITURES = 60
RECHERCHES = {
    "un mot courant": "compresseur",
    "deux mots qui ne se rencontrent pas": "compresseur chariot",
    "un mot absent": "zzz",
    "un nombre": "42",
    "un numéro": "{numero}",
    "une firme": "{firme}",
    "une machine et une ville": "compresseur casablanca",
    "une lettre": "i",
}


# Both weigh all technicians: 500 at least.
CHARGE, QUI = "API charge de la semaine", "API qui envoyer"
# Beside interventions: name, who asks, what is promised, where; `{machine}` is an id of the base.
AUTRES = (
    ("API /auth/me", CHEF, DETAIL, "auth/me"),
    ("API tableau de bord (responsable)", CHEF, API, "dashboard/stats"),
    ("API tableau de bord (technicien)", "technicien", API, "dashboard/stats"),
    ("API tableau de bord (client)", "client", API, "dashboard/stats"),
    ("API notifications (50)", CHEF, LISTE, "notifications/user/me?limit=50"),
    ("API documents (50)", CHEF, LISTE, "documents/?limit=50"),
    ("API équipements (50)", CHEF, LISTE, "equipements/?limit=50"),
    ("API un équipement", CHEF, DETAIL, "equipements/{machine}"),
    ("API techniciens", CHEF, LISTE, "techniciens/?limit=50"),
    ("API un technicien", CHEF, DETAIL, "techniciens/{technicien}"),
    ("API clients", CHEF, LISTE, "clients/?limit=50"),
    ("API un client", CHEF, DETAIL, "clients/{client}"),
    ("API planning (50)", CHEF, LISTE, "planning/?limit=50"),
    ("API plans (50)", CHEF, LISTE, "plans/?limit=50"),
    ("API créneaux (50)", CHEF, LISTE, "creneaux/?limit=50"),
    (CHARGE, CHEF, CENT, "planning/charge?debut={lundi}&fin={samedi}"),
    (QUI, CHEF, CENT, "interventions/{ouverte}/suggestions"),
)
PLANNING = "/gestion/planning/"
RENOUVELER, CONNECTER = "/api/v1/auth/refresh", "/api/v1/auth/login"


# The one with thirty rows of history.
_RICHE = "SELECT id FROM historiques_interventions GROUP BY id ORDER BY count(*) DESC LIMIT 1"
AU_TRAVAIL = (
    "SELECT count(*) FROM techniciens t JOIN users u ON u.id = t.user_id "
    "WHERE t.archive_le IS NULL AND u.is_active"
)


class Terrain:
    """Ids of this base that the requests name."""

    def __init__(self, serveur: Serveur) -> None:
        self.client = serveur.ouvrir(CHEF)
        self.riche = int(serveur.valeur(_RICHE))
        page = self._json(f"{INTERVENTIONS}?limit=200&statut=cloturee")
        self.ligne = page[0]
        self.technicien = next(r["technicien_id"] for r in page if r["technicien_id"])
        self.machine: int = self.ligne["equipement_id"]
        monday = lundi()
        self.ids = {
            "machine": self.machine,
            "technicien": self.technicien,
            "client": self.ligne["client_id"],
            "ouverte": self._json(f"{INTERVENTIONS}?limit=1&statut=ouverte")[0]["id"],
            "lundi": monday.isoformat(),
            "samedi": (monday + timedelta(days=5)).isoformat(),
        }
        self.ancienne = self._json(f"{INTERVENTIONS}?limit=1&ordering=date_creation")[0]

    def _json(self, chemin: str) -> Any:
        return json.loads(self.client.lire(chemin).corps)


def lectures(terrain: Terrain) -> Iterator[Sujet]:
    """Everything that is read, one request each."""
    one = f"{INTERVENTIONS}{terrain.riche}"
    page = f"{PAGES}{CHEF}"
    yield Sujet("page liste (50 lignes)", page, PAGE, page_liste())
    yield Sujet(
        "page fiche (30 lignes d’historique)", page, PAGE, Demande(f"{PAGE_LISTE}{terrain.riche}/")
    )
    yield Sujet("page d’accueil du responsable", page, PAGE, Demande("/gestion/"))
    yield Sujet("page « Ma journée »", f"{PAGES}technicien", PAGE, Demande("/gestion/ma-journee/"))
    for qui in (CHEF, "technicien", "client"):
        yield Sujet(f"API liste de 50 ({qui})", qui, LISTE, Demande(LISTE_50))
    yield Sujet("API une intervention", CHEF, DETAIL, Demande(one))
    yield Sujet("API son historique (30 lignes)", CHEF, LISTE, Demande(f"{one}/historique"))
    words = {"numero": terrain.ligne["numero"], "firme": terrain.ligne["client_nom"]}
    for name, text in RECHERCHES.items():
        asked = quote_plus(text.format(**words))
        yield Sujet(f"API recherche : {name}", CHEF, API, Demande(f"{LISTE_50}&search={asked}"))
    week = "?" + urlencode({"vue": "semaine", "du": terrain.ids["lundi"], "equipe": EQUIPE})
    for name, path in (("semaine", PLANNING), ("données de la semaine", f"{PLANNING}donnees/")):
        yield Sujet(f"page planning : {name}", page, PAGE, Demande(f"{path}{week}"))
    for name, who, promise, path in AUTRES:
        yield Sujet(name, who, promise, Demande(f"/api/v1/{path.format(**terrain.ids)}"))


def page_liste() -> Demande:
    """The list page."""
    return Demande(f"{PAGE_LISTE}?toutes=1")


def croisements(terrain: Terrain) -> Iterator[Sujet]:
    """Every filter, with the values that there are, by every sort in both directions."""
    from interventions.filters import TRIS

    sorts = ["", *TRIS, *(f"-{name}" for name in TRIS)]
    for (name, value), sort in product(_filtres(terrain), sorts):
        path = f"{LISTE_50}&{name}={value}" + (f"&ordering={sort}" if sort else "")
        yield Sujet("filtre × tri", CHEF, API, Demande(path))


def _filtres(terrain: Terrain) -> Iterator[tuple[str, str]]:
    from interventions.filters import FiltresInterventions

    first, last = terrain.ancienne["date_creation"][:10], terrain.ligne["date_creation"][:10]
    offered: dict[str, Any] = FiltresInterventions.base_filters  # type: ignore[misc]
    for name, filter_ in offered.items():
        choices = filter_.extra.get("choices")
        if choices:
            yield from ((name, value) for value, _label in choices)
        elif name.endswith("_id"):
            yield name, str(terrain.ligne.get(name) or 1)
        elif name.endswith(("_min", "_max")):
            yield from ((name, f"{day}T00:00") for day in (first, last))
        else:
            yield from ((name, value) for value in ("true", "false"))


def ecritures(terrain: Terrain) -> Iterator[Sujet]:
    """Opening an intervention, and giving those opened to a technician."""
    values = {"titre": "Mesure", "type": "corrective", "equipement_id": terrain.machine}
    create = Demande(INTERVENTIONS, "POST", values, HTTPStatus.CREATED)
    yield Sujet("API créer", CHEF, DETAIL, create, _toujours(create), fois=ECRITURES)
    todo = _ouvertes(terrain.client, create)
    first = _affecter(next(todo), terrain)
    following = (_affecter(pk, terrain) for pk in todo)
    yield Sujet("API affecter (transition)", CHEF, DETAIL, first, following, fois=ECRITURES)


def renouvellement(serveur: Serveur) -> Sujet:
    """A fresh token each time: the one that the answer before brought."""
    floor, tokens = _renouveler(_jetons(serveur)), [_jetons(serveur)]

    def suite() -> Iterator[Demande]:
        while True:
            yield _renouveler(tokens[-1])

    return Sujet(
        "API /auth/refresh",
        CHEF,
        DETAIL,
        floor,  # of a session of its own: its token stays unused
        suite(),
        noter=lambda answer: tokens.append(json.loads(answer.corps)),
    )


def _jetons(serveur: Serveur) -> dict[str, str]:
    tokens: dict[str, str] = json.loads(Client(serveur.port).demander(connexion()).corps)
    return tokens


def _renouveler(jetons: dict[str, str]) -> Demande:
    return Demande(RENOUVELER, "POST", {"refresh_token": jetons["refresh_token"]})


def connexion() -> Demande:
    """Signing in."""
    return Demande(CONNECTER, "POST", {"username": CHEF, "password": COMPTES[CHEF]})


def _toujours(demande: Demande) -> Iterator[Demande]:
    while True:
        yield demande


def _ouvertes(client: Client, create: Demande) -> Iterator[int]:
    while True:
        yield json.loads(client.demander(create).corps)["id"]


def _affecter(pk: int, terrain: Terrain) -> Demande:
    return Demande(
        f"{INTERVENTIONS}{pk}/actions/affecter", "POST", {"technicien_id": terrain.technicien}
    )

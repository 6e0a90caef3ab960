"""Sending every route's request as everybody, undone afterwards: for tests that walk all doors."""

import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client as Navigateur
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from core.routes_publiques import ROUTES_PUBLIQUES
from tests.api import PREFIXE, Porte
from tests.decor import ACTEURS, COTES, Decor
from tests.donnees.matrice import API, ARGUMENTS, Ligne
from tests.donnees.matrice_pages import FORMULAIRES, PAGES
from tests.lecture_formulaire import lire
from tests.marques import Marques, poser
from tests.photo import Releve, relever


def _routes(resolver: Any, espaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            # By app: the API's routes are mounted twice.
            more = (entry.app_name,) if entry.app_name else ()
            yield from _routes(entry, espaces + more)
        else:
            yield ":".join([*espaces, entry.name or ""]), entry


@cache
def routes() -> dict[str, URLPattern]:
    """Every named route; read when first asked, for the URLconf imports all faces."""
    return dict(_routes(get_resolver()))


def routes_admin() -> list[str]:
    return sorted(name for name in routes() if name.startswith("admin:"))


# A refusal changes nothing; these acts, allowed, leave no row of ours behind.
REFUS = (401, 403, 404, 405, 409, 422)
SANS_TRACE = {"api:auth-login", "api:auth-token", "comptes:connexion", "comptes:deconnexion"}
SANS_TRACE |= {"clients:quitter_vue", "comptes:oubli"}
CONNEXION = "/gestion/connexion/"

# Routes that send whoever has signed in elsewhere, whatever is asked of them.
AILLEURS = {"racine", "comptes:connexion", "admin:login", "admin:logout"}

TABLE = defaultdict[str, list[Ligne]](list)
for _ligne in (*API, *PAGES):
    TABLE[_ligne.route].append(_ligne)


def adresse_de(route: str, decor: Decor, *, cote: str, acteur: str, **autres: Any) -> str:
    given: dict[str, Any] = {}
    for name, kind in ARGUMENTS.get(route, {}).items():
        if kind.startswith("="):
            given[name] = kind[1:]
        elif kind == "code":
            given[name] = getattr(decor, cote).equipement.code
        else:
            given[name] = decor.ligne(kind, cote, acteur).pk
    for name, text in autres.items():
        # The same place in an address may name another kind for another method.
        kind = str(text).removeprefix("@")
        given[name] = text if kind == text else decor.ligne(kind, cote, acteur).pk
    return reverse(route, kwargs=given)


def photo() -> Releve:
    """Every row of every table of ours; signing in may write its own date."""
    return relever(sans="last_login")


def defaire(point: str) -> None:
    """Back to the savepoint, which goes as well: left, each of thousands nests in the last."""
    transaction.savepoint_rollback(point)
    transaction.savepoint_commit(point)


class Essai:
    """Sends one request as one person, and undoes what it did."""

    def __init__(
        self, decor: Decor, api: dict[str, Porte], navigateur: dict[str, Navigateur]
    ) -> None:
        self.decor, self.api, self.navigateur = decor, api, navigateur
        self.avant = photo()
        self.ecrit = False
        self.pages: dict[tuple[str, str], Any] = {}

    def corps(self, ligne: Ligne, cote: str, acteur: str) -> dict[str, Any]:
        if callable(ligne.corps):
            return ligne.corps(self.decor, getattr(self.decor, cote), acteur)
        return dict(ligne.corps)

    def page(self, ligne: Ligne, adresse: str, *, cote: str, acteur: str) -> Any:
        browser = self.navigateur[acteur]
        if ligne.methode == "GET":
            self.pages[acteur, adresse] = answer = browser.get(adresse)
            return answer
        machine = getattr(self.decor, cote).equipement.pk
        shown = adresse + FORMULAIRES.get(ligne.route, "").format(equipement=machine)
        # The administrator's form only where one's own is refused.
        own = self._formulaire(acteur, shown)
        form = own if own is not None else self._formulaire("admin", shown) or {}
        return browser.post(adresse, form | self.corps(ligne, cote, acteur))

    def _formulaire(self, acteur: str, adresse: str) -> dict[str, Any] | None:
        """What that person's form holds there; asked once, for all that is sent is undone."""
        key = acteur, adresse
        if key not in self.pages:
            self.pages[key] = self.navigateur[acteur].get(adresse)
        return lire(self.pages[key]) if self.pages[key].status_code == 200 else None

    def envoyer(self, ligne: Ligne, cote: str, acteur: str) -> tuple[Any, bool]:
        """(the answer, whether any row of ours changed)."""
        adresse = adresse_de(
            ligne.route, self.decor, cote=cote, acteur=acteur, **dict(ligne.arguments)
        )
        if not adresse.startswith(PREFIXE):
            return self.puis_annuler(lambda: self.page(ligne, adresse, cote=cote, acteur=acteur))
        body, path = self.corps(ligne, cote, acteur) or None, adresse.removeprefix(PREFIXE)
        if body and "file" in body:
            shared, headers = self.api[acteur].navigateur, self.api[acteur].entetes
            return self.puis_annuler(lambda: shared.post(adresse, body, headers=headers))
        return self.puis_annuler(lambda: self.api[acteur].demander(ligne.methode, path, corps=body))

    def brut(self, route: str, *, methode: str, acteur: str) -> tuple[Any, bool]:
        """The same for a method that the table does not name."""
        adresse = adresse_de(route, self.decor, cote="sien", acteur=acteur)
        path = adresse.removeprefix(PREFIXE)
        if path != adresse:
            return self.puis_annuler(lambda: self.api[acteur].demander(methode, path, corps={}))
        return self.puis_annuler(lambda: self.navigateur[acteur].generic(methode, adresse))

    def puis_annuler(self, demande: Callable[[], Any]) -> tuple[Any, bool]:
        cookies = self._cookies()
        point, self.ecrit = transaction.savepoint(), False
        with connection.execute_wrapper(self._noter):
            answer = demande()
        # Looking at every table is slow: only where something was written at all.
        changed = self.ecrit and photo() != self.avant
        defaire(point)
        if self._cookies() != cookies:
            for name, jar in pickle.loads(cookies).items():  # noqa: S301 (our own, of this process)
                self.navigateur[name].cookies = jar
        return answer, changed

    def _cookies(self) -> bytes:
        """Everybody's, in a tenth of the time that copying them takes."""
        return pickle.dumps({name: browser.cookies for name, browser in self.navigateur.items()})

    def _noter(self, execute: Any, sql: str, *reste: Any) -> Any:
        self.ecrit |= sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, *reste)


# What the markers replace decides the answer: these are judged in the plain world.
JUGEES_SANS_MARQUES = {
    ("POST", "api:auth-login"),
    ("POST", "api:auth-token"),
    ("POST", "api:auth-change-password"),
    ("POST", "comptes:mot_de_passe"),
    ("POST", "interventions:acte"),
    ("POST", "clients:modifier"),
    ("POST", "techniciens:modifier"),
}


@dataclass(frozen=True)
class Envoi:
    """One line of the matrix as one person sent it, and what came back."""

    ligne: Ligne
    cote: str
    acteur: str
    reponse: Any
    change: bool

    def __str__(self) -> str:
        ligne = self.ligne
        said = f"{ligne.methode} {ligne.route} {dict(ligne.arguments)} {self.acteur} {self.cote}"
        return f"{said}: {self.reponse.status_code}"

    def defauts(self) -> list[str]:
        """What the matrix says otherwise."""
        return self._anonyme() if self.acteur == "anonyme" else self._signe()

    def _attendu(self) -> int:
        answers = self.ligne.reponses.split()[ACTEURS.index(self.acteur)].split("/")
        return int(answers[0] if self.cote == "sien" else answers[-1])

    def _signe(self) -> list[str]:
        wanted, wrong = self._attendu(), []
        if self.reponse.status_code != wanted:
            wrong.append(f"{self}, not {wanted}")
        if self.change and wanted in REFUS:
            wrong.append(f"{self}: refused, yet something changed")
        done = self.ligne.methode != "GET" and wanted not in REFUS
        if done and not self.change and self.ligne.route not in SANS_TRACE:
            wrong.append(f"{self}: allowed, yet nothing changed")
        return wrong

    def _anonyme(self) -> list[str]:
        """Only public routes open; the others say where or how to sign in."""
        answer = self.reponse
        if self.ligne.route in ROUTES_PUBLIQUES:
            return []
        wrong = [f"{self}, and something changed"] if self.change else []
        if self.ligne.route.startswith("api:"):
            asked = (answer.status_code, "WWW-Authenticate" in answer) == (401, True)
        else:
            asked = answer.status_code == 302 and answer["Location"].startswith(CONNEXION)
        return wrong if asked else [*wrong, str(self)]


def parcourir(essai: Essai, acteur: str, lignes: Iterable[Ligne]) -> Iterator[Envoi]:
    """Each line as that person: on one's own row and on a stranger's."""
    for ligne in lignes:
        for cote in COTES:
            yield Envoi(ligne, cote, acteur, *essai.envoyer(ligne, cote, acteur))


def modele_de_route(route: str) -> Any:
    """The model whose page it is; None for the site's own pages."""
    try:
        return apps.get_model(route.removeprefix("admin:").rsplit("_", 1)[0].replace("_", ".", 1))
    except (LookupError, ValueError):
        return None


def adresse_admin(route: str) -> str | None:
    """An address of that route, on a row that is there if the model has one."""
    modele = modele_de_route(route)
    first = modele._base_manager.order_by("pk").first() if modele is not None else None
    pk = str(first.pk) if first is not None else "1"
    for arguments in ([], [pk], [pk, "modifier"], [pk, pk], ["core"]):
        try:
            return reverse(route, args=arguments)
        except NoReverseMatch:
            continue
    return None


@pytest.fixture
def essai(decor: Decor, api: dict[str, Porte], navigateur: dict[str, Navigateur]) -> Essai:
    return Essai(decor, api, navigateur)


@pytest.fixture
def marques(decor: Decor) -> Marques:
    return poser(decor)


@pytest.fixture
def visite(api: dict[str, Porte], navigateur: dict[str, Navigateur], marques: Marques) -> Essai:
    """After the markers: accounts have changed, so everybody signs in anew.

    The browsers come first: the sessions that they share with later tests are of the plain world.
    """
    decor = marques.decor
    for nom, porte in api.items():
        if nom != "anonyme":
            user = decor.monde.compte(nom)
            porte.entetes = Porte(user, porte.navigateur).entetes
            navigateur[nom].force_login(user)
    marques.reposer_connexions()
    return Essai(decor, api, navigateur)

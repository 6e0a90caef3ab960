"""The API as its callers meet it: real tokens, JSON in and out, and hostile values per field."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from rest_framework.serializers import Field, Serializer

from comptes.api.authentification import emettre
from comptes.models import Utilisateur
from core import caracteres
from core.api import champs
from tests.donnees import entrees_hostiles as hostiles
from tests.fixtures import Monde
from tests.parts import part

PREFIXE = "/api/v1/"
Entetes = dict[str, str]
Appel = Callable[[dict[str, Any]], Any]
COMPTES = (
    "admin",
    "responsable",
    "technicien",
    "autre_technicien",
    "client",
    "autre_client",
)


class Porte:
    """The API as one account, or as nobody."""

    def __init__(self, user: AbstractBaseUser | None, navigateur: Navigateur) -> None:
        self.navigateur = navigateur
        self.entetes: dict[str, str] = {}
        if isinstance(user, Utilisateur):
            self.entetes["Authorization"] = f"Bearer {emettre(user)['access_token']}"

    def demander(
        self, methode: str, chemin: str, *, corps: Any = None, entetes: Entetes | None = None
    ) -> Any:
        """The answer to one request; `corps` goes as JSON."""
        body = b"" if corps is None else json.dumps(corps).encode()
        return self.navigateur.generic(
            methode,
            PREFIXE + chemin,
            body,
            "application/json" if body else "",
            headers=self.entetes | (entetes or {}),
        )

    def vers(self, methode: str, chemin: str) -> Appel:
        """The call of one route, waiting for its body."""
        return lambda corps: self.demander(methode, chemin, corps=corps)

    def get(self, chemin: str, entetes: Entetes | None = None) -> Any:
        return self.demander("GET", chemin, entetes=entetes)

    def post(self, chemin: str, corps: Any = None, entetes: Entetes | None = None) -> Any:
        return self.demander("POST", chemin, corps=corps, entetes=entetes)

    def put(self, chemin: str, corps: Any = None, entetes: Entetes | None = None) -> Any:
        return self.demander("PUT", chemin, corps=corps, entetes=entetes)

    def patch(self, chemin: str, corps: Any = None, entetes: Entetes | None = None) -> Any:
        return self.demander("PATCH", chemin, corps=corps, entetes=entetes)

    def delete(self, chemin: str, corps: Any = None, entetes: Entetes | None = None) -> Any:
        return self.demander("DELETE", chemin, corps=corps, entetes=entetes)


@pytest.fixture
def api(monde: Monde) -> dict[str, Porte]:
    """A door per account of `monde`, and `anonyme`."""
    shared = Navigateur()  # no cookies are used, and loading the middleware once is quicker
    doors = {nom: Porte(monde.compte(nom), shared) for nom in COMPTES}
    return doors | {"anonyme": Porte(None, shared)}


def refus(reponse: Any, statut: int) -> dict[str, Any]:
    """The body of a refusal, which always says why in one sentence."""
    assert reponse.status_code == statut, reponse.content[:500]
    body: dict[str, Any] = reponse.json()
    assert isinstance(body["detail"], str)
    assert body["detail"]
    return body


def champs_refuses(reponse: Any) -> set[str]:
    """Names of the fields that a 422 blames."""
    return set(refus(reponse, 422)["errors"])


def lire(reponse: Any, statut: int = 200) -> Any:
    """The body of an answer of that status."""
    assert reponse.status_code == statut, reponse.content[:500]
    return reponse.json()


_PAR_TYPE: tuple[tuple[type[Any], tuple[Any, ...]], ...] = (
    (champs.EntierId, hostiles.IDS_REFUSES),
    (champs.Entier, (True, 1.5, "abc", "1.0", 2**63, 10**30, "9" * 40, [], {})),
    (champs.Instant, hostiles.INSTANTS_REFUSES),
    (champs.Jour, hostiles.JOURS_REFUSES),
    (champs.DecimalStrict, hostiles.DECIMAUX_REFUSES),
    (champs.Booleen, hostiles.BOOLEENS_REFUSES),
    (champs.Choix, hostiles.CHOIX_REFUSES),
    (champs.Courriel, (*hostiles.TEXTES_REFUSES, "abc", "a@", "@b", "a b@c.ma", 1, [], {})),
    (champs.Texte, (*hostiles.TEXTES_REFUSES, 1, 1.5, True, [], ["a"], {}, "a" * 20_001)),
    (champs.Liens, ([0], [1.5], ["abc"], [2**63], "abc", {}, 1, [10**9], [[1]], [None])),
)


def valeurs_refusees(champ: Field[Any, Any, Any, Any]) -> tuple[Any, ...]:
    """Values that a field of this kind must refuse."""
    values = next((found for kind, found in _PAR_TYPE if isinstance(champ, kind)), ())
    # An empty text says null where null is allowed.
    return tuple(v for v in values if not (champ.allow_null and v == ""))


def _toxique(valeur: Any) -> bool:
    """Refused by the parser, for the whole body."""
    return isinstance(valeur, str) and caracteres.toxique(valeur)


def assaillir(appel: Appel, entree: type[Serializer[Any]], bon: dict[str, Any]) -> int:
    """Wrong values in every field: 422, and each field that is wrong is blamed by name.

    One request carries a wrong value in each field; of the values for each a share is sent, one at
    least. Gives how many there are, so that a test can tell that there was something to try.
    """
    fields = entree(context={"request": None}).fields
    refused = {
        name: [value for value in valeurs_refusees(field) if not _toxique(value)]
        for name, field in fields.items()
    }
    sent = {name: part(values, name) for name, values in refused.items()}
    for rank in range(max(map(len, sent.values()))):
        wrong = {name: values[rank] for name, values in sent.items() if rank < len(values)}
        blamed = {name.split(".")[0] for name in champs_refuses(appel(bon | wrong))}
        spared = wrong.keys() - blamed
        assert not spared, {name: wrong[name] for name in spared}
    for toxic in part(filter(_toxique, hostiles.TEXTES_REFUSES)):
        refus(appel(bon | dict.fromkeys(refused, toxic)), 400)
    return sum(map(len, refused.values()))


def assaillir_de_textes(appel: Appel, nom: str, bon: dict[str, Any]) -> None:
    """Strange but well-formed texts in one field: taken or refused, but never a failure."""
    for text in part(hostiles.TEXTES_ETRANGES, nom):
        answer = appel(bon | {nom: text})
        assert answer.status_code < 500, (text, answer.content[:300])
        assert answer.json()


def requetes(porte: Porte, chemin: str) -> int:
    """How many queries a GET costs."""
    with CaptureQueriesContext(connection) as seen:
        lire(porte.get(chemin))
    return len(seen)

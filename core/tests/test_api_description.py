"""What a handler takes and gives is read from its own source, and what cannot be read is said."""

import re
from typing import Any, TypedDict

from django.urls import path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.champs import Entier, Texte
from core.api.description import operations
from core.api.description.formes import forme_entree
from core.api.description.gestes import gestes_de
from core.api.ecriture import valeurs
from core.api.serialiseurs import SerialiseurStrict
from core.api.vues import VueApi, VueModele
from core.caracteres import interdit, normaliser
from core.parametres import unique

NOM = "quoi"


class Bref(TypedDict):
    nom: str


class Long(Bref):
    texte: str


class Entree(SerialiseurStrict):
    nom = Texte()
    note = Entier(min_value=1, max_value=5, required=False, allow_null=True)


ENTREES: dict[str, type[SerialiseurStrict]] = {"a": Entree, "b": Entree}


def faire(nom: str, request: Request) -> Any:
    return valeurs(ENTREES[nom], request, partiel=True)


faire.__module__ = "essai.api.actions"


class Vue(VueApi):
    entree = Entree

    def post(self, request: Request) -> Response:
        sent = valeurs(self.entree, request)
        body: Long = {"nom": unique(request.query_params, NOM), "texte": sent["nom"]}
        return Response(body, status=201)

    def patch(self, request: Request) -> Response:
        faire("b", request)
        return VueModele.rien()

    def put(self, request: Request, action: str) -> Response:
        names = [n for n in ("nom",) if unique(request.query_params, n)]
        return Response({**faire(action, request), "noms": names})

    def get(self, request: Request) -> Response:
        return Response({"nom": request.GET.get("nom")})


class Illisible(VueApi):
    def post(self, request: Request) -> Response:
        entry: Any = {"x": Entree}["x"](data=request.data)
        entry.is_valid(raise_exception=True)
        return Response({})


def test_ce_que_dit_un_geste() -> None:
    post, patch, put = (gestes_de(Vue, name) for name in ("post", "patch", "put"))
    assert (list(post.entrees.values()), post.cree, post.partiel) == ([Entree], True, False)
    assert post.parametres == {"quoi"}
    assert Long in post.sorties
    assert list(patch.entrees) == ["b"]
    assert (patch.partiel, patch.un_de("rien")) == (True, True)
    assert list(put.entrees) == ["a", "b"]
    assert put.tout_par_adresse
    assert gestes_de(Vue, "get").parametres == {"nom"}


def test_les_formes_disent_ce_qui_est_pris() -> None:
    fields = Entree().fields
    note = forme_entree(fields["note"])
    assert note is not None
    assert (note["minimum"], note["maximum"], note["type"]) == (1, 5, ["integer", "string"])
    assert note["pattern"].startswith("^$|")
    name = forme_entree(fields["nom"])
    assert name is not None
    assert (name["type"], name["maxLength"]) == ("string", 10_000)
    for text in ("a", "", "é\tb\r\n", "\0", "a\x0b", "\x7f"):
        assert bool(re.search(name["pattern"], text)) != interdit(normaliser(text))
    assert forme_entree(serializers.UUIDField()) is None


def test_ce_qui_ne_se_lit_pas_est_une_erreur(monkeypatch: Any) -> None:
    """An answer or an input that no declaration speaks of stops `spectacular --fail-on-warn`."""
    monkeypatch.setattr(
        operations, "resolve", lambda _path: type("R", (), {"url_name": "x", "app_names": []})
    )
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        SchemaGenerator(patterns=[path("api/v1/x", Illisible.as_view())]).parse(None, public=True)
    found = " ".join(str(key) for key in GENERATOR_STATS._error_cache)
    GENERATOR_STATS.reset()
    assert "no serializer reads what is sent" in found
    assert "what it answers is not declared" in found

"""What a handler of a view takes and gives, read from its own source.

A handler says it all already: `valeurs(ClientEntree, request)` is what it takes, `self.rien()` that
it answers nothing, `si_inchangee` that `If-Match` counts. Reading those calls keeps the description
from saying otherwise. Helpers of the API's own modules are followed, services are not.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, is_typeddict

from rest_framework import serializers

from core.api.serialiseurs import SerialiseurSortie

Entree = type[serializers.Serializer[Any]]
_REQUETE = frozenset({"query_params", "GET"})
_CREE = 201


@dataclass
class Gestes:
    """The facts found; `noms` are the names of everything called or raised."""

    vue: type[Any]
    noms: set[str] = field(default_factory=set)
    entrees: dict[str, Entree] = field(default_factory=dict)  # by action, or "" for the one
    partiel: bool = False
    sorties: list[Any] = field(default_factory=list)  # serializers and typed dicts
    parametres: set[str] = field(default_factory=set)  # names read from the address
    tout_par_adresse: bool = False  # every field of the input may stand in the address
    cree: bool = False
    vues: set[Any] = field(default_factory=set)  # functions read

    def un_de(self, *noms: str) -> bool:
        return not self.noms.isdisjoint(noms)


def gestes_de(vue: type[Any], nom: str) -> Gestes:
    """What the method `nom` of the view class does."""
    found = Gestes(vue)
    _lire(getattr(vue, nom), found)
    return found


def _lire(fonction: Callable[..., Any], found: Gestes, textes: Mapping[str, str] = {}) -> None:
    """Read one function once; `textes` are its parameters that are known texts."""
    fonction = inspect.unwrap(fonction)
    if fonction in found.vues:
        return
    found.vues.add(fonction)
    _Lecteur(fonction, found, textes).visit(_arbre(fonction))


@cache
def _arbre(fonction: Callable[..., Any]) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(fonction)))


def _textes_donnes(fonction: Callable[..., Any], node: ast.Call) -> dict[str, str]:
    """The parameters that a call fills with a text: `executer("modifier", row, request)`."""
    names = list(inspect.signature(fonction).parameters)
    given = zip(names, node.args, strict=False)
    return {
        name: arg.value
        for name, arg in given
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    }


def _de_l_api(fonction: Any) -> bool:
    module = getattr(fonction, "__module__", "") or ""
    return inspect.isfunction(inspect.unwrap(fonction)) and ".api." in f"{module}."


class _Lecteur(ast.NodeVisitor):
    """Reads one function; what it calls in the API's modules is read as well."""

    def __init__(
        self, fonction: Callable[..., Any], found: Gestes, textes: Mapping[str, str]
    ) -> None:
        self.globaux: dict[str, Any] = getattr(fonction, "__globals__", {})
        self.fonction, self.vue, self.found, self.textes = fonction, found.vue, found, textes

    def _valeur(self, node: ast.AST) -> Any:
        """What a name stands for, or an attribute of `self` or of a global; None if unknown."""
        if isinstance(node, ast.Name):
            return self.globaux.get(node.id)
        if not isinstance(node, ast.Attribute):
            return None
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            return getattr(self.vue, node.attr, None)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value) == "super()":
            return self._au_dessus(node.attr)
        owner = self._valeur(node.value)
        return None if owner is None else getattr(owner, node.attr, None)

    def _au_dessus(self, nom: str) -> Any:
        """The next method of that name above the one that is being read."""
        methods = [c.__dict__[nom] for c in self.vue.__mro__ if nom in c.__dict__]
        rank = methods.index(self.fonction) + 1 if self.fonction in methods else 0
        return methods[rank] if rank < len(methods) else None

    def visit_Name(self, node: ast.Name) -> None:
        self._noter(self.globaux.get(node.id))

    def _noter(self, valeur: Any) -> None:
        """A serializer or a typed dict that is spoken of is shown."""
        shown = is_typeddict(valeur) or (
            isinstance(valeur, type) and issubclass(valeur, SerialiseurSortie)
        )
        if shown and valeur not in self.found.sorties:
            self.found.sorties.append(valeur)

    def visit_Call(self, node: ast.Call) -> None:
        name = ast.unparse(node.func).split(".")[-1]
        called = self._valeur(node.func)
        self.found.noms.add(name)
        self.found.cree |= _dit(node, _CREE)
        if name == "valeurs":
            self._entree(node)
        elif any(k.arg == "data" for k in node.keywords) and isinstance(called, type):
            self._une_entree("", called)
        self._adresse(node, name)
        if called is not None and not isinstance(called, type):
            self._noter(getattr(called, "__annotations__", {}).get("return"))
            if _de_l_api(called) and name != "valeurs":
                _lire(called, self.found, _textes_donnes(called, node))
        self.generic_visit(node)

    def _entree(self, node: ast.Call) -> None:
        self.found.partiel |= any(
            k.arg == "partiel" and ast.unparse(k.value) == "True" for k in node.keywords
        )
        first = node.args[0]
        if isinstance(first, ast.Subscript):
            many, only = self._valeur(first.value), self.textes.get(ast.unparse(first.slice))
            for name, entry in (many if isinstance(many, Mapping) else {}).items():
                if only in (None, name):
                    self._une_entree(name, entry)
        else:
            self._une_entree("", self._valeur(first))

    def _une_entree(self, nom: str, classe: Any) -> None:
        if isinstance(classe, type) and issubclass(classe, serializers.Serializer):
            self.found.entrees[nom or classe.__name__] = classe

    def _adresse(self, node: ast.Call, nom: str) -> None:
        """`unique(request.query_params, "x")` and `request.query_params.get("x")`."""
        args = list(node.args)
        if nom == "get" and _de_la_requete(getattr(node.func, "value", None)):
            wanted = args[0] if args else None
        elif nom == "unique" and args and _de_la_requete(args[0]):
            wanted = args[1]
        else:
            return
        text = self._texte(wanted)
        if text is None:
            self.found.tout_par_adresse = True
        else:
            self.found.parametres.add(text)

    def _texte(self, node: ast.AST | None) -> str | None:
        if isinstance(node, ast.Constant):
            return str(node.value)
        value = self._valeur(node) if node is not None else None
        return value if isinstance(value, str) else None


def _de_la_requete(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _REQUETE


def _dit(node: ast.Call, nombre: int) -> bool:
    given = (*node.args, *(k.value for k in node.keywords))
    return nombre in [value.value for value in given if isinstance(value, ast.Constant)]

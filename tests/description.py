"""The API's document with what the permission matrix knows, and whether an answer is as it says.

Who may use an operation and what is sent to it stand in the matrix, where each line is tried; the
document takes both from there. `python -m tests.description` writes it, with `--verifier` it only
looks.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import django
import jsonschema
from django.conf import settings

CHEMIN = Path(__file__).resolve().parent.parent / "docs" / "api" / "openapi.json"
REFAIRE = "python -m tests.description"
_REFUS = frozenset({"401", "403", "404", "405"})
_VARIABLE = re.compile(r"\{\w+\}")
Document = dict[str, Any]


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(route, method, operation) of a document."""
    from django.urls import resolve

    for path, item in document["paths"].items():
        name = resolve(_VARIABLE.sub("1", path)).url_name
        for method, operation in item.items():
            yield f"api:{name}", method.upper(), operation


class _Exemple:
    """Stands for any row of the tests' world: its id is 1."""

    pk = 1

    def __getattr__(self, nom: str) -> "_Exemple":
        return self

    def __call__(self, *_args: Any) -> "_Exemple":
        return self


def _exemples(lignes: list[Any]) -> dict[str, Any]:
    """What the matrix sends and somebody succeeds with (or would), by the action or in order."""
    found: dict[str, Any] = {}
    for ligne in lignes:
        sent = (
            ligne.corps(_Exemple(), _Exemple(), "admin") if callable(ligne.corps) else ligne.corps
        )
        body = {k: v for k, v in sent.items() if not hasattr(v, "chunks")}
        # 401: a token of the tests' own making, in the right shape.
        tried = re.split("[ /]", ligne.reponses)
        if body and any(answer[0] == "2" or answer == "401" for answer in tried):
            name = str(ligne.arguments.get("action", f"exemple{len(found) + 1}"))
            found[name] = {"value": body}
    return found


def roles(lignes: list[Any]) -> list[str]:
    """The roles that do it to some row, or that only the row's state keeps from it."""
    from tests.decor import ACTEURS

    return [
        role
        for rank, role in enumerate(ACTEURS)
        if any(set(line.reponses.split()[rank].split("/")) - _REFUS for line in lignes)
    ]


def generer() -> Document:
    """The document, as the code and the matrix say it."""
    from django.utils.translation import override
    from drf_spectacular.generators import SchemaGenerator

    from tests.donnees.matrice import API

    with override("fr"):
        document: Document = SchemaGenerator().get_schema(request=None, public=True)
    for route, method, operation in operations(document):
        lines = [line for line in API if (line.route, line.methode) == (route, method)]
        if operation["security"]:
            operation["x-roles"] = roles(lines)
        examples = _exemples(lines)
        for kind, media in operation.get("requestBody", {}).get("content", {}).items():
            if examples and kind != "application/x-www-form-urlencoded":
                media["examples"] = examples
    return document


def ecrire(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def lu() -> Document:
    """The document of the repository."""
    document: Document = json.loads(CHEMIN.read_text(encoding="utf-8"))
    return document


class Juge:
    """Says where an answer is not as the document describes it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.schemas = _fermes(document["components"])
        self._validateurs: dict[str, Any] = {}

    @cached_property
    def operations(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(route, m): operation for route, m, operation in operations(self.document)}

    def defauts(self, route: str, methode: str, reponse: Any) -> list[str]:
        described = self.operations[route, methode]["responses"].get(str(reponse.status_code))
        if described is None:
            return [f"{methode} {route}: {reponse.status_code} is not described"]
        if "$ref" in described:
            described = self.document["components"]["responses"][described["$ref"].split("/")[-1]]
        absent = [
            name
            for name, ref in described.get("headers", {}).items()
            if self._exige(ref) and name not in reponse.headers
        ]
        wrong = [*(f"no header {name}" for name in absent), *self._corps(described, reponse)]
        return [f"{methode} {route} {reponse.status_code}: {text}" for text in wrong]

    def _exige(self, ref: dict[str, str]) -> bool:
        header = self.document["components"]["headers"][ref["$ref"].split("/")[-1]]
        return bool(header.get("required"))

    def _corps(self, described: dict[str, Any], reponse: Any) -> Iterator[str]:
        content = described.get("content")
        kind = reponse.headers.get("Content-Type", "")
        if content is None:
            yield from [f"a body of {kind}"] if reponse.content else []
        elif "*/*" not in content:
            if kind not in content:
                yield f"Content-Type {kind}"
                return
            validator = self._validateur(json.dumps(content[kind]["schema"]))
            for error in validator.iter_errors(json.loads(reponse.content)):
                yield f"{error.json_path}: {error.message[:300]}"

    def _validateur(self, schema: str) -> Any:
        """Made once each: it reads all components."""
        if schema not in self._validateurs:
            whole = {**json.loads(schema), "components": self.schemas}
            self._validateurs[schema] = jsonschema.Draft202012Validator(whole)
        return self._validateurs[schema]


@cache
def juge() -> Juge:
    """The judge by the document of the repository."""
    return Juge(lu())


def _fermes(composants: dict[str, Any]) -> dict[str, Any]:
    """The same, where a key that is not described is an error: readers may not rely on that."""
    closed: dict[str, Any] = json.loads(json.dumps(composants))
    for schema in closed["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return closed


def main(arguments: list[str]) -> int:
    """Write or look; 1 if the document of the repository is old."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")
    django.setup()
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.validation import validate_schema

    document = generer()
    validate_schema(document)
    GENERATOR_STATS.emit_summary()
    new = ecrire(document)
    if GENERATOR_STATS:
        return 1
    if "--verifier" not in arguments:
        CHEMIN.write_text(new, encoding="utf-8")
        return 0
    old = CHEMIN.read_text(encoding="utf-8") if CHEMIN.is_file() else ""
    if old != new:
        sys.stdout.write(f"{CHEMIN.relative_to(settings.BASE_DIR)} a vieilli : {REFAIRE}\n")
        return 1
    sys.stdout.write(f"{sum(1 for _ in operations(document))} opérations décrites, à jour.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

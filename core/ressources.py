"""Browser assets of packages: the exact files that are served, and how they are stored.

A list of names instead of whole folders: collecting the packages' `dist/` folders takes 1,200
files and fails on a source map that one of them does not ship.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, overload

import drf_spectacular_sidecar
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"
SIDECAR = Path(drf_spectacular_sidecar.__file__).parent / "static" / "drf_spectacular_sidecar"
REMEDE = "make run, ou : npm ci --ignore-scripts"


class Paquet(NamedTuple):
    """A folder inside node_modules, or with its whole path, and its files that are served."""

    dossier: str | Path
    fichiers: tuple[str, ...]


# URL prefix below STATIC_URL -> files.
PAQUETS = {
    "vendor/tabler": Paquet(
        "@tabler/core/dist", ("css/tabler.min.css", "css/tabler.rtl.min.css", "js/tabler.min.js")
    ),
    "vendor/htmx": Paquet("htmx.org/dist", ("htmx.min.js",)),
    "vendor/event-calendar": Paquet(
        "@event-calendar/build/dist", ("event-calendar.min.js", "event-calendar.min.css")
    ),
    "vendor/plex": Paquet(
        "@fontsource/ibm-plex-sans/files",
        tuple(
            f"ibm-plex-sans-{alphabet}-{graisse}-normal.woff2"
            for alphabet in ("latin", "latin-ext")
            for graisse in (400, 500, 600)
        ),
    ),
    # Its app would have 9 MB of source maps collected and compressed.
    "vendor/swagger": Paquet(
        SIDECAR / "swagger-ui-dist", ("swagger-ui-bundle.js", "swagger-ui.css")
    ),
    "vendor/redoc": Paquet(SIDECAR / "redoc" / "bundles", ("redoc.standalone.js",)),
}


def fichiers() -> Iterator[tuple[str, str, Path]]:
    """Every served file: prefix, name, where it is on disk."""
    for prefixe, paquet in PAQUETS.items():
        for nom in paquet.fichiers:
            yield prefixe, nom, NODE_MODULES / paquet.dossier / nom


class NpmFinder(BaseFinder):
    """Finds the files of `PAQUETS` and no other file of their folders."""

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """A warning, not an error: an image with files already collected has no node_modules."""
        absents = [str(chemin) for *_, chemin in fichiers() if not chemin.is_file()]
        if not absents:
            return []
        message = f"{len(absents)} fichier(s) de npm absent(s), dont {absents[0]}."
        return [checks.Warning(message, hint=REMEDE, id="core.W001")]

    @overload
    def find(self, path: str, find_all: Literal[False] = ...) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...

    def find(  # the signature is Django's
        self,
        path: str,
        find_all: bool = False,  # noqa: FBT001, FBT002
    ) -> str | list[str] | None:
        trouves = [
            str(chemin)
            for prefixe, nom, chemin in fichiers()
            if f"{prefixe}/{nom}" == path and chemin.is_file()
        ]
        if find_all:
            return trouves
        return trouves[0] if trouves else None

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """What collectstatic copies; a missing file stops it, a page without style would not."""
        stockages = {}
        for prefixe, nom, chemin in fichiers():
            if not chemin.is_file():
                raise ImproperlyConfigured(f"{chemin} : fichier absent. {REMEDE}")
            if prefixe not in stockages:
                dossier = NODE_MODULES / PAQUETS[prefixe].dossier
                stockages[prefixe] = FileSystemStorage(location=dossier)
                # The name that collectstatic reads to place the files.
                stockages[prefixe].prefix = prefixe  # type: ignore[attr-defined]
            yield nom, stockages[prefixe]


class StockageManifeste(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; the imports of our modules are hashed, source maps left out.

    Django would demand the map that each packaged file names in its last line, and maps weigh more
    than all the files served.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page names some fifty files, and what is served does not change under a process.
        self.adresse: Callable[[str | None, bool], str] = cache(super().url)

    def url(  # the signature is Django's
        self,
        name: str | None,
        force: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        return self.adresse(name, force)

    patterns = tuple(
        (modele, tuple(regle for regle in regles if "sourceMappingURL" not in str(regle)))
        for modele, regles in CompressedManifestStaticFilesStorage.patterns
    )

"""Running a takeover from tables as dicts."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reprise.etapes.base import Options
from reprise.moteur import Moteur
from reprise.rapport import Rapport
from reprise.tests.ancien import SourceEnMemoire, Tables
from reprise.tests.compte_rendu import Lignes


@pytest.fixture
def reprendre(tmp_path: Path) -> Callable[..., Lignes]:
    """Run a takeover; gives the lines of its report."""

    def run(source: SourceEnMemoire | Tables, **options: Any) -> Lignes:
        given = source if isinstance(source, SourceEnMemoire) else SourceEnMemoire(source)
        path = tmp_path / "rapport.csv"
        try:
            with Rapport(path) as rapport:
                Moteur(given, Options(**options), rapport).lancer()
        finally:
            with path.open(encoding="utf-8-sig", newline="") as opened:
                lines = list(csv.DictReader(opened, delimiter=";"))
        return lines

    return run

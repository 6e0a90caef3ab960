"""Each test has a folder of its own for files."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def dossier(settings: Any, tmp_path: Path) -> Path:
    settings.DOCUMENTS_ROOT = tmp_path
    return tmp_path


def fichiers(racine: Path) -> list[Path]:
    """What lies there, folders aside."""
    return [path for path in racine.rglob("*") if path.is_file()]

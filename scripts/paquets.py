"""Packages of the system, where we may install them: Debian's, as root."""

import os
import shutil
from pathlib import Path

from scripts import preparer
from scripts.processus import exiger


def peut_apt() -> bool:
    """Tell whether apt-get is there and would let us."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def par_apt(paquet: str) -> None:
    """Install a package, quietly."""
    apt: list[str | Path] = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    exiger([*apt, "update"], journal="apt", conseil=preparer.RESEAU)
    exiger(
        [*apt, "install", "--yes", "--no-install-recommends", paquet],
        journal="apt",
        conseil=preparer.RESEAU,
    )

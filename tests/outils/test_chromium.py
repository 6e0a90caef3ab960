"""Which Chromium the browser tests take, and what is done where none is."""

import os
from pathlib import Path

import pytest

from scripts import chromium, paquets
from scripts.processus import Echec


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; programs put in its `bin` are found."""
    dossier = tmp_path / "bin"
    dossier.mkdir()
    monkeypatch.setenv("PATH", str(dossier))
    monkeypatch.setenv("HOME", str(tmp_path))
    for nom in ("CHROMIUM", "PLAYWRIGHT_BROWSERS_PATH"):
        monkeypatch.delenv(nom, raising=False)
    return dossier


def _programme(chemin: Path, code: int = 0) -> Path:
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_text(f"#!/bin/sh\nexit {code}\n")
    chemin.chmod(0o755)
    return chemin


def test_without_a_browser_none_is_found(machine: Path) -> None:
    assert machine.is_dir()
    assert chromium.trouver() is None


def test_a_command_that_does_not_run_is_passed_over(machine: Path) -> None:
    _programme(machine / "chromium", code=1)
    assert chromium.trouver() is None
    bon = _programme(machine / "google-chrome")
    assert chromium.trouver() == bon


def test_what_playwright_downloaded_is_found(machine: Path) -> None:
    cache = machine.parent / ".cache/ms-playwright"
    bon = _programme(cache / "chromium-1200/chrome-linux64/chrome")
    _programme(cache / "chromium-1300/chrome-linux/chrome", code=127)
    assert chromium.trouver() == bon


def test_the_one_that_is_named_is_not_replaced(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _programme(machine / "chromium")
    monkeypatch.setenv("CHROMIUM", str(machine / "absent"))
    assert chromium.trouver() is None
    with pytest.raises(Echec, match="CHROMIUM="):
        chromium.exiger_chromium()
    monkeypatch.setenv("CHROMIUM", str(_programme(machine / "le-mien")))
    assert chromium.exiger_chromium() == machine / "le-mien"


def test_root_installs_by_apt_and_anybody_by_playwright(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lances: list[str] = []

    def exiger(commande: list[str | Path], **_options: str) -> None:
        mots = " ".join(map(str, commande))
        lances.append(mots)
        if "apt-get" in mots:
            raise Echec("pas de réseau")
        _programme(machine / "chromium")

    _programme(machine / "apt-get")
    for module in (chromium, paquets):
        monkeypatch.setattr(module, "exiger", exiger)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chromium.exiger_chromium() == machine / "chromium"
    assert [("apt-get" in mots, "--with-deps" in mots) for mots in lances] == [
        (True, False),
        (False, True),
    ]
    assert "[1/2] Chromium n'est pas là" in capsys.readouterr().out
    lances.clear()
    (machine / "chromium").unlink()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    chromium.exiger_chromium()
    assert [("apt-get" in mots, "--with-deps" in mots) for mots in lances] == [(False, False)]


def test_all_that_was_tried_is_told(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exiger(_commande: list[str | Path], **_options: str) -> None:
        raise Echec("pas de réseau")

    _programme(machine / "apt-get")
    for module in (chromium, paquets):
        monkeypatch.setattr(module, "exiger", exiger)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Echec) as refus:
        chromium.exiger_chromium()
    assert str(refus.value).count("pas de réseau") == 2
    assert chromium.CONSEIL in str(refus.value)

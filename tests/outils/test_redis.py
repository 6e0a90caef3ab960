"""Which Redis the fault tests take, and what is done where none is."""

import os
from pathlib import Path

import pytest

from scripts import paquets, redis
from scripts.processus import Echec


def test_le_nomme_celui_de_la_machine_ou_le_paquet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("REDIS_SERVER", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert redis.trouver() is None
    with pytest.raises(Echec, match="redis-server"):
        redis.exiger_redis()

    def exiger(commande: list[str | Path], **_options: str) -> None:
        if "install" in commande:
            _programme(tmp_path / "redis-server", 0)

    monkeypatch.setattr(paquets, "exiger", exiger)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Echec):  # root, but no apt-get
        redis.exiger_redis()
    _programme(tmp_path / "apt-get", 0)
    assert redis.exiger_redis() == tmp_path / "redis-server"
    for name, code in (("absent", None), ("casse", 1)):
        if code is not None:
            _programme(tmp_path / name, code)
        monkeypatch.setenv("REDIS_SERVER", str(tmp_path / name))
        with pytest.raises(Echec):  # a person's choice is not replaced
            redis.exiger_redis()


def _programme(chemin: Path, code: int) -> None:
    chemin.write_text(f"#!/bin/sh\nexit {code}\n")
    chemin.chmod(0o755)

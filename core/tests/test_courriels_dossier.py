"""Mails without a server: whole files that an administrator reads, never a crash."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client as Navigateur

from core import courriels_dossier
from core.courriel import composer
from core.courriels_dossier import GARDE, derniers, lire, purger
from tests.fixtures import Monde

PAGE = "/gestion/notifications/courriels/"


@pytest.fixture
def dossier(tmp_path: Path, settings: Any) -> Path:
    settings.COURRIELS_DOSSIER = tmp_path / "plus" / "loin"
    return tmp_path / "plus" / "loin"


def _deposer(sujet: str) -> None:
    message: EmailMultiAlternatives = composer(sujet, "Bonjour à tous\n", ["a@exemple.ma"])
    message.attach_alternative("<p>Bonjour</p>", "text/html")
    message.connection = get_connection("core.courriels_dossier.Dossier")
    assert message.send() == 1


def test_un_fichier_par_courriel(dossier: Path) -> None:
    assert derniers(5) == []
    _deposer("Échéance n° 1")
    _deposer("Échéance n° 2")
    (dossier / "autre.eml").write_text("x")
    found = derniers(5)
    assert [one.sujet for one in found] == ["Échéance n° 2", "Échéance n° 1"]
    assert (found[0].a, found[0].texte.strip()) == ("a@exemple.ma", "Bonjour à tous")
    assert [one.sujet for one in derniers(1)] == ["Échéance n° 2"]
    assert lire(found[0].nom) == found[0]
    for name in ("../../etc/passwd", "autre", "0" * 20 + "-absent", ""):
        assert lire(name) is None, name
    assert purger() == 0
    old = dossier / f"{found[1].nom}.eml"
    stamp = old.stat().st_mtime - GARDE.total_seconds() - 60
    os.utime(old, (stamp, stamp))
    assert purger() == 1
    assert [one.sujet for one in derniers(5)] == ["Échéance n° 2"]


def test_un_dossier_impossible_est_l_affaire_du_courriel(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "fichier").write_text("")
    settings.COURRIELS_DOSSIER = tmp_path / "fichier" / "dossier"
    with pytest.raises(OSError, match="fichier"):
        _deposer("x")
    assert courriels_dossier.derniers(5) == []


@pytest.mark.django_db
def test_l_administrateur_les_lit(
    dossier: Path, navigateur: dict[str, Navigateur], monde: Monde
) -> None:
    browser = navigateur["admin"]
    assert "Aucun courriel" in browser.get(PAGE).content.decode()
    _deposer("<b>Rappel</b>")
    page = browser.get(PAGE).content.decode()
    assert "&lt;b&gt;Rappel&lt;/b&gt;" in page
    [one] = derniers(5)
    assert "Bonjour à tous" in browser.get(f"{PAGE}{one.nom}/").content.decode()
    assert navigateur["responsable"].get(f"{PAGE}{one.nom}/").status_code == 403
    assert browser.get(f"{PAGE}x/").status_code == 404

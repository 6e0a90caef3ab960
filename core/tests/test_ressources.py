"""Assets: exact files found, nothing else; the manifest storage; the sprite as committed."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from pytest_django import Settings

from core import icones, ressources
from core.ressources import PAQUETS, NpmFinder, Paquet, StockageManifeste


def test_every_listed_file_is_installed_and_found() -> None:
    for prefixe, nom, chemin in ressources.fichiers():
        assert finders.find(f"{prefixe}/{nom}") == str(chemin)
    assert NpmFinder().check() == []


def test_listing_gives_collectstatic_the_same_names() -> None:
    listes = {
        f"{getattr(stockage, 'prefix', '')}/{nom}" for nom, stockage in NpmFinder().list(None)
    }
    assert listes == {f"{prefixe}/{nom}" for prefixe, nom, _ in ressources.fichiers()}


@pytest.mark.parametrize(
    "chemin",
    [
        "vendor/tabler/css/tabler.css",
        "vendor/tabler/../package.json",
        "vendor/tabler/css/../css/tabler.min.css",
        "@tabler/core/dist/css/tabler.min.css",
        "",
    ],
)
def test_no_other_file_of_node_modules_is_found(chemin: str) -> None:
    assert NpmFinder().find(chemin) is None
    assert NpmFinder().find(chemin, find_all=True) == []


def test_find_all_gives_a_list() -> None:
    chemin = "vendor/tabler/css/tabler.min.css"
    assert NpmFinder().find(chemin, find_all=True) == [NpmFinder().find(chemin)]


def test_a_missing_file_is_a_warning_and_stops_collectstatic(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(PAQUETS, "vendor/absent", Paquet("absent", ("a.css",)))
    (avis,) = NpmFinder().check()
    assert avis.id == "core.W001"
    assert "npm ci" in (avis.hint or "")
    assert NpmFinder().find("vendor/absent/a.css") is None
    with pytest.raises(ImproperlyConfigured, match="npm ci"):
        list(NpmFinder().list(None))


def test_manifest_hashes_imports_and_asks_for_no_source_map(
    tmp_path: Path, settings: Settings
) -> None:
    settings.DEBUG = False
    stockage = StockageManifeste(location=str(tmp_path), base_url="/static/")
    sources = {
        "a.js": b'import { x } from "./b.js";\nx();\n//# sourceMappingURL=a.js.map\n',
        "b.js": b"export const x = () => 1;\n",
        "c.css": b"body { color: red }\n/*# sourceMappingURL=c.css.map */\n",
    }
    for nom, contenu in sources.items():
        stockage.save(nom, ContentFile(contenu))
    traites = list(stockage.post_process({nom: (stockage, nom) for nom in sources}))
    assert not [t for t in traites if isinstance(t[2], Exception)]
    script = (tmp_path / stockage.stored_name("a.js")).read_text()
    assert re.search(r'from "\./b\.[0-9a-f]{12}\.js"', script)
    assert stockage.stored_name("c.css") != "c.css"


def test_sprite_is_the_one_that_the_list_gives() -> None:
    liste = icones.noms(icones.LISTE.read_text(encoding="utf-8"))
    assert icones.PLANCHE.read_text(encoding="utf-8") == icones.planche(liste)
    assert liste == re.findall(r'<symbol id="([^"]+)"', icones.PLANCHE.read_text(encoding="utf-8"))


def test_names_are_sorted_once_and_without_remarks() -> None:
    assert icones.noms("# remark\nuser\n home # why\n\nuser\n") == ["home", "user"]


@pytest.mark.parametrize("nom", ["n-existe-pas", "../filled/home", "Home"])
def test_an_unknown_icon_is_refused(nom: str) -> None:
    with pytest.raises(icones.IconeInconnue):
        icones.planche([nom])


def test_sprite_command_writes_the_sprite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(icones, "LISTE", tmp_path / "icones.txt")
    monkeypatch.setattr(icones, "PLANCHE", tmp_path / "icones.svg")
    icones.LISTE.write_text("home\nuser\n", encoding="utf-8")
    call_command("sprite")
    assert icones.PLANCHE.read_text(encoding="utf-8") == icones.planche(["home", "user"])
    assert "2 icônes" in capsys.readouterr().out
    icones.LISTE.write_text("n-existe-pas\n", encoding="utf-8")
    with pytest.raises(CommandError, match="n-existe-pas"):
        call_command("sprite")


def test_address_of_a_file_is_looked_up_once(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = False
    stockage = StockageManifeste(location=str(tmp_path), base_url="/static/")
    stockage.hashed_files = {"a.js": "a.0123456789ab.js"}
    asked: list[str] = []

    def chercher(nom: str) -> str:
        asked.append(nom)
        return str(stockage.hashed_files[nom])

    monkeypatch.setattr(stockage, "stored_name", chercher)
    assert [stockage.url("a.js") for _ in range(3)] == ["/static/a.0123456789ab.js"] * 3
    assert asked == ["a.js"]

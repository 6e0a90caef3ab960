"""The parts of set-up that decide something: ports, stamps, versions, locks, programs found."""

import json
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from scripts import controler, lancer, postgres, preparer, tester, verrous
from scripts.empreinte import a_jour, empreinte, marquer
from scripts.processus import RACINE, Echec, exiger, secondes
from scripts.processus import lancer as lancer_programme


@pytest.mark.parametrize("texte", ["abc", "0", "65536", "-1", "80.5", " "])
def test_an_impossible_port_is_told(texte: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", texte)
    with pytest.raises(Echec, match="PORT"):
        lancer.port_demande()


def test_port_is_8000_unless_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert lancer.port_demande() == 8000
    monkeypatch.setenv("PORT", "8123")
    assert lancer.port_demande() == 8123


def test_a_taken_port_is_told_and_a_free_one_is_left_free() -> None:
    with socket.create_server((lancer.HOTE, 0)) as occupant:
        port = occupant.getsockname()[1]
        with pytest.raises(Echec, match="déjà pris"):
            lancer.verifier_port(port)
    lancer.verifier_port(port)
    with socket.create_server((lancer.HOTE, port)):
        pass


def test_a_stamp_changes_with_each_element_and_their_borders(tmp_path: Path) -> None:
    fichier = tmp_path / "a"
    fichier.write_text("ab")
    valeur = empreinte([fichier, "c"])
    assert valeur != empreinte(["a", "bc"])
    assert valeur == empreinte(["ab", "c"])
    marque = tmp_path / "dossier" / "marque"
    assert not a_jour(marque, valeur)
    marquer(marque, valeur)
    assert a_jour(marque, valeur)
    assert not a_jour(marque, empreinte([fichier, "d"]))


def test_a_failing_program_shows_the_end_of_what_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.processus.JOURNAUX", tmp_path)
    with pytest.raises(Echec, match="panne réseau") as refus:
        exiger(["sh", "-c", "echo panne réseau; exit 3"], journal="essai", conseil="Relancez.")
    assert "code 3" in str(refus.value)
    assert "Relancez." in str(refus.value)
    exiger(["sh", "-c", "echo muet"], journal="essai")
    assert (tmp_path / "essai.log").read_text() == "muet\n"


def test_env_gets_its_own_keys_and_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exemple = RACINE / ".env.example"
    (tmp_path / ".env.example").write_text(exemple.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr("scripts.preparer.RACINE", tmp_path)
    preparer._ecrire_env()
    texte = (tmp_path / ".env").read_text(encoding="utf-8")
    cles = [ligne.partition("=")[2] for ligne in texte.splitlines() if "_KEY=" in ligne]
    assert len(set(cles)) == 2
    assert all(len(cle) >= 50 for cle in cles)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    preparer._ecrire_env()
    assert (tmp_path / ".env").read_text(encoding="utf-8") == texte


def _programmes(dossier: Path, version: str) -> Path:
    dossier.mkdir(parents=True)
    for nom in ("postgres", "initdb"):
        (dossier / nom).write_text(f'#!/bin/sh\necho "postgres (PostgreSQL) {version}"\n')
        (dossier / nom).chmod(0o755)
    return dossier


def test_the_newest_supported_postgres_of_the_machine_is_taken(tmp_path: Path) -> None:
    assert postgres.programmes(tmp_path, chemin="/nulle/part") is None
    _programmes(tmp_path / "usr/lib/postgresql/9/bin", "9.6.24")
    assert postgres.programmes(tmp_path, chemin="/nulle/part") is None
    _programmes(tmp_path / "usr/lib/postgresql/15/bin", "15.4")
    seize = _programmes(tmp_path / "usr/lib/postgresql/16/bin", "16beta1")
    assert postgres.programmes(tmp_path, chemin="/nulle/part") == seize
    ailleurs = _programmes(tmp_path / "ailleurs", "17.2 (Debian)")
    assert postgres.programmes(tmp_path, chemin=str(ailleurs)) == ailleurs


def test_the_lock_must_hold_each_requirement_at_its_version() -> None:
    exigences = "-r requirements.txt\n# remark\nDjango==5.2.19\npsycopg[binary,pool]==3.3.9\n"
    assert verrous.ecarts_python(exigences, "django==5.2.19\npsycopg==3.3.9\nsix==1\n") == []
    ecarts = verrous.ecarts_python(exigences + "six>=1\n", "django==5.2.18\n")
    assert len(ecarts) == 3


def test_the_npm_lock_must_match_with_hashes_and_without_addresses() -> None:
    paquet = json.dumps({"dependencies": {"a": "1"}})
    bon = {"": {"dependencies": {"a": "1"}}, "node_modules/a": {"integrity": "sha512-x"}}
    assert verrous.ecarts_npm(paquet, json.dumps({"packages": bon})) == []
    mauvais = {"": {}, "node_modules/a": {"resolved": "https://example.org/a.tgz"}}
    assert len(verrous.ecarts_npm(paquet, json.dumps({"packages": mauvais}))) == 3


def test_counts_are_read_from_the_report(tmp_path: Path) -> None:
    rapport = tmp_path / "r.xml"
    rapport.write_text(
        '<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10" time="1.5">'
        '<testcase classname="a.b" name="c"/><testcase classname="a.b" name="d[1]">'
        '<failure message="AssertionError: trop&#10;assert 1"/></testcase>'
        "</testsuite></testsuites>"
    )
    passage = tester._lire("SQLite 3", 1, rapport)
    assert passage.rates == ("a.b::d[1] : AssertionError: trop",)
    assert (passage.reussis, passage.echoues, passage.ignores) == (4, 3, 3)
    assert "1,5 s" in passage.ligne()


def test_a_run_without_report_has_failed(tmp_path: Path) -> None:
    assert tester._lire("SQLite 3", 0, tmp_path / "absent.xml").code != 0


def test_one_failed_run_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    bon = tester.Passage("SQLite", 0, 5, 0, 1, 1.0)
    mauvais = tester.Passage("PostgreSQL", 1, 4, 1, 0, 1.0)
    assert tester._conclure([bon, bon], couverture=0) == 0
    assert tester._conclure([bon, mauvais], couverture=0) == 1
    assert tester._conclure([bon, bon], couverture=2) == 1
    assert "10 passed, 0 failed, 2 skipped" in capsys.readouterr().out


def test_seconds_are_written_in_french() -> None:
    assert secondes(3.14) == "3,1 s"


def _refuser() -> int:
    raise Echec("à mender")


def test_checks_side_by_side_keep_their_outputs_apart_and_in_order(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The second waits for the third, which therefore runs meanwhile."""
    lecture, ecriture = os.pipe()
    controles = [
        ("un", lambda: lancer_programme(["sh", "-c", "echo premier; exit 3"])),
        ("deux", lambda: 0 * sys.stdout.write(os.read(lecture, 9).decode())),
        ("trois", lambda: 0 * os.write(ecriture, b"du voisin")),
        ("quatre", _refuser),
    ]
    resultats = [(r.nom, r.reussi) for r in controler._de_front(controles)]
    assert resultats == [("un", False), ("deux", True), ("trois", True), ("quatre", False)]
    shown = capfd.readouterr().out.split("\n--- ")
    assert shown == ["", "un\npremier\n", "deux\ndu voisin", "trois\n", "quatre\nà mender\n"]


def test_a_failed_check_s_last_words_end_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    """Those of a program and our own, each also where it was said."""
    parle = "echo a; for i in $(seq 40); do echo $i >&2; done; exit 3"
    controles = [
        ("bavard", lambda: lancer_programme(["sh", "-c", parle])),
        ("muet", lambda: 0),
        ("refus", _refuser),
    ]
    resultats = list(controler._un_par_un(controles))
    shown = capfd.readouterr().out
    assert shown.index("--- bavard\na\n1\n") < shown.index("\n40\n") < shown.index("--- muet")
    assert [r.reussi for r in resultats] == [False, True, False]
    with pytest.raises(Echec, match="bavard, refus"):
        controler._conclure(resultats)
    said = capfd.readouterr().out.split("--- ÉCHEC : ")[1:]
    assert said[0].split() == ["bavard", *map(str, range(29, 41))]
    assert said[1] == "refus\n    à mender\n"


def test_a_program_left_behind_does_not_hold_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps the output open, which the copy of the output reads to its end."""
    monkeypatch.setattr(controler, "SURSIS", 0.2)
    oublie = [("oublie", lambda: lancer_programme(["sh", "-c", "sleep 20 & echo dit"]))]
    debut = time.monotonic()
    (resultat,) = controler._un_par_un(oublie)
    assert resultat.reussi
    assert resultat.texte == "dit\n"
    assert time.monotonic() - debut < 10


def test_a_program_that_waits_for_ever_is_stopped_and_said(tmp_path: Path) -> None:
    numero = tmp_path / "pid"
    attente = f"echo $$ > {numero}; exec sleep 60"
    with pytest.raises(Echec, match="n’a pas fini en 0,5 s"):
        lancer_programme(["sh", "-c", attente], delai=0.5)
    assert not Path(f"/proc/{numero.read_text().strip()}").exists()


def test_an_interrupted_check_leaves_no_program_behind(tmp_path: Path) -> None:
    numero = tmp_path / "pid"
    attente = f"echo $$ > {numero}; exec sleep 60"
    controles = [
        ("long", lambda: lancer_programme(["sh", "-c", attente])),
        ("court", lambda: 0),
    ]
    for _resultat in controler._de_front(controles[::-1]):
        while not (numero.exists() and numero.read_text().strip()):
            time.sleep(0.01)
        break  # as an exception would: the generator is closed
    pid = int(numero.read_text())
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.01)

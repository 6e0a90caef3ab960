"""One POST over real sockets: certificates, redirects, slow and huge answers, rebinding."""

import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from crochets import poste
from crochets.adresses import lire, resoudre
from crochets.poste import poster
from crochets.tests.serveur import Serveur, dire

NOM = "recepteur.exemple.ma"
Ouvrir = Callable[..., Serveur]


@pytest.fixture
def ouvrir(settings: Any) -> Iterator[Ouvrir]:
    """A receiver that the settings let through."""
    opened: list[Serveur] = []

    def faire(repondre: Callable[[Any], None], **options: Any) -> Serveur:
        server = Serveur(repondre, **options)
        opened.append(server.__enter__())
        settings.CROCHETS_HTTP = True
        settings.CROCHETS_PORTS = [*settings.CROCHETS_PORTS, server.port]
        settings.CROCHETS_RESEAUX = [ip_network("127.0.0.1/32")]
        return server

    yield faire
    for server in opened:
        server.__exit__()


@pytest.fixture(scope="session")
def certificat(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """(certificate, key) of NOM, its own authority."""
    folder: Path = tmp_path_factory.mktemp("tls")
    paths = str(folder / "cert.pem"), str(folder / "cle.pem")
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made += ["-nodes", "-days", "2", "-subj", f"/CN={NOM}", "-addext", f"subjectAltName=DNS:{NOM}"]
    made += ["-out", paths[0], "-keyout", paths[1]]
    subprocess.run(made, check=True, capture_output=True)  # noqa: S603
    return paths


@pytest.fixture
def tls(certificat: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificat)
    return context


def nommer(monkeypatch: pytest.MonkeyPatch, *ips: str) -> list[str]:
    """Each question of DNS gets the next of `ips`, the last for good; the names asked."""
    asked: list[str] = []

    def getaddrinfo(hote: str, port: int, *_args: Any, **_options: Any) -> list[Any]:
        asked.append(hote)
        ip = hote if hote[0].isdigit() else ips[min(len(asked), len(ips)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_tls_verifie_le_nom_a_l_adresse_verifiee(  # noqa: PLR0917
    ouvrir: Ouvrir,
    tls: ssl.SSLContext,
    certificat: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Any] = []
    tls.sni_callback = lambda _sock, name, _context: seen.append(name)
    server = ouvrir(dire(204), tls=tls)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    nommer(monkeypatch, "127.0.0.1")
    url = f"https://{NOM}:{server.port}/recu?a=1"
    assert "certificate" in poster(url, b"{}", {}).erreur.lower()  # nobody vouches for it
    monkeypatch.setenv("SSL_CERT_FILE", certificat[0])
    assert poster(url, b"{}", {"X-A": "b"}).reussie
    other = poster(url.replace(NOM, "autre.exemple.ma"), b"{}", {})
    assert "mismatch" in other.erreur.lower()
    assert seen == [NOM, NOM, "autre.exemple.ma"]
    (got,) = server.recus
    assert (got.chemin, got.corps) == ("/recu?a=1", b"{}")
    assert got.entetes["Host"] == f"{NOM}:{server.port}"
    assert got.entetes["X-A"] == "b"


def test_une_redirection_n_est_pas_suivie(ouvrir: Ouvrir) -> None:
    private = ouvrir(dire(200))
    answers = dire(302, Location=f"http://127.0.0.1:{private.port}/secret")
    found = poster(f"http://127.0.0.1:{ouvrir(answers).port}/", b"{}", {})
    assert (found.statut, found.reussie, private.recus) == (302, False, [])


def test_un_nom_qui_change_d_adresse(
    ouvrir: Ouvrir, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public when saved, private when sent: refused. And it is asked once for each sending."""
    server = ouvrir(dire(200))
    settings.CROCHETS_RESEAUX = []
    url = f"http://{NOM}:{server.port}/"
    asked = nommer(monkeypatch, "93.184.216.34", "127.0.0.1", "93.184.216.34")
    assert resoudre(lire(url)) == "93.184.216.34"
    found = poster(url, b"{}", {})
    assert found.statut is None
    assert "privé" in found.erreur
    assert asked == [NOM, NOM]
    # Allowed once, then private: what was checked is what is connected to.
    settings.CROCHETS_RESEAUX = [ip_network("127.0.0.1/32")]
    asked = nommer(monkeypatch, "127.0.0.1", "10.0.0.1")
    assert poster(url, b"{}", {}).reussie
    assert [name for name in asked if not name[0].isdigit()] == [NOM]
    assert len(server.recus) == 1


def _goutte(porte: Any) -> None:
    porte.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _tour in range(100):
        porte.wfile.write(b"X-A: b\r\n")
        time.sleep(0.02)


def _goutte_du_corps(porte: Any) -> None:
    porte.send_response(200)
    porte.end_headers()
    for _tour in range(100):
        porte.wfile.write(b".")
        time.sleep(0.02)


def _muet(_porte: Any) -> None:
    time.sleep(1)


@pytest.mark.parametrize("repondre", [_goutte, _goutte_du_corps, _muet])
def test_une_reponse_lente_est_coupee(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch, repondre: Callable[[Any], None]
) -> None:
    monkeypatch.setattr(poste, "DELAI", 0.15)
    found = poster(f"http://127.0.0.1:{ouvrir(repondre).port}/", b"{}", {})
    assert (found.statut, found.reussie) == (None, False)
    assert "Timeout" in found.erreur or "timed out" in found.erreur
    assert 100 <= found.duree_ms < 900


def test_une_reponse_lente_par_tls_est_coupee(  # noqa: PLR0917
    ouvrir: Ouvrir, tls: ssl.SSLContext, certificat: tuple[str, str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(poste, "DELAI", 0.3)
    monkeypatch.setenv("SSL_CERT_FILE", certificat[0])
    nommer(monkeypatch, "127.0.0.1")
    server = ouvrir(_goutte_du_corps, tls=tls)
    found = poster(f"https://{NOM}:{server.port}/", b"{}", {})
    assert (found.statut, found.duree_ms < 900) == (None, True)


def test_un_corps_enorme_est_laisse(ouvrir: Ouvrir) -> None:
    sent: list[int] = []

    def enorme(porte: Any) -> None:
        porte.send_response(200)
        porte.end_headers()
        for _tour in range(2_000):
            porte.wfile.write(b"\x00\xff" * 32_768)
            sent.append(1)

    found = poster(f"http://127.0.0.1:{ouvrir(enorme).port}/", b"{}", {})
    assert found.reussie
    assert 0 < len(found.extrait) <= poste.EXTRAIT_MAX
    assert "\x00" not in found.extrait
    assert len(sent) < 500


def test_pannes_du_reseau(ouvrir: Ouvrir) -> None:
    server = ouvrir(lambda porte: porte.wfile.write(b"pas du HTTP\r\n\r\n"))
    url = f"http://127.0.0.1:{server.port}/"
    assert poster(url, b"{}", {}).erreur
    server.__exit__()
    assert poster(url, b"{}", {}).erreur
    assert poster("http://10.0.0.1/", b"{}", {}).statut is None

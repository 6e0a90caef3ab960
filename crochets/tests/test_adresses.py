"""Where webhooks may go: public addresses by HTTPS, whatever the spelling and whatever DNS says."""

import socket
from ipaddress import ip_network
from typing import Any

import pytest

from crochets.adresses import Adresse, AdresseRefusee, lire, permise, resoudre

REFUSEES = (
    "http://exemple.ma/",
    "ftp://exemple.ma/",
    "//exemple.ma/",
    "exemple.ma",
    "https://",
    "https:///x",
    "javascript:alert(1)",
    "https://u@exemple.ma/",
    "https://u:p@exemple.ma/",
    "https://exemple.ma@127.0.0.1/",
    "https://@exemple.ma/",
    "https://exemple.ma:8443/",
    "https://exemple.ma:80/",
    "https://exemple.ma:0/",
    "https://exemple.ma:99999/",
    "https://exemple.ma:x/",
    "https://exemple.ma/#x",
    "https://exemple.ma\\@x.ma/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0x7f.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://127.0.0.0x1/",
    "https://localhost/",
    "https://métier.ma/",
    "https://exemple..ma/",
    "https://-a.ma/",
    "https://[::1%25lo]/",
    "https://[fe80::1%eth0]/",
    "https://[::1/",
    "https://a_b.ma/",
    "https://①②⑦.0.0.1/",
    "https://exemple.ma\t/",
    'https://exemple.ma/"x',
)

PRIVEES = (
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:a9fe:a9fe",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "fd12::1",
    "ff02::1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "4000::1",
    "fe80::1%eth0",
    "x",
)

PUBLIQUES = ("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4007::200e")


def _refusee(url: str) -> bool:
    try:
        lire(url)
    except AdresseRefusee:
        return True
    return False


def test_les_ecritures_refusees() -> None:
    tried = [url.strip("\n") for line in REFUSEES for url in line.split("\n") if url.strip()]
    assert len(tried) > 30
    assert [
        url for url in [*tried, "", " ", "https://x.ma/" + "a" * 500] if not _refusee(url)
    ] == []


def test_les_ecritures_lues() -> None:
    found = {url: lire(url) for url in ("https://Api.Exemple.MA", "https://a.ma:443/b?c=d%20e&f")}
    assert list(found.values()) == [
        Adresse("https", "api.exemple.ma", 443, "/"),
        Adresse("https", "a.ma", 443, "/b?c=d%20e&f"),
    ]
    assert lire("https://[2606:4700::1]/").autorite == "[2606:4700::1]"


def test_les_reglages_ouvrent_ports_http_et_reseaux(settings: Any) -> None:
    settings.CROCHETS_HTTP, settings.CROCHETS_PORTS = True, [80, 8443]
    settings.CROCHETS_RESEAUX = [ip_network("10.0.0.5/32")]
    assert lire("http://a.ma/").autorite == "a.ma"
    assert lire("https://a.ma:8443/").autorite == "a.ma:8443"
    assert _refusee("https://a.ma/")
    assert permise("10.0.0.5")
    assert not permise("10.0.0.6")


def test_les_adresses_privees() -> None:
    assert [ip for ip in PRIVEES if permise(ip)] == []
    assert [ip for ip in PUBLIQUES if not permise(ip)] == []


def test_un_seul_des_noms_prive_suffit(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: dict[str, list[str]] = {
        "double.ma": ["93.184.216.34", "10.0.0.1"],
        "public.ma": ["93.184.216.34", "2606:4700::1"],
        "vide.ma": [],
    }

    def getaddrinfo(hote: str, port: int, **_options: Any) -> list[Any]:
        if hote not in answers:
            raise socket.gaierror
        return [(2, 1, 6, "", (ip, port)) for ip in answers[hote]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert resoudre(lire("https://public.ma/")) == "93.184.216.34"
    for name in ("double.ma", "vide.ma", "inconnu.ma"):
        with pytest.raises(AdresseRefusee):
            resoudre(lire(f"https://{name}/"))

"""Where a webhook may go: how its URL is spelled, and which addresses its name stands for.

One reading serves the check and the connection, so that no two parsers can disagree; and the
address that was checked is the one that is connected to, so that a name cannot change meanwhile.
"""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

_PORTS = {"https": 443, "http": 80}
_URL = re.compile(r"[!\x23-\x5b\x5d-\x7e]{1,500}")  # visible ASCII but quote and backslash
# The last label begins with a letter: 2130706433, 0177.0.0.1 and 0x7f.1 are no names.
_NOM = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}")
_UNIQUES = ip_network("2000::/3")
# Global by the registry, but they lead to an IPv4 address that is written inside them.
_TUNNELS = [ip_network(n) for n in ("2001::/32", "2002::/16", "192.88.99.0/24")]


class AdresseRefusee(ValueError):
    """This URL, or where it leads, is not for webhooks; says why, in the person's language."""


@dataclass(frozen=True)
class Adresse:
    """A URL taken apart: `hote` in lower case without brackets, `chemin` with its query."""

    schema: str
    hote: str
    port: int
    chemin: str

    @property
    def autorite(self) -> str:
        """As the header `Host` writes it."""
        host = f"[{self.hote}]" if ":" in self.hote else self.hote
        return host if self.port == _PORTS[self.schema] else f"{host}:{self.port}"


def lire(url: str) -> Adresse:
    """The parts of a URL that may be called, as far as its spelling tells."""
    if not _URL.fullmatch(url) or "#" in url:
        raise AdresseRefusee(_("Une adresse web sans espace, accent ni « # » est attendue."))
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise AdresseRefusee(_("Cette adresse web n’est pas lisible.")) from error
    if parts.scheme not in (("https", "http") if settings.CROCHETS_HTTP else ("https",)):
        raise AdresseRefusee(_("L’adresse commence par https://."))
    if "@" in parts.netloc:
        raise AdresseRefusee(_("Aucun identifiant ni mot de passe dans l’adresse."))
    port = _PORTS[parts.scheme] if port is None else port
    if port not in settings.CROCHETS_PORTS:
        raise AdresseRefusee(_("Le port %(port)s n’est pas permis.") % {"port": port})
    if not _NOM.fullmatch(host) and not _est_ip(host):
        raise AdresseRefusee(_("Le nom de la machine n’est pas valable."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Adresse(parts.scheme, host, port, path)


def resoudre(adresse: Adresse) -> str:
    """The IP address to connect to; every one that the name stands for must be allowed."""
    try:
        found = socket.getaddrinfo(adresse.hote, adresse.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        text = _("Le nom %(nom)s est introuvable.") % {"nom": adresse.hote}
        raise AdresseRefusee(text) from error
    ips = [str(info[4][0]) for info in found]
    if not ips or not all(permise(ip) for ip in ips):
        raise AdresseRefusee(_("Cette adresse mène à un réseau privé ou réservé."))
    return ips[0]


def permise(ip: str) -> bool:
    """Tell whether a webhook may connect there: public, or in CROCHETS_RESEAUX."""
    if not _est_ip(ip):
        return False
    address = ip_address(ip)
    if any(address in network for network in settings.CROCHETS_RESEAUX):
        return True
    return address.is_global and _unique(address) and not any(address in n for n in _TUNNELS)


def _unique(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        return address in _UNIQUES
    return not (address.is_multicast or address.is_reserved)


def _est_ip(texte: str) -> bool:
    """In its one strict spelling; one with a scope (`%eth0`) is of this link only."""
    try:
        ip_address(texte)
    except ValueError:
        return False
    return "%" not in texte

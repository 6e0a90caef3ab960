"""Where each person of the demo acts from: addresses reserved for documentation (RFC 5737)."""

from random import Random

from comptes.choices import Role
from comptes.models import Utilisateur
from core.contexte import Canal, Contexte

_BUREAU = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
_TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A556E) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Mobile Safari/537.36"
)
_APPLICATION = "mif-front/2.4"
_PART_API = 0.15


def contexte_de(user: Utilisateur, alea: Random, canal: str = "") -> Contexte:
    """The context that the audit row of `user`'s act records; an admin works on the server."""
    request_id = f"{alea.getrandbits(128):032x}"
    par_api = alea.random() < _PART_API
    if user.role == Role.ADMIN:
        return Contexte(Canal.COMMANDE, request_id=request_id)
    door = canal or (Canal.API if par_api else Canal.PAGE)
    network = {Role.RESPONSABLE: "192.0.2", Role.TECHNICIEN: "198.51.100"}.get(
        Role(user.role), "203.0.113"
    )
    browser = _TELEPHONE if user.role == Role.TECHNICIEN else _BUREAU
    return Contexte(
        door,
        adresse_ip=f"{network}.{10 + user.pk % 200}",
        user_agent=_APPLICATION if door == Canal.API else browser,
        request_id=request_id,
    )

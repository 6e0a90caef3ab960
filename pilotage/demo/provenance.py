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
APPLICATION = "mif-front/2.4"
PART_API = 0.15


def lieu_de(role: Role, pk: int) -> tuple[str | None, str]:
    """Address and browser of a person; an admin works on the server and has neither."""
    if role == Role.ADMIN:
        return None, ""
    network = {Role.RESPONSABLE: "192.0.2", Role.TECHNICIEN: "198.51.100"}.get(role, "203.0.113")
    return f"{network}.{10 + pk % 200}", _TELEPHONE if role == Role.TECHNICIEN else _BUREAU


def contexte_de(user: Utilisateur, alea: Random, canal: str = "") -> Contexte:
    """The context that the audit row of `user`'s act records; an admin works on the server."""
    request_id = f"{alea.getrandbits(128):032x}"
    par_api = alea.random() < PART_API
    if user.role == Role.ADMIN:
        return Contexte(Canal.COMMANDE, request_id=request_id)
    door = canal or (Canal.API if par_api else Canal.PAGE)
    address, browser = lieu_de(Role(user.role), user.pk)
    return Contexte(
        door,
        adresse_ip=address,
        user_agent=APPLICATION if door == Canal.API else browser,
        request_id=request_id,
    )

"""Wrong passwords are counted, per account and per network, behind every door alike.

A place is taken before the password is looked at and given back when it was right: a thousand
guesses at once are no better than ten, and successes are never counted. The count starts anew
after a quarter of an hour without a wrong one, so that no 15 minutes hold more than the limit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from comptes.models import Echecs, Utilisateur
from core.contexte import contexte_courant
from core.errors import TropDeDemandes
from core.freins import minutes
from core.texte import plier

CALME = timedelta(minutes=15)
_PREFIXES = {4: 24, 6: 64}


class _Essai:
    """What a check of a password tells: right or wrong."""

    juste = False


def _cle(genre: str, valeur: str) -> str:
    """Hashed: the table tells no names."""
    return salted_hmac(f"comptes.essais.{genre}", valeur, algorithm="sha256").hexdigest()


def cle_compte(user: Utilisateur | None, identifiant: str) -> str:
    """One key for an account however its name is spelt, and one for each name of nobody."""
    return _cle("compte", str(user.pk)) if user else _cle("nom", plier(identifiant))


def _reseau() -> str | None:
    """The caller's /24 or /64; None for commands and tests without an address."""
    address = contexte_courant().adresse_ip
    if not address:
        return None
    ip = ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return str(ip_network((mapped, _PREFIXES[mapped.version]), strict=False))


def _prendre(cle: str, limite: int) -> None:
    """One place of `limite`, or `TropDeDemandes` with how long to wait."""
    now = timezone.now()
    rows = Echecs.objects.filter(cle=cle)
    rows.filter(dernier__lte=now - CALME).update(nombre=0)
    free = rows.filter(nombre__lt=limite)
    if free.update(nombre=F("nombre") + 1, dernier=now):
        return
    try:
        with transaction.atomic():
            Echecs.objects.create(cle=cle, nombre=1, dernier=now)
    except IntegrityError:
        if not free.update(nombre=F("nombre") + 1, dernier=now):
            raise _trop(rows.values_list("dernier", flat=True).first() or now) from None


def _trop(dernier: datetime) -> TropDeDemandes:
    wait = max(1, int((dernier + CALME - timezone.now()).total_seconds()) + 1)
    text = _(
        "Trop d’essais de connexion. Réessayez dans %(n)s min, ou demandez un nouveau mot de passe."
    )
    return TropDeDemandes(text % {"n": minutes(wait)}, attente=wait)


def _rendre(cle: str) -> None:
    Echecs.objects.filter(cle=cle, nombre__gt=0).update(nombre=F("nombre") - 1)


@contextmanager
def essai(user: Utilisateur | None, identifiant: str) -> Iterator[_Essai]:
    """Around the check of a password: set `juste` if it was right; otherwise it counts as wrong."""
    reseau = _reseau()
    keys = [(cle_compte(user, identifiant), settings.ESSAIS_COMPTE)]
    if reseau is not None:
        keys.append((_cle("reseau", reseau), settings.ESSAIS_RESEAU))
    taken: list[str] = []
    outcome = _Essai()
    try:
        for key, limit in keys:
            _prendre(key, limit)
            taken.append(key)
    except TropDeDemandes:
        for key in taken:
            _rendre(key)
        raise
    try:
        yield outcome
    finally:
        if outcome.juste:
            for key in taken:
                _rendre(key)


def liberer(user: Utilisateur) -> None:
    """Start the count of an account anew: somebody who may has given it another password."""
    Echecs.objects.filter(cle=cle_compte(user, "")).delete()


def purger() -> int:
    """Forget counts that no longer hold anybody back."""
    return Echecs.objects.filter(dernier__lt=timezone.now() - CALME).delete()[0]

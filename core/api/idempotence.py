"""`Idempotency-Key`: a POST sent again with the same key does nothing and gets the same answer.

The key is written in the transaction of its effect: either both are there, or neither. A second
sending at the same moment waits on the unique key, then gets the first one's answer; refusals are
not kept, so that the corrected request may use the same key. Keys live 24 hours and are the
account's own.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from core.errors import Conflit, Invalide
from core.models import CleIdempotence

ENTETE = "Idempotency-Key"
REJEU = "Idempotent-Replayed"
DUREE = timedelta(hours=24)
_CLE = re.compile(r"[\x21-\x7e]{1,200}")
_ENTETES = ("ETag", "Location")
Suite = Callable[..., Response]


def cle_de(request: Request) -> str | None:
    """The key of a POST by somebody signed in, or None."""
    if request.method != "POST" or not request.user.is_authenticated:
        return None
    key = request.headers.get(ENTETE)
    if key is None:
        return None
    if not _CLE.fullmatch(key):
        text = _("De 1 à 200 caractères ASCII visibles sont attendus.")
        raise Invalide(f"{ENTETE} : {text}", {ENTETE: [text]})
    return key


def _empreinte(request: Request) -> str:
    """Method, address and body in one hash; files count by their bytes.

    Keyed, for a body may hold a password: who reads the table cannot try words against it.
    """
    total = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for name, values in sorted(_parties(request)):
        total.update(f"{name}\n".encode())
        for value in values:
            total.update(hashlib.sha256(value).digest())
    return salted_hmac("core.idempotence", total.digest(), algorithm="sha256").hexdigest()


def _parties(request: Request) -> list[tuple[str, list[bytes]]]:
    data = request.data
    if not hasattr(data, "lists"):
        return [("", [json.dumps(data, sort_keys=True, cls=JSONEncoder).encode()])]
    parts = []
    for name, values in data.lists():
        parts.append((name, [_octets(value) for value in values]))
    return parts


def _octets(valeur: Any) -> bytes:
    if not hasattr(valeur, "chunks"):
        return str(valeur).encode()
    total = hashlib.sha256(f"{valeur.name}\n".encode())
    for part in valeur.chunks():
        total.update(part)
    valeur.seek(0)
    return total.digest()


def _rejouer(row: CleIdempotence, empreinte: str) -> Response:
    if row.empreinte != empreinte:
        text = _("Cette clé a déjà servi pour une autre demande.")
        raise Invalide(f"{ENTETE} : {text}", {ENTETE: [text]})
    body = json.loads(row.corps) if row.corps else None
    return Response(body, status=row.statut, headers=row.entetes | {REJEU: "true"})


def une_fois(request: Request, cle: str, suite: Suite) -> Suite:
    """`suite`, done at most once for `cle`."""

    def faire(*args: Any, **kwargs: Any) -> Response:
        own, print_ = int(request.user.pk or 0), _empreinte(request)
        rows = CleIdempotence.objects.filter(utilisateur_id=own, cle=cle)
        rows.filter(cree_le__lt=timezone.now() - DUREE).delete()
        try:
            with transaction.atomic():
                row = CleIdempotence.objects.create(utilisateur_id=own, cle=cle, empreinte=print_)
                response = suite(*args, **kwargs)
                _garder(row, response)
        except IntegrityError:
            # Ours, or one of what was done: only the key's own row tells.
            known = rows.first()
            if known is None:
                raise
            return _rejouer(known, print_)
        except OperationalError as error:
            if "lock timeout" not in str(error):
                raise
            raise Conflit(_("La même demande est en cours : réessayez dans un instant.")) from error
        return response

    return faire


def _garder(row: CleIdempotence, response: Response) -> None:
    row.statut = response.status_code
    row.corps = "" if response.data is None else json.dumps(response.data, cls=JSONEncoder)
    row.entetes = {n: response.headers[n] for n in _ENTETES if n in response.headers}
    row.save()


def purger() -> int:
    """Forget keys of more than a day ago."""
    return CleIdempotence.objects.filter(cree_le__lt=timezone.now() - DUREE).delete()[0]

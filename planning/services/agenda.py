"""A technician's calendar link: made, which ends the one before, and revoked."""

import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit, Interdit, Introuvable
from planning.models import LienAgenda
from planning.permissions import gere_agenda
from techniciens.models import Technicien


def empreinte(jeton: str) -> str:
    """What is kept of a secret: it is random, so a plain digest of it cannot be tried out."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def creer_lien(*, par: Any, technicien_id: int) -> tuple[LienAgenda, str]:
    """(the link, its secret), which is told this once; the link before ends."""
    with transaction.atomic():
        person = _verrouiller(technicien_id, par)
        if not person.actif:
            raise Conflit(_("Ce technicien n’est plus en activité."))
        _revoquer(person)
        secret = secrets.token_urlsafe(32)
        row = LienAgenda.objects.create(
            technicien=person, empreinte=empreinte(secret), cree_par=par
        )
    return row, secret


def revoquer_lien(*, par: Any, technicien_id: int) -> None:
    """Whoever has the link reads no more; a new one may be made."""
    with transaction.atomic():
        if not _revoquer(_verrouiller(technicien_id, par)):
            raise Introuvable(_("Aucun lien d’agenda en cours."))


def _verrouiller(technicien_id: int, par: Any) -> Technicien:
    seen = Technicien.objects.visible_to(par).filter(pk=technicien_id)
    rows = Technicien.objects.select_related("user")
    locked = rows.select_for_update(no_key=True, of=("self",)).filter(pk__in=seen.values("pk"))
    person = locked.first()
    if person is None:
        raise Introuvable(_("Technicien introuvable."))
    if not gere_agenda(par, technicien_id):
        raise Interdit(_("Ce n’est pas votre agenda."))
    return person


def _revoquer(person: Technicien) -> int:
    rows = LienAgenda.objects.filter(technicien=person, revoque_le__isnull=True)
    return rows.update(revoque_le=timezone.now())

"""A lost password: a link by mail, good once and for one hour, and the same answer to everybody."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import Value
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from comptes.models import Utilisateur
from core.courriel import envoyer
from core.freins import Frein
from core.organisation import organisation


class Jetons(PasswordResetTokenGenerator):
    """Django's tokens, with an hour that is one also in the night when the clocks change."""

    key_salt = "comptes.oubli"

    def _now(self) -> datetime:
        return timezone.now().replace(tzinfo=None)


JETONS = Jetons()
DEMANDES = Frein("oubli", fois=5, secondes=3600)


def demander(courriel: str, adresse_ip: str | None) -> int:
    """Send the link to the active account of that address, if there is one.

    Returns the seconds to wait after too many requests; 0 says nothing of whether a mail left.
    """
    who = (courriel.strip().casefold(), adresse_ip)
    if wait := DEMANDES.attente(*who):
        return wait
    DEMANDES.compter(*who)
    rows = Utilisateur.objects.filter(is_active=True).alias(cle=Lower("email"))
    user = rows.filter(cle=Lower(Value(courriel.strip()))).first()
    # A message made for nobody costs the same time.
    subject, text = _message(user if user is not None else Utilisateur(pk=0, full_name="?"))
    if user is not None:
        envoyer(subject, text, [user.email])
    return 0


def _message(user: Any) -> tuple[str, str]:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = JETONS.make_token(user)
    # Our own address, never the one that the caller's headers name.
    link = settings.SITE_URL.rstrip("/") + reverse("comptes:nouveau_secret", args=[uid, token])
    context = {"personne": user, "lien": link, "organisation": organisation()}
    text = render_to_string("comptes/courriel_oubli.txt", context)
    return _("Choisir un nouveau mot de passe"), text

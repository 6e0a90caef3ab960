"""Where a delivery to a webhook stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

TOUS = "*"  # among the types of a subscription: every one, those to come too
PING = "test.ping"


class EtatEnvoi(TextChoices):
    EN_ATTENTE = "en_attente", _("En attente")
    LIVRE = "livre", _("Livré")
    ECHOUE = "echoue", _("Échoué")
    ABANDONNE = "abandonne", _("Abandonné")

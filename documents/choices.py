"""What a file is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TypeDocument(TextChoices):
    PHOTO = "photo", _("Photo")
    RAPPORT = "rapport", _("Rapport")
    MANUEL = "manuel", _("Manuel")
    CERTIFICAT = "certificat", _("Certificat")

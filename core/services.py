"""Every write to the kernel's own rows: the firm's identity."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Interdit
from core.images import OCTETS_MAX, png_de
from core.models import Organisation
from core.validation import appliquer, refuser_autres, valider

# One byte more than a logo may have is enough to refuse it.
LOGO_LU = OCTETS_MAX + 1

CHAMPS_ORGANISATION = frozenset(
    {
        "nom",
        "ice",
        "identifiant_fiscal",
        "registre_commerce",
        "patente",
        "cnss",
        "adresse",
        "ville",
        "telephone",
        "email",
        "calendrier",
    }
)


def modifier_organisation(
    *, par: Any, champs: Mapping[str, Any], logo: bytes | None = None, retirer_logo: bool = False
) -> Organisation:
    """Say who the firm is; its one row is made the first time.

    `logo` is a PNG or JPEG as it was sent; a redrawn small PNG is kept.
    """
    # The kernel knows no roles: who runs the installation is who enters its administration.
    if not par.is_staff:
        raise Interdit(_("Seul un administrateur modifie l’organisation."))
    refuser_autres(champs, CHAMPS_ORGANISATION)
    with transaction.atomic():
        row = Organisation.objects.select_for_update().filter(pk=1).first() or Organisation(pk=1)
        appliquer(row, champs)
        if logo is not None:
            row.logo = png_de(logo, "logo")
        elif retirer_logo:
            row.logo = None
        valider(row)
        row.save()
    return row

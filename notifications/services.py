"""Messages written by hand, and what people do with theirs."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.choices import Role
from comptes.models import Utilisateur
from core import courriels_dossier
from core.errors import Interdit, Introuvable, Invalide
from core.outbox import publier
from core.validation import exiger, refuser_autres, valider
from interventions.models import Intervention
from notifications.choices import CanalNotification
from notifications.events import CourrielDu, NotificationsEcrites
from notifications.models import Annonce, Notification

GARDE = timedelta(days=183)
GARDE_ANNONCES = timedelta(days=730)
LOT = 1_000


def _exiger_chef(par: Any) -> None:
    if par.role not in (Role.ADMIN, Role.RESPONSABLE):
        raise Interdit(_("Seul un responsable envoie ou retire des notifications."))


def envoyer(
    *,
    par: Any,
    user_id: int,
    contenu: str,
    titre: str = "",
    intervention_id: int | None = None,
    **genre: str,
) -> Notification:
    """A message written by somebody who manages; `genre` is `type_notification` and `canal`."""
    _exiger_chef(par)
    exiger(contenu=contenu)
    refuser_autres(genre, ("type_notification", "canal"))
    reader = Utilisateur.objects.visible_to(par).filter(pk=user_id, is_active=True).first()
    if reader is None:
        text = _("Ce compte n’existe pas ou n’est pas actif.")
        raise Invalide(text, {"user_id": [text]})
    if intervention_id is not None:
        about = Intervention.objects.visible_to(reader).filter(pk=intervention_id)
        if not about.exists():
            text = _("Cette personne ne voit pas cette intervention.")
            raise Invalide(text, {"intervention_id": [text]})
    row = Notification(
        user=reader,
        titre=titre or contenu[:255],
        message=contenu,
        intervention_id=intervention_id,
        metadata={"par": par.pk},
        **genre,
    )
    valider(row)
    with transaction.atomic():
        row.save()
        publier(NotificationsEcrites(user_ids=[reader.pk]))
        if row.canal == CanalNotification.EMAIL:
            publier(CourrielDu(user_id=reader.pk, notification_ids=[row.pk]))
    return row


def lire(*, par: Any, notification_id: int) -> Notification:
    """Mark one's own message as read; again is no error."""
    rows = Notification.objects.filter(user_id=par.pk, pk=notification_id)
    rows.filter(lu=False).update(lu=True, date_lu=timezone.now())
    found = rows.first()
    if found is None:
        raise Introuvable(_("Notification introuvable."))
    return found


def ouvrir(*, par: Any, notification_id: int) -> Notification:
    """Read one's own message, whichever way it came: its twin under the bell is read as well."""
    found = lire(par=par, notification_id=notification_id)
    if found.cle:
        twin = found.cle.rpartition(":")[0] + f":{CanalNotification.IN_APP}"
        rows = Notification.objects.filter(user_id=par.pk, cle=twin, lu=False)
        rows.update(lu=True, date_lu=timezone.now())
    return found


def tout_lire(*, par: Any) -> int:
    """Mark all of one's own messages as read; how many."""
    rows = Notification.objects.filter(user_id=par.pk, lu=False)
    return rows.update(lu=True, date_lu=timezone.now())


def supprimer(*, par: Any, notification_id: int) -> None:
    """Take a message away: whoever manages any, everybody their own."""
    row = Notification.objects.visible_to(par).filter(pk=notification_id).first()
    if row is None:
        raise Introuvable(_("Notification introuvable."))
    row.delete()


def purger() -> int:
    """Forget what was read six months ago, announced long ago, or mailed to a folder; how many."""
    now = timezone.now()
    gone = courriels_dossier.purger()
    for rows in (
        Notification.objects.filter(lu=True, date_lu__lt=now - GARDE, courriel_des=None),
        Annonce.objects.filter(cree_le__lt=now - GARDE_ANNONCES),
    ):
        while ids := list(rows.order_by().values_list("pk", flat=True)[:LOT]):
            gone += rows.model._base_manager.filter(pk__in=ids).delete()[0]
    return gone

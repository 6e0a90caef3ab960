"""Telling people, and what they do with it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptes.choices import Role
from comptes.models import Utilisateur
from core.errors import Interdit, Introuvable, Invalide
from core.validation import exiger, refuser_autres, valider
from interventions.models import Intervention
from interventions.visibility import comptes_qui_voient
from notifications.choices import CanalNotification
from notifications.models import Notification
from notifications.regles import REGLES, Regle
from techniciens.models import Technicien


def _exiger_chef(par: Any) -> None:
    if par.role not in (Role.ADMIN, Role.RESPONSABLE):
        raise Interdit(_("Seul un responsable envoie ou retire des notifications."))


def _destinataires(rule: Regle, row: Intervention, par: Any) -> QuerySet[Utilisateur]:
    """Those whom the rule names, except who did it and who may not see it."""
    first, *others = (ids.order_by() for who in rule.a for ids in who(row))
    named = first.union(*others) if others else first
    people = Utilisateur.objects.filter(comptes_qui_voient(row), pk__in=named)
    found: QuerySet[Utilisateur] = people.exclude(pk=par.pk).order_by("pk").only("langue")
    return found


def prevenir(acte: str, row: Intervention, par: Any) -> None:
    """Tell whom the table names, in two statements however many they are.

    In the act's own transaction: told if and only if it happened.
    """
    rule = REGLES.get(acte)
    if rule is not None:
        people = _destinataires(rule, row, par)
        Notification.objects.bulk_create([_annonce(acte, row, u) for u in people])


def prevenir_les_techniciens(rows: Sequence[Intervention], par: Any) -> None:
    """Tell each technician of the work that was made for it: whoever holds work sees it."""
    held = {row.technicien_id for row in rows if row.technicien_id is not None}
    people = Technicien.objects.select_related("user").filter(pk__in=held, user__is_active=True)
    named = {person.pk: person.user for person in people if person.user_id != par.pk}
    Notification.objects.bulk_create(
        _annonce("affecter", row, named[row.technicien_id])
        for row in rows
        if row.technicien_id in named
    )


def _annonce(acte: str, row: Intervention, user: Utilisateur) -> Notification:
    rule = REGLES[acte]
    with override(user.langue):
        title = str(rule.titre) % {"numero": row.numero}
    return Notification(
        user=user,
        titre=title,
        message=row.titre,
        type_notification=rule.genre,
        intervention=row,
        metadata={"acte": acte, "version": row.version},
        cle=f"{acte}:{row.pk}:{row.version}:{user.pk}:{CanalNotification.IN_APP}",
    )


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
    row.save()
    return row


def lire(*, par: Any, notification_id: int) -> Notification:
    """Mark one's own message as read; again is no error."""
    rows = Notification.objects.filter(user_id=par.pk, pk=notification_id)
    rows.filter(lu=False).update(lu=True, date_lu=timezone.now())
    found = rows.first()
    if found is None:
        raise Introuvable(_("Notification introuvable."))
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

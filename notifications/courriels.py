"""The outside subscriber: one mail to one person, of one message or of many.

The relay tries again when no server answers, and the same event always makes the same Message-ID:
a reader folds the double that a death between the server's yes and ours leaves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext, override
from django.utils.translation import gettext as _

from comptes.models import Utilisateur
from core.courriel import composer
from core.organisation import organisation
from core.outbox import Remise
from interventions.models import Intervention
from notifications.models import Notification
from planning.models import Creneau

# A server that refuses for long: the pauses grow to an hour, so some 18 hours.
ESSAIS = 24


@dataclass(frozen=True)
class Groupe:
    """What one mail says of one piece of work, or of none."""

    objet: str
    lien: str
    lignes: list[Notification]


def livrer(remise: Remise) -> None:
    """Send it, unless its reader was deactivated or sees nothing of it any more."""
    user = Utilisateur.objects.filter(pk=remise.donnees["user_id"], is_active=True).first()
    rows = [] if user is None else visibles(user, remise.donnees["notification_ids"])
    if user is not None and rows and user.email:
        message(user, rows, evenement_id=remise.evenement_id).send()


def visibles(user: Utilisateur, ids: Iterable[int]) -> list[Notification]:
    """Those that are still for this person's eyes: a mail may have waited for a night."""
    rows = Notification.objects.filter(pk__in=list(ids), user_id=user.pk)
    seen = Intervention.objects.visible_to(user).order_by().values("pk")
    slots = Creneau.objects.visible_to(user).order_by().values("intervention_id")
    about = Q(intervention_id=None) | Q(intervention_id__in=seen) | Q(intervention_id__in=slots)
    return list(rows.filter(about).select_related("intervention").order_by("pk"))


def message(user: Utilisateur, rows: list[Notification], *, evenement_id: int) -> Any:
    """The mail in the reader's language: text and HTML, one link to each change."""
    with override(user.langue):
        firm = organisation().nom
        subject = _sujet(rows, firm)
        context = {
            "titre": subject,
            "organisation": firm,
            "personne": user,
            "groupes": _groupes(rows),
            "preferences": _adresse("notifications:preferences"),
            "langue": user.langue,
            "sens": "rtl" if get_language_bidi() else "ltr",
        }
        text = render_to_string("notifications/courriel.txt", context)
        html = render_to_string("notifications/courriel.html", context)
    mail = composer(subject, text, [user.email], identite=f"notification-{evenement_id}-{user.pk}")
    mail.attach_alternative(html, "text/html")
    mail.reply_to = settings.EMAIL_REPLY_TO
    mail.extra_headers |= {
        "List-Unsubscribe": f"<{context['preferences']}>",
        "Auto-Submitted": "auto-generated",
    }
    return mail


def _sujet(rows: list[Notification], firm: str) -> str:
    if len(rows) == 1:
        return rows[0].titre
    text = ngettext("%(n)s nouvelle chez %(firme)s", "%(n)s nouvelles chez %(firme)s", len(rows))
    return text % {"n": len(rows), "firme": firm}


def _groupes(rows: list[Notification]) -> list[Groupe]:
    """By piece of work, in order of the first that is told of it."""
    found: dict[int | None, Groupe] = {}
    for row in rows:
        about = row.intervention
        name = f"{about.numero} · {about.titre}" if about else _("Autres messages")
        group = found.setdefault(row.intervention_id, Groupe(name, _lien(row), []))
        group.lignes.append(row)
    return list(found.values())


def _lien(row: Notification) -> str:
    """By way of the inbox, which knows where each message leads and marks it as read."""
    return _adresse("notifications:ouvrir", row.pk)


def _adresse(route: str, *arguments: Any) -> str:
    """Our own address, never the one that somebody's headers name."""
    site: str = settings.SITE_URL
    return site.rstrip("/") + reverse(route, args=arguments)

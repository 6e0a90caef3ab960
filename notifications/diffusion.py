"""The inside subscriber: an event becomes messages, under the bell and by mail, or none.

Its transaction is the one that marks the event as told, so each message is written once. Who may
see what is asked now, not when it happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comptes.models import Utilisateur
from core.outbox import Remise, publier
from notifications import preferences
from notifications.choices import CanalNotification
from notifications.events import CourrielDu, NotificationsEcrites
from notifications.faits import Fait, lire
from notifications.models import Notification, Preferences
from notifications.moments import FENETRE, FLOT, depart
from notifications.regles import REGLES, Regle
from planning.dates import quand

IN_APP, EMAIL = CanalNotification.IN_APP, CanalNotification.EMAIL
# What happened so long ago is no news: it is under the bell, and no mail says it any more.
PERIME = timedelta(days=1)
EXTRAIT = 500


@dataclass(frozen=True)
class Dit:
    """Who is told by which rule, and how that person wants it."""

    user: Utilisateur
    regle: Regle
    preferences: Preferences

    def par(self, canal: CanalNotification) -> bool:
        return preferences.veut(
            self.preferences, self.user.role, sujet=self.regle.sujet, canal=canal
        )


def livrer(remise: Remise) -> None:
    """Write what the event tells; what was written before is left as it is."""
    fait = lire(remise)
    told = [] if fait is None else personnes(fait)
    if fait is None or not told:
        return
    known = _deja(remise, told)
    now = timezone.now()
    rows = [row for one in told for row in _messages(remise, fait, one) if row.cle not in known]
    _dater(rows, {one.user.pk: one for one in told}, now)
    Notification.objects.bulk_create(rows)
    _annoncer(rows)


def personnes(fait: Fait) -> list[Dit]:
    """Whom the table names, each once, except who did it and who may not see it."""
    found: dict[int, tuple[Utilisateur, Regle]] = {}
    for rule in REGLES:
        if rule.evenement == fait.type and (rule.si is None or rule.si.vrai(fait)):
            for user in _destinataires(rule, fait):
                found.setdefault(user.pk, (user, rule))
    chosen = preferences.de_chacun(user for user, _rule in found.values())
    return [Dit(user, rule, chosen[user.pk]) for user, rule in found.values()]


def _destinataires(rule: Regle, fait: Fait) -> Iterable[Utilisateur]:
    first, *others = (ids.order_by() for group in rule.a for ids in group.comptes(fait))
    named = first.union(*others) if others else first
    people = fait.comptes().filter(pk__in=named).exclude(pk=fait.nombre("par_id"))
    return people.order_by("pk").only("langue", "email", "role")


def _cle(remise: Remise, user: Utilisateur, canal: CanalNotification) -> str:
    return f"{remise.evenement_id}:{user.pk}:{canal}"


def _deja(remise: Remise, told: list[Dit]) -> set[str | None]:
    """An event may be replayed: what it told then is not told again."""
    keys = [_cle(remise, one.user, canal) for one in told for canal in (IN_APP, EMAIL)]
    return set(Notification.objects.filter(cle__in=keys).values_list("cle", flat=True))


def _messages(remise: Remise, fait: Fait, dit: Dit) -> Iterable[Notification]:
    """In the reader's language, by each way that is wanted."""
    with override(dit.user.langue):
        title, text = str(dit.regle.titre) % mots(fait), _texte(fait)
    base: dict[str, Any] = {
        "user": dit.user,
        "titre": " ".join(title.split())[:255],
        "message": text,
        "type_notification": dit.regle.genre,
        "sujet": dit.regle.sujet,
        "intervention": fait.intervention,
        "metadata": {"evenement": remise.type, **fait.gardes},
    }
    if dit.par(IN_APP):
        yield Notification(**base, cle=_cle(remise, dit.user, IN_APP), date_envoi=remise.cree_le)
    now = timezone.now()
    if dit.par(EMAIL) and dit.user.email and now - remise.cree_le < PERIME:
        # Read elsewhere: it does not count among the unread here.
        read = {"lu": True, "date_lu": now, "canal": EMAIL}
        yield Notification(**base, **read, cle=_cle(remise, dit.user, EMAIL), date_envoi=now)


def mots(fait: Fait) -> dict[str, Any]:
    """The words that titles are made of, in the language in force."""
    row, slot, level, note = fait.intervention, fait.creneau, fait.niveau, fait.piece
    author = getattr(note, "auteur", None)
    return {
        "numero": row.numero if row else "",
        "machine": fait.equipement.nom if fait.equipement else "",
        "quand": quand(slot.date_debut, slot.date_fin) if slot else "",
        "nom": author or (level.technicien if level else ""),
        "competence": level.competence if level else "",
        "heures": fait.nombre("heures"),
        "jours": fait.nombre("jours"),
    }


def _texte(fait: Fait) -> str:
    """What it is about: the comment, else the work, the machine and the place."""
    said = getattr(fait.piece, "texte", "") or getattr(fait.piece, "nom_fichier", "")
    if said:
        return str(said)[:EXTRAIT]
    machine, row = fait.equipement, fait.intervention
    parts = [row.titre] if row else []
    if machine is not None:
        parts += [machine.nom, f"{machine.site.nom} {machine.site.ville}".strip()]
    if fait.niveau is not None and fait.niveau.certification_expire_le:
        parts.append(_("jusqu’au %(jour)s") % {"jour": _jour(fait.niveau)})
    return " · ".join(part for part in parts if part)


def _jour(niveau: Any) -> str:
    return f"{niveau.certification_expire_le:%d/%m/%Y}"


def _dater(rows: list[Notification], told: dict[int, Dit], maintenant: datetime) -> None:
    """Say of each mail until when it waits; None if it leaves now."""
    mails = [row for row in rows if row.canal == EMAIL]
    many = _flots([row.user_id for row in mails], maintenant) if mails else set()
    for row in mails:
        one = told[row.user_id]
        due = depart(maintenant, one.preferences, presse=one.regle.presse, flot=row.user_id in many)
        row.courriel_des = None if due <= maintenant else due


def _flots(user_ids: list[int], maintenant: datetime) -> set[int]:
    """Those who got so many mails just now that the next ones are gathered."""
    recent = Notification.objects.filter(
        user_id__in=user_ids, canal=EMAIL, date_envoi__gt=maintenant - FENETRE
    )
    counts = recent.order_by().values("user_id").annotate(n=Count("pk"))
    return {row["user_id"] for row in counts if row["n"] >= FLOT}


def _annoncer(rows: list[Notification]) -> None:
    """One event for all bells, one for each mail that leaves now."""
    bells = [row.user_id for row in rows if row.canal == IN_APP]
    if bells:
        publier(NotificationsEcrites(user_ids=bells))
    for row in rows:
        if row.canal == EMAIL and row.courriel_des is None:
            publier(CourrielDu(user_id=row.user_id, notification_ids=[row.pk]))

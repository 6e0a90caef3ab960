"""Sessions: opened at sign-in, asked at each request, renewed once per refresh token, ended."""

import re
from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from comptes.choices import FinSession, GenreSession
from comptes.models import Session, Utilisateur, nouveau_sid
from core.contexte import Canal, contexte_courant
from core.errors import Introuvable
from core.preparees import Ligne, Parametre, Preparee

CLE = "sid"
# Writing at each request when it was last seen would make every read a write.
_VUE = timedelta(minutes=5)
GARDEE = timedelta(days=90)
# Attribute of the account -> what apps above decide by at each request, read with its session.
_LUES_AVEC: dict[str, Any] = {}
# The same for what they show around each page.
_COMPTES_AVEC: dict[str, Any] = {}
_SID = re.compile(r"[\w-]{24}", re.ASCII)


def lire_avec(nom: str, expression: Any) -> None:
    """From now on a session is read with this value, as an attribute of its account.

    One statement less than asking for it, and no rows are built for the sake of an id. The
    expression stands in a query of sessions: `utilisateur__...`.
    """
    _LUES_AVEC[nom] = expression


def compter_avec(nom: str, expression: Any) -> None:
    """As `lire_avec`, for pages alone: the API shows nothing around its answers."""
    _COMPTES_AVEC[nom] = expression


def _duree(genre: str) -> timedelta:
    if genre == GenreSession.API:
        return max(settings.JWT_RENOUVELLEMENT, settings.JWT_ACCES)
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def ouvrir(user: Utilisateur, *, genre: GenreSession) -> Session:
    """A new session of `user`, from where this request comes."""
    contexte, now = contexte_courant(), timezone.now()
    return Session.objects.create(
        utilisateur=user,
        genre=genre,
        jti=nouveau_sid() if genre == GenreSession.API else "",
        ouverte_le=now,
        vue_le=now,
        expire_le=now + _duree(genre),
        adresse_ip=contexte.adresse_ip,
        user_agent=contexte.user_agent,
    )


_SESSION = [f.attname for f in Session._meta.concrete_fields]
_COMPTE = [f.attname for f in Utilisateur._meta.concrete_fields]


def _avec(genre: str) -> dict[str, Any]:
    return _LUES_AVEC | (_COMPTES_AVEC if genre == GenreSession.PAGE else {})


@cache
def _vivante(genre: str) -> Preparee:
    """The living session of a `sid`, its open account, and what is read with them."""
    rows = Session.objects.filter(
        sid=Parametre("sid", CharField()),
        genre=genre,
        terminee_le=None,
        expire_le__gt=Parametre("now", DateTimeField()),
        utilisateur__is_active=True,
    )
    account = [f"utilisateur__{name}" for name in _COMPTE]
    read = rows.annotate(**_avec(genre)).values_list(*_SESSION, *account, *_avec(genre))
    return Preparee(read.order_by())  # a `sid` names one row at most: it needs no order


def _session(ligne: Ligne, genre: str) -> Session:
    """What `_vivante` read, as instances."""
    own, account = len(_SESSION), len(_SESSION) + len(_COMPTE)
    session = Session.from_db(connection.alias, _SESSION, ligne[:own])
    user = Utilisateur.from_db(connection.alias, _COMPTE, ligne[own:account])
    vars(user).update(zip(_avec(genre), ligne[account:], strict=True))
    session.utilisateur = user
    return session


def lire(sid: str, *, genre: GenreSession) -> Session | None:
    """The living session and its open account, in one query; None for anything else."""
    if not _SID.fullmatch(sid):
        return None
    now = timezone.now()
    rows = _vivante(genre).lignes(sid=sid, now=now)
    found = _session(rows[0], genre) if rows else None
    if found is not None and now - found.vue_le > _VUE:
        Session.objects.filter(pk=found.pk).update(vue_le=now)
    return found


def du_navigateur(temoin: SessionBase) -> Utilisateur | None:
    """Who is signed in with this browser session; what is left of an ended one is emptied."""
    sid = temoin.get(CLE)
    if sid is None:
        return None
    found = lire(sid, genre=GenreSession.PAGE)
    if found is not None:
        expected = found.utilisateur.get_session_auth_hash()
        if constant_time_compare(temoin.get(HASH_SESSION_KEY, ""), expected):
            return found.utilisateur
    temoin.flush()
    return None


def suivre(temoin: SessionBase, user: Utilisateur) -> None:
    """Tie the browser's session to a new session of ours."""
    temoin[CLE] = ouvrir(user, genre=GenreSession.PAGE).sid


def a_la_connexion(*, request: Any, user: Any, **_signal: Any) -> None:
    """Django's signal of every sign-in by page; the API opens its own."""
    if request is not None and contexte_courant().canal != Canal.API:
        suivre(request.session, user)


def a_la_deconnexion(*, request: Any, **_signal: Any) -> None:
    """Django's signal, sent before the browser's session is emptied."""
    finir(str(request.session.get(CLE, "")))


def renouveler(sid: str, jti: str) -> Session | None:
    """The session with a new `jti`, if `jti` was the good one; a spent one ends the session.

    Whoever comes with a spent token has a copy: thief or owner, the session is over for both.
    """
    now, fresh = timezone.now(), nouveau_sid()
    with transaction.atomic():
        session = lire(sid, genre=GenreSession.API)
        if session is None:
            return None
        # Only columns of the row itself decide, so that one of several wins.
        mine = Session.objects.filter(pk=session.pk, terminee_le=None)
        expires = now + _duree(GenreSession.API)
        if mine.filter(jti=jti).update(jti=fresh, vue_le=now, expire_le=expires):
            session.jti = fresh
            return session
        mine.update(terminee_le=now, fin=FinSession.REJEU)
    return None


def finir(sid: str, fin: FinSession = FinSession.DECONNEXION) -> None:
    """End one session by its own name: signing out."""
    Session.objects.filter(sid=sid, terminee_le=None).update(terminee_le=timezone.now(), fin=fin)


def terminer(*, par: Utilisateur, session_id: int) -> None:
    """End one session that `par` sees: one's own, for an administrator anybody's."""
    rows = Session.objects.visible_to(par).filter(pk=session_id, terminee_le=None)
    if not rows.update(terminee_le=timezone.now(), fin=FinSession.REVOQUEE):
        raise Introuvable(_("Session introuvable, ou déjà terminée."))


def terminer_toutes(user: Utilisateur, *, fin: FinSession) -> None:
    """End every session of an account, whatever door they came by."""
    rows = Session.objects.filter(utilisateur=user, terminee_le=None)
    rows.update(terminee_le=timezone.now(), fin=fin)


def terminer_autres(*, par: Utilisateur, utilisateur_id: int, sauf: str = "") -> int:
    """End the sessions of one account that `par` sees, but for the one named."""
    rows = ouvertes(Session.objects.visible_to(par)).filter(utilisateur_id=utilisateur_id)
    return rows.exclude(sid=sauf).update(terminee_le=timezone.now(), fin=FinSession.REVOQUEE)


def ouvertes(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Those that neither ended nor expired."""
    return rows.filter(terminee_le=None, expire_le__gt=timezone.now())


def marque(password: str) -> int:
    """Tells in this process whether a password hash is still the same, without keeping it."""
    return hash(password)


def vivantes(sids: Collection[str]) -> dict[str, int]:
    """Those of `sids` that still count, with the mark of their account's password; one query."""
    rows = ouvertes(Session.objects.filter(sid__in=sids, utilisateur__is_active=True))
    found = rows.order_by().values_list("sid", "utilisateur__password")
    return {sid: marque(password) for sid, password in found}


def purger() -> int:
    """Forget sessions that ended or expired three months ago."""
    before = timezone.now() - GARDEE
    return Session.objects.filter(expire_le__lt=before).delete()[0]

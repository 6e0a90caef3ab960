"""« Voir comme le client »: a manager reads the portal with the eyes of one account of a firm.

Kept in the manager's own session: who looks, as whom, since when. Each request asks anew whether it
still holds. Nothing can be changed meanwhile (`clients.middleware`), and both ends are events.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.events import VueCommencee, VueTerminee
from clients.models import Client
from clients.permissions import exiger_gestion, peut_gerer
from clients.visibility import ids_clients_de
from comptes.choices import Role
from comptes.models import Utilisateur
from core.errors import Interdit, Introuvable, Invalide
from core.outbox import publier

CLE = "vue_comme"
DUREE = timedelta(minutes=30)


class Fin(StrEnum):
    """Why a view ended."""

    QUITTEE = "quittee"
    DECONNEXION = "deconnexion"
    EXPIREE = "expiree"
    # The manager is none any more, or the account is shut, of another role or of another firm.
    REFUSEE = "refusee"


@dataclass(frozen=True)
class Vue:
    """What the session keeps; `jeton` is the manager's own form token, given back at the end."""

    client_id: int
    compte_id: int
    par_id: int
    debut: str
    jeton: str

    @property
    def fin(self) -> datetime:
        return datetime.fromisoformat(self.debut) + DUREE


@dataclass(frozen=True)
class VueCourante:
    """For templates and for whoever must not write: who looks, as whom, until when."""

    par: Any
    compte: Utilisateur
    client: Client
    fin: datetime


def comptes_de(client: Client) -> QuerySet[Utilisateur]:
    """The open accounts of role client that sign in for the firm."""
    mine = Q(client=client) | Q(contact_client__client=client)
    rows: QuerySet[Utilisateur] = Utilisateur.objects.filter(mine, role=Role.CLIENT, is_active=True)
    return rows.distinct().order_by("full_name", "pk")


def vue_de(request: HttpRequest) -> Vue | None:
    """The view that the session keeps, whether or not it still holds."""
    kept = request.session.get(CLE)
    try:
        return Vue(**kept) if kept else None
    except TypeError:
        # Kept by another release: it cannot be told what it said.
        request.session.pop(CLE, None)
        return None


def commencer(request: HttpRequest, *, client_id: int, compte_id: int) -> VueCourante:
    """Look as `compte_id` from the next page on; the session's own user does not change."""
    par: Any = request.user
    exiger_gestion(par)
    if getattr(request, "vue_comme", None) is not None:
        raise Interdit(_("Quittez d’abord la vue en cours."))
    client = Client.objects.visible_to(par).filter(pk=client_id).first()
    if client is None:
        raise Introuvable(_("Client introuvable."))
    account = comptes_de(client).filter(pk=compte_id).first()
    if account is None:
        text = _("Choisissez un compte actif de ce client.")
        raise Invalide(text, {"compte": [text]})
    with transaction.atomic():
        publier(VueCommencee(client_id=client.pk, compte_id=account.pk, par_id=par.pk))
    now = timezone.now()
    token = str(request.META.get("CSRF_COOKIE", ""))
    view = Vue(client.pk, account.pk, par.pk, now.isoformat(), token)
    request.session[CLE] = asdict(view)
    # A form drawn for the client must never be taken as the manager's own once the view is over.
    rotate_token(request)
    return VueCourante(par, account, client, view.fin)


def terminer(request: HttpRequest, view: Vue, raison: Fin) -> None:
    """The view is over; the manager's forms of before hold again, those drawn since do not."""
    with transaction.atomic():
        publier(
            VueTerminee(
                client_id=view.client_id,
                compte_id=view.compte_id,
                par_id=view.par_id,
                raison=raison.value,
            )
        )
    request.session.pop(CLE, None)
    rotate_token(request)
    if view.jeton:
        request.META["CSRF_COOKIE"] = view.jeton


def verifier(par: Any, view: Vue) -> VueCourante | Fin:
    """The view as it holds at this moment, or why it does not."""
    if not timezone.now() < view.fin:
        return Fin.EXPIREE
    if par.pk != view.par_id or not peut_gerer(par):
        return Fin.REFUSEE
    client = Client.objects.visible_to(par).filter(pk=view.client_id).first()
    rows = Utilisateur.objects.filter(pk=view.compte_id, is_active=True, role=Role.CLIENT)
    account: Utilisateur | None = rows.first()
    if client is None or account is None or client.pk not in ids_clients_de(account):
        return Fin.REFUSEE
    return VueCourante(par, account, client, view.fin)


@contextmanager
def lecture_seule(connexion: Any) -> Iterator[None]:
    """Whatever a page may think of writing while it is read for somebody else, it does not."""

    def refuser(execute: Any, sql: str, *reste: Any) -> Any:
        if sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            raise Interdit(_("Pendant que vous regardez comme le client, rien n’est modifié."))
        return execute(sql, *reste)

    with connexion.execute_wrapper(refuser):
        yield

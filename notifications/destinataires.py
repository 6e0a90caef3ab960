"""To whom: groups of people around what happened, each as queries of ids of accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Contact
from comptes.choices import Role
from comptes.models import Utilisateur
from notifications.faits import Fait
from planning.models import Reservation
from techniciens.models import Technicien

Comptes = tuple[QuerySet[Any, Any], ...]


@dataclass(frozen=True)
class Destinataires:
    """A group: what it is called, the role of those in it, who they are this time."""

    libelle: Any
    role: Role
    comptes: Callable[[Fait], Comptes]


def _technicien(pk: int | None) -> Comptes:
    return (Technicien.objects.filter(pk=pk or 0).values("user_id"),)


def _titulaire(fait: Fait) -> Comptes:
    return _technicien(fait.intervention.technicien_id if fait.intervention else None)


def _reserves(fait: Fait) -> Comptes:
    taken = Reservation.objects.filter(planning=fait.creneau).values("technicien_id")
    helpers = Technicien.objects.filter(archive_le=None, pk__in=taken)
    return (*_titulaire(fait), helpers.values("user_id"))


def _client(fait: Fait) -> Comptes:
    """Every login of the firm."""
    firm = fait.equipement.client_id if fait.equipement else 0
    own = Client.objects.filter(pk=firm, user__role=Role.CLIENT)
    more = Contact.objects.filter(client_id=firm, user__role=Role.CLIENT)
    return own.values("user_id"), more.values("user_id")


def _responsables(_fait: Fait) -> Comptes:
    return (Utilisateur.objects.filter(role=Role.RESPONSABLE).values("pk"),)


def _du_niveau(fait: Fait) -> Comptes:
    return _technicien(fait.niveau.technicien_id if fait.niveau else None)


NOUVEAU = Destinataires(
    _("le technicien à qui elle est confiée"),
    Role.TECHNICIEN,
    lambda fait: _technicien(fait.nombre("technicien_id")),
)
ANCIEN = Destinataires(
    _("le technicien qui l’avait"),
    Role.TECHNICIEN,
    lambda fait: _technicien(fait.nombre("avant_id")),
)
TITULAIRE = Destinataires(_("le technicien qui l’a"), Role.TECHNICIEN, _titulaire)
RESERVES = Destinataires(_("les techniciens dont le temps est pris"), Role.TECHNICIEN, _reserves)
CERTIFIE = Destinataires(_("le technicien concerné"), Role.TECHNICIEN, _du_niveau)
CLIENT = Destinataires(_("les comptes du client"), Role.CLIENT, _client)
RESPONSABLES = Destinataires(_("les responsables"), Role.RESPONSABLE, _responsables)

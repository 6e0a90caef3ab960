"""Who is told of what, as one table: act -> whom, and in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Contact
from comptes.choices import Role
from comptes.models import Utilisateur
from interventions.models import Intervention
from notifications.choices import TypeNotification
from techniciens.models import Technicien

# Ids of accounts.
Destinataires = Callable[[Intervention], tuple[QuerySet[Any, Any], ...]]
T = TypeNotification


def le_technicien(row: Intervention) -> tuple[QuerySet[Any, Any], ...]:
    """Whoever holds it now."""
    return (Technicien.objects.filter(pk=row.technicien_id or 0).values("user_id"),)


def le_client(row: Intervention) -> tuple[QuerySet[Any, Any], ...]:
    """Every login of its firm."""
    own = Client.objects.filter(pk=row.client_id, user__role=Role.CLIENT)
    more = Contact.objects.filter(client_id=row.client_id, user__role=Role.CLIENT)
    return own.values("user_id"), more.values("user_id")


def les_responsables(_row: Intervention) -> tuple[QuerySet[Any, Any], ...]:
    """Those who plan the work."""
    return (Utilisateur.objects.filter(role=Role.RESPONSABLE).values("pk"),)


@dataclass(frozen=True)
class Regle:
    """To whom (each once), of what kind, and the title; `numero` and `titre` may stand in it."""

    a: tuple[Destinataires, ...]
    titre: Any
    genre: TypeNotification = T.INTERVENTION


REGLES: Mapping[str, Regle] = {
    "creer": Regle((les_responsables,), _("Nouvelle demande : %(numero)s")),
    "affecter": Regle((le_technicien,), _("%(numero)s vous est affectée")),
    "demarrer": Regle((le_client,), _("%(numero)s : le travail a commencé")),
    "suspendre": Regle((le_client, les_responsables), _("%(numero)s est en attente"), T.WARNING),
    "reprendre": Regle((le_client,), _("%(numero)s : le travail a repris")),
    "cloturer": Regle((le_client, les_responsables), _("%(numero)s est terminée"), T.SUCCESS),
    "annuler": Regle((le_technicien, le_client), _("%(numero)s est annulée"), T.WARNING),
}

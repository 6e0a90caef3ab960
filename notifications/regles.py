"""Who is told of what, as one table: act -> whom, and in which words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comptes.choices import Role
from comptes.models import Utilisateur
from interventions.models import Intervention
from notifications.choices import TypeNotification

Destinataires = Callable[[Intervention], Iterable[Utilisateur]]
T = TypeNotification


def le_technicien(row: Intervention) -> Iterable[Utilisateur]:
    """Whoever holds it now."""
    return [row.technicien.user] if row.technicien is not None else []


def le_client(row: Intervention) -> Iterable[Utilisateur]:
    """Every login of its firm."""
    own = Q(client=row.client_id) | Q(contact_client__client_id=row.client_id)
    found: QuerySet[Utilisateur] = Utilisateur.objects.filter(own, role=Role.CLIENT)
    return found.distinct()


def les_responsables(_row: Intervention) -> Iterable[Utilisateur]:
    """Those who plan the work."""
    found: QuerySet[Utilisateur] = Utilisateur.objects.filter(role=Role.RESPONSABLE)
    return found


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

"""The first steps of a new installation: what is there already, what comes next."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from comptes.choices import Role
from comptes.models import Utilisateur
from core.models import Organisation
from equipements.models import Equipement
from interventions.models import Intervention
from techniciens.models import Technicien


@dataclass(frozen=True)
class Pas:
    """One step: where it is made (nowhere, if this person may not), and whether it is done."""

    libelle: Any
    aide: Any
    url: str
    fait: bool


@dataclass(frozen=True)
class PremiersPas:
    """The steps in order; `essayer` when demo data could still be loaded."""

    pas: list[Pas]
    essayer: bool

    @property
    def prochain(self) -> Pas | None:
        return next((pas for pas in self.pas if not pas.fait and pas.url), None)

    @property
    def faits(self) -> int:
        return sum(pas.fait for pas in self.pas)


def _presences(user: Any) -> dict[str, bool]:
    """What there is, in one query."""
    rows: dict[str, QuerySet[Any]] = {
        "identite": Organisation.objects.visible_to(user).filter(~Q(ice="")),
        "client": Client.objects.visible_to(user),
        "equipe": Technicien.objects.visible_to(user),
        "machine": Equipement.objects.visible_to(user),
        "intervention": Intervention.objects.visible_to(user),
    }
    here = {f"a_{name}": Exists(found.order_by()) for name, found in rows.items()}
    found: dict[str, bool] = Utilisateur.objects.filter(pk=user.pk).values(**here).get()
    return found


def premiers_pas(user: Any) -> PremiersPas | None:
    """The steps for a person who leads the house; None once all is done or they were put away."""
    if user.role not in (Role.ADMIN, Role.RESPONSABLE) or not user.premiers_pas:
        return None
    there = _presences(user)
    if all(there.values()):
        return None
    admin = user.role == Role.ADMIN
    steps = [
        Pas(
            _("L’identité de l’entreprise"),
            _("Raison sociale, ICE, heures d’ouverture : imprimés sur les documents."),
            reverse("admin:core_organisation_changelist") if admin else "",
            there["a_identite"],
        ),
        Pas(
            _("Un premier client"),
            _("Il reçoit un site ; ajoutez-y ses contacts et son accès au portail."),
            reverse("clients:creer"),
            there["a_client"],
        ),
        Pas(
            _("L’équipe"),
            _("Un compte de technicien, puis son profil avec ses compétences."),
            reverse("comptes:creer" if admin else "techniciens:creer"),
            there["a_equipe"],
        ),
        Pas(
            _("Une machine"),
            _("Chez un client, sur un site. Son étiquette s’imprime aussitôt."),
            reverse("equipements:choisir_client"),
            there["a_machine"],
        ),
        Pas(
            _("Une première intervention"),
            _("Ouvrez-la, affectez-la : le technicien la voit dans « Ma journée »."),
            reverse("interventions:creer"),
            there["a_intervention"],
        ),
    ]
    empty = not there["a_client"] and not there["a_intervention"]
    return PremiersPas(steps, empty and admin and not settings.PRODUCTION)

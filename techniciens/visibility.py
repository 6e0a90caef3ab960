"""Technicians see themselves whole and their colleagues by name; clients see none of the table."""

from typing import Any

from django.db.models import Case, F, Q, When

from comptes.choices import Role
from core.visibility import TOUT, declarer
from techniciens.models import Competence, CompetenceTechnicien, Technicien

# Attribute of an account, and the profile's id in a query of its sessions.
LUE_AVEC = (
    "profil_technicien_id",
    Case(
        When(utilisateur__technicien__archive_le=None, then=F("utilisateur__technicien__pk")),
    ),
)


def technicien_id_de(user: Any) -> int | None:
    """Id of the user's profile, or None; read once per request's user object, with its session."""
    if not hasattr(user, "profil_technicien_id"):
        held = Technicien.objects.filter(user=user, archive_le=None).order_by()
        user.profil_technicien_id = held.values_list("pk", flat=True).first()
    found: int | None = user.profil_technicien_id
    return found


def _propre(user: Any, ligne: Any) -> bool:
    return bool(ligne.pk == technicien_id_de(user))


def _en_activite(_user: Any) -> Q:
    return Q(archive_le__isnull=True)


declarer(
    Technicien,
    lignes={Role.ADMIN: TOUT, Role.RESPONSABLE: TOUT, Role.TECHNICIEN: _en_activite},
    cachees={
        Role.TECHNICIEN: {
            "specialite",
            "equipe",
            "disponibilite",
            "disponibilite_constatee",
            "zone_geographique",
            "notes_competences",
            "date_embauche",
            "competences",
            "niveaux",
            "archive_le",
            "created_at",
            "updated_at",
        }
    },
    propre=_propre,
)
declarer(
    CompetenceTechnicien,
    lignes={
        Role.ADMIN: TOUT,
        Role.RESPONSABLE: TOUT,
        Role.TECHNICIEN: lambda user: Q(technicien_id=technicien_id_de(user)),
    },
)
declarer(
    Competence,
    lignes={Role.ADMIN: TOUT, Role.RESPONSABLE: TOUT, Role.TECHNICIEN: TOUT},
)


def comptes_qui_suivent(technicien_id: int) -> Q:
    """Condition on accounts: those from whom a profile's state (`disponibilite`) is not hidden."""
    own = Technicien.objects.filter(pk=technicien_id, archive_le__isnull=True).order_by()
    return Q(role__in=[Role.ADMIN, Role.RESPONSABLE]) | Q(
        role=Role.TECHNICIEN, pk__in=own.values("user_id")
    )

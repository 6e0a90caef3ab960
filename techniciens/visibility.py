"""Technicians see themselves whole and their colleagues by name; clients see none of the table."""

from typing import Any

from django.db.models import Q

from comptes.choices import Role
from core.visibility import TOUT, declarer
from techniciens.models import Competence, CompetenceTechnicien, Technicien


def technicien_id_de(user: Any) -> int | None:
    """Id of the user's profile, or None; read once per request's user object, with its session."""
    if "_technicien_id" not in user.__dict__:
        if Technicien.user.field.remote_field.is_cached(user):
            profile = getattr(user, "technicien", None)
        else:
            profile = Technicien.objects.filter(user=user).only("archive_le").first()
        if profile is not None and profile.archive_le is not None:
            profile = None
        user.__dict__["_technicien_id"] = profile.pk if profile else None
    found: int | None = user.__dict__["_technicien_id"]
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

"""Every write to a technician's profile and skills."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext as _

from comptes.choices import Role
from comptes.models import Utilisateur
from core.errors import Conflit, Introuvable, Invalide
from core.outbox import publier
from core.validation import appliquer, refuser_autres, valider
from core.versions import exiger_vue
from techniciens.actions import registre
from techniciens.choices import Niveau
from techniciens.events import TechnicienArchive, TechnicienRetabli
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.permissions import exiger_gestion

CHAMPS = frozenset(
    {
        "specialite",
        "disponibilite",
        "equipe",
        "zone_geographique",
        "notes_competences",
        "date_embauche",
    }
)
CHAMPS_COMPETENCE = frozenset({"nom", "description", "niveau_requis", "certification"})


def _verrouiller(technicien_id: int, par: Any) -> Technicien:
    seen = Technicien.objects.visible_to(par).filter(pk=technicien_id)
    row = (
        Technicien.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk__in=seen.values("pk"))
        .first()
    )
    if row is None:
        raise Introuvable(_("Technicien introuvable."))
    return row


def creer_technicien(
    *, par: Any, user_id: int, competences_ids: Sequence[int] = (), **champs: Any
) -> Technicien:
    """A profile for an account of role technicien that has none."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        user = Utilisateur.objects.visible_to(par).filter(pk=user_id).first()
        if user is None or user.role != Role.TECHNICIEN:
            text = _("Choisissez un compte de rôle technicien.")
            raise Invalide(text, {"user_id": [text]})
        row = Technicien(user=user, **champs)
        valider(row)
        row.save()
        for competence_id in dict.fromkeys(competences_ids):
            definir_competence(par=par, technicien_id=row.pk, competence_id=competence_id)
    return row


def modifier_technicien(*, par: Any, technicien_id: int, champs: Mapping[str, Any]) -> Technicien:
    """Change columns of a profile."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS)
    with transaction.atomic():
        row = _verrouiller(technicien_id, par)
        valider(row, appliquer(row, champs))
        row.save()
    return row


def constater(technicien_id: int, disponibilite: Combinable) -> bool:
    """What absences and work say of a technician whose row is locked; True if they say it anew.

    Said by hand, a `disponibilite` holds until the facts change: then they have the last word. The
    facts are an expression, so that they are asked and kept in one statement.
    """
    rows = Technicien.objects.filter(pk=technicien_id)
    changed = rows.exclude(disponibilite_constatee=disponibilite).update(
        disponibilite=disponibilite,
        disponibilite_constatee=disponibilite,
        updated_at=timezone.now(),
    )
    return bool(changed)


def archiver_technicien(
    *,
    par: Any,
    technicien_id: int,
    successeur_id: int | None = None,
    interventions_vues: Sequence[int] = (),
    version: int | None = None,
) -> Technicien:
    """Put a profile away; its open work is handed over or shown first."""
    exiger_gestion(par)
    with transaction.atomic():
        # Interventions before technicians: the order of locks.
        seen = Technicien.objects.visible_to(par).filter(pk=technicien_id).first()
        if seen is None:
            raise Introuvable(_("Technicien introuvable."))
        registre.appeler(
            "archiver",
            technicien=seen,
            par=par,
            successeur_id=successeur_id,
            interventions_vues=interventions_vues,
        )
        row = _verrouiller(technicien_id, par)
        exiger_vue(row, version)
        row.archive_le = timezone.now()
        row.save(update_fields=["archive_le", "updated_at"])
        publier(TechnicienArchive(technicien_id=row.pk, par_id=par.pk))
    return row


def desarchiver_technicien(*, par: Any, technicien_id: int) -> Technicien:
    """Take a profile back, of an account that may carry work out."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller(technicien_id, par)
        if row.archive_le is None:
            raise Conflit(_("Ce profil n’est pas archivé."))
        if not row.user.is_active:
            raise Conflit(_("Son compte est désactivé : un administrateur le réactive d’abord."))
        if row.user.role != Role.TECHNICIEN:
            raise Conflit(_("Son compte n’est plus celui d’un technicien."))
        row.archive_le = None
        row.save(update_fields=["archive_le", "updated_at"])
        publier(TechnicienRetabli(technicien_id=row.pk, par_id=par.pk))
    return row


def creer_competence(*, par: Any, **champs: Any) -> Competence:
    """A new skill in the list."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_COMPETENCE)
    row = Competence(**champs)
    with transaction.atomic():
        valider(row)
        row.save()
    return row


def modifier_competence(*, par: Any, competence_id: int, champs: Mapping[str, Any]) -> Competence:
    """Change a skill of the list."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_COMPETENCE)
    with transaction.atomic():
        row = Competence.objects.select_for_update().filter(pk=competence_id).first()
        if row is None:
            raise Introuvable(_("Compétence introuvable."))
        valider(row, appliquer(row, champs))
        row.save()
    return row


def definir_competence(
    *,
    par: Any,
    technicien_id: int,
    competence_id: int,
    niveau: str = Niveau.DEBUTANT,
    certification_expire_le: date | None = None,
) -> CompetenceTechnicien:
    """Say at which level a technician holds a skill, and until when it is certified."""
    exiger_gestion(par)
    with transaction.atomic():
        technicien = _verrouiller(technicien_id, par)
        if not Competence.objects.filter(pk=competence_id).exists():
            text = _("Compétence inconnue.")
            raise Invalide(text, {"competence_id": [text]})
        row = CompetenceTechnicien.objects.filter(
            technicien=technicien, competence_id=competence_id
        ).first() or CompetenceTechnicien(technicien=technicien, competence_id=competence_id)
        row.niveau = niveau
        row.certification_expire_le = certification_expire_le
        valider(row)
        row.save()
        _dater(technicien)
    return row


def _dater(technicien: Technicien) -> None:
    """The profile shows its skills: with one of them it has changed."""
    technicien.save(update_fields=["updated_at"])


def retirer_competence(*, par: Any, technicien_id: int, competence_id: int) -> None:
    """A technician no longer holds a skill."""
    exiger_gestion(par)
    with transaction.atomic():
        technicien = _verrouiller(technicien_id, par)
        deleted, _detail = CompetenceTechnicien.objects.filter(
            technicien=technicien, competence_id=competence_id
        ).delete()
        if not deleted:
            raise Conflit(_("Ce technicien n’a pas cette compétence."))
        _dater(technicien)

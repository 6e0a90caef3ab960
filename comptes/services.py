"""Every write to an account."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptes.actions import registre
from comptes.choices import Role
from comptes.models import Utilisateur
from comptes.permissions import exiger_admin
from core.errors import Conflit, Interdit, Introuvable, Invalide
from core.validation import appliquer, refuser_autres, valider

PREFERENCES = frozenset({"langue", "theme", "raccourcis", "premiers_pas"})
PAR_ADMIN = PREFERENCES | {"username", "full_name", "email", "role"}
PAR_SOI = PREFERENCES | {"full_name"}


def _mot_de_passe(user: Utilisateur, password: str, champ: str = "password") -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalide(_("Ce mot de passe ne convient pas."), {champ: error.messages}) from error
    user.set_password(password)


def _verrouiller(utilisateur_id: int, par: Any) -> Utilisateur:
    """The account, locked; before it, all active administrators if one is concerned.

    Two administrators who demote each other at once must not leave the house without one.
    """
    seen = Utilisateur.objects.visible_to(par).filter(pk=utilisateur_id)
    if not seen.exists():
        raise Introuvable(_("Compte introuvable."))
    admins = Utilisateur.objects.filter(role=Role.ADMIN, is_active=True)
    list(admins.select_for_update().order_by("pk").values_list("pk"))
    user: Utilisateur = Utilisateur.objects.select_for_update().get(pk=utilisateur_id)
    return user


def _garder_un_admin(user: Utilisateur) -> None:
    others = Utilisateur.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and user.is_active and not others.exists():
        raise Conflit(_("C’est le dernier administrateur : il doit le rester."))


def creer_utilisateur(
    *, par: Any, username: str, email: str, role: str, password: str, full_name: str = ""
) -> Utilisateur:
    """Open an account of any role: administrators only."""
    exiger_admin(par)
    user = Utilisateur(username=username, email=email.strip(), role=role, full_name=full_name)
    return _ouvrir(user, password)


def creer_compte_client(
    *, par: Any, username: str, email: str, password: str, full_name: str = ""
) -> Utilisateur:
    """Open an account of role client; `clients.services.ouvrir_compte` gives it its firm."""
    if not par.is_active or par.role not in (Role.ADMIN, Role.RESPONSABLE):
        raise Interdit(_("Vous ne pouvez pas ouvrir ce compte."))
    user = Utilisateur(
        username=username, email=email.strip(), role=Role.CLIENT, full_name=full_name
    )
    return _ouvrir(user, password)


def _ouvrir(user: Utilisateur, password: str) -> Utilisateur:
    _mot_de_passe(user, password)
    with transaction.atomic():
        valider(user)
        user.save()
    return user


def modifier_utilisateur(
    *, par: Any, utilisateur_id: int, champs: Mapping[str, Any]
) -> Utilisateur:
    """Admin: anybody's columns; others: own name and preferences."""
    with transaction.atomic():
        if par.role == Role.ADMIN and "role" in champs:
            # Before the account is locked, as in `desactiver`: technicians come first.
            for seen in Utilisateur.objects.filter(pk=utilisateur_id).exclude(role=champs["role"]):
                registre.appeler("changer_role", utilisateur=seen)
        user = _verrouiller(utilisateur_id, par)
        if par.role == Role.ADMIN:
            refuser_autres(champs, PAR_ADMIN)
        elif user.pk == par.pk:
            refuser_autres(champs, PAR_SOI)
        else:
            exiger_admin(par)
        if champs.get("role", user.role) != user.role:
            if user.pk == par.pk:
                raise Interdit(_("Personne ne change son propre rôle."))
            _garder_un_admin(user)
        changed = appliquer(user, champs)
        valider(user, changed)
        user.save()
    return user


def changer_mot_de_passe(*, utilisateur: Utilisateur, ancien: str, nouveau: str) -> Utilisateur:
    """Change one's own password, proving the old one."""
    with transaction.atomic():
        user: Utilisateur = Utilisateur.objects.select_for_update().get(pk=utilisateur.pk)
        if not user.check_password(ancien):
            text = _("Le mot de passe actuel n’est pas le bon.")
            raise Invalide(text, {"current_password": [text]})
        _mot_de_passe(user, nouveau, "new_password")
        user.save(update_fields=["password", "updated_at"])
    return user


def reinitialiser_mot_de_passe(*, utilisateur: Utilisateur, nouveau: str) -> Utilisateur:
    """Set the password of whoever proved to read the account's mail; all its sessions end."""
    with transaction.atomic():
        user: Utilisateur = Utilisateur.objects.select_for_update().get(pk=utilisateur.pk)
        if not user.is_active:
            raise Introuvable(_("Compte introuvable."))
        _mot_de_passe(user, nouveau, "new_password")
        user.save(update_fields=["password", "updated_at"])
    return user


def definir_mot_de_passe(*, par: Any, utilisateur_id: int, nouveau: str) -> Utilisateur:
    """An administrator sets somebody's password; every session of that account ends."""
    exiger_admin(par)
    with transaction.atomic():
        user = _verrouiller(utilisateur_id, par)
        _mot_de_passe(user, nouveau, "new_password")
        user.save(update_fields=["password", "updated_at"])
    return user


def desactiver(
    *,
    par: Any,
    utilisateur_id: int,
    successeur_id: int | None = None,
    interventions_vues: Sequence[int] = (),
) -> Utilisateur:
    """Shut an account: out at once by every door. Higher apps hand its work over or refuse."""
    exiger_admin(par)
    with transaction.atomic():
        # Work is handed over before the account is locked: interventions come first in the
        # order of locks.
        seen = Utilisateur.objects.visible_to(par).filter(pk=utilisateur_id).first()
        if seen is None:
            raise Introuvable(_("Compte introuvable."))
        registre.appeler(
            "desactiver",
            utilisateur=seen,
            par=par,
            successeur_id=successeur_id,
            interventions_vues=interventions_vues,
        )
        user = _verrouiller(utilisateur_id, par)
        if user.pk == par.pk:
            raise Conflit(_("On ne désactive pas son propre compte."))
        _garder_un_admin(user)
        user.is_active = False
        user.save(update_fields=["is_active", "updated_at"])
    return user


def reactiver(*, par: Any, utilisateur_id: int) -> Utilisateur:
    """Open a shut account again."""
    exiger_admin(par)
    with transaction.atomic():
        user = _verrouiller(utilisateur_id, par)
        user.is_active = True
        user.save(update_fields=["is_active", "updated_at"])
    return user

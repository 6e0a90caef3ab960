"""Every write to an account."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comptes.actions import registre
from comptes.choices import FinSession, Role
from comptes.essais import essai, liberer
from comptes.models import Utilisateur
from comptes.permissions import exiger_admin
from comptes.sessions import terminer_toutes
from core.errors import Conflit, Interdit, Introuvable, Invalide
from core.validation import appliquer, refuser_autres, valider
from core.versions import exiger_vue

PREFERENCES = frozenset({"langue", "theme", "densite", "raccourcis", "premiers_pas"})
PAR_ADMIN = PREFERENCES | {"username", "full_name", "email", "role"}
PAR_SOI = PREFERENCES | {"full_name"}


def _mot_de_passe(user: Utilisateur, password: str, champ: str = "password") -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalide(_("Ce mot de passe ne convient pas."), {champ: error.messages}) from error
    user.set_password(password)


def _verrouiller(utilisateur_id: int, par: Any, version: int | None = None) -> Utilisateur:
    """The account, locked and as `version` was seen; before it, all active administrators.

    Two administrators who demote each other at once must not leave the house without one.
    """
    seen = Utilisateur.objects.visible_to(par).filter(pk=utilisateur_id)
    if not seen.exists():
        raise Introuvable(_("Compte introuvable."))
    admins = Utilisateur.objects.filter(role=Role.ADMIN, is_active=True)
    list(admins.select_for_update().order_by("pk").values_list("pk"))
    user: Utilisateur = Utilisateur.objects.select_for_update().get(pk=utilisateur_id)
    exiger_vue(user, version)
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
    *, par: Any, utilisateur_id: int, champs: Mapping[str, Any], version: int | None = None
) -> Utilisateur:
    """Admin: anybody's columns; others: own name and preferences."""
    with transaction.atomic():
        if par.role == Role.ADMIN and "role" in champs:
            # Before the account is locked, as in `desactiver`: technicians come first.
            for seen in Utilisateur.objects.filter(pk=utilisateur_id).exclude(role=champs["role"]):
                registre.appeler("changer_role", utilisateur=seen)
        user = _verrouiller(utilisateur_id, par, version)
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
        role = user.role
        changed = appliquer(user, champs)
        valider(user, changed)
        user.save()
        if user.role != role:
            terminer_toutes(user, fin=FinSession.ROLE)
    return user


def changer_mot_de_passe(*, utilisateur: Utilisateur, ancien: str, nouveau: str) -> Utilisateur:
    """Change one's own password, proving the old one; every session of the account ends."""
    seen = _prouver(utilisateur, ancien)
    with transaction.atomic():
        user = _verrouiller(seen.pk, seen)
        _exiger_inchange(user, seen)
        _remplacer_mot_de_passe(user, nouveau)
    return user


def modifier_le_sien(
    *,
    utilisateur: Utilisateur,
    champs: Mapping[str, Any],
    nouveau: str | None = None,
    ancien: str | None = None,
    version: int | None = None,
) -> Utilisateur:
    """Own name and preferences, and own password; the old one is proved if it is given.

    The older front-end's only form for it sends the new password alone. Who holds the session may
    do that; every session ends with it, so that the owner notices.
    """
    seen = utilisateur if ancien is None else _prouver(utilisateur, ancien)
    with transaction.atomic():
        user = modifier_utilisateur(
            par=utilisateur, utilisateur_id=utilisateur.pk, champs=champs, version=version
        )
        if nouveau is not None:
            _exiger_inchange(user, seen)
            _remplacer_mot_de_passe(user, nouveau, "password")
    return user


def _prouver(utilisateur: Utilisateur, ancien: str) -> Utilisateur:
    """The account as it was when `ancien` was its password; a wrong one counts.

    Never inside a transaction: a refusal would undo its own count.
    """
    seen: Utilisateur = Utilisateur.objects.get(pk=utilisateur.pk)
    with essai(seen, seen.username) as attempt:
        attempt.juste = seen.check_password(ancien)
    if not attempt.juste:
        raise _mauvais()
    return seen


def _mauvais() -> Invalide:
    text = _("Le mot de passe actuel n’est pas le bon.")
    return Invalide(text, {"current_password": [text]})


def _exiger_inchange(user: Utilisateur, vu: Utilisateur) -> None:
    """Somebody changed it between the proof and the lock."""
    if user.password != vu.password:
        raise _mauvais()


def _remplacer_mot_de_passe(user: Utilisateur, nouveau: str, champ: str = "new_password") -> None:
    _mot_de_passe(user, nouveau, champ)
    user.save(update_fields=["password", "updated_at"])
    terminer_toutes(user, fin=FinSession.MOT_DE_PASSE)


def reinitialiser_mot_de_passe(*, utilisateur: Utilisateur, nouveau: str) -> Utilisateur:
    """Set the password of whoever proved to read the account's mail; all its sessions end."""
    with transaction.atomic():
        user: Utilisateur = Utilisateur.objects.select_for_update().get(pk=utilisateur.pk)
        if not user.is_active:
            raise Introuvable(_("Compte introuvable."))
        _remplacer_mot_de_passe(user, nouveau)
        liberer(user)
    return user


def definir_mot_de_passe(*, par: Any, utilisateur_id: int, nouveau: str) -> Utilisateur:
    """An administrator sets somebody's password; its sessions end, its wrong attempts are over."""
    exiger_admin(par)
    with transaction.atomic():
        user = _verrouiller(utilisateur_id, par)
        _remplacer_mot_de_passe(user, nouveau)
        liberer(user)
    return user


def desactiver(
    *,
    par: Any,
    utilisateur_id: int,
    successeur_id: int | None = None,
    interventions_vues: Sequence[int] = (),
    version: int | None = None,
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
        user = _verrouiller(utilisateur_id, par, version)
        if user.pk == par.pk:
            raise Conflit(_("On ne désactive pas son propre compte."))
        _garder_un_admin(user)
        user.is_active = False
        user.save(update_fields=["is_active", "updated_at"])
        terminer_toutes(user, fin=FinSession.DESACTIVATION)
    return user


def reactiver(*, par: Any, utilisateur_id: int, version: int | None = None) -> Utilisateur:
    """Open a shut account again."""
    exiger_admin(par)
    with transaction.atomic():
        user = _verrouiller(utilisateur_id, par, version)
        user.is_active = True
        user.save(update_fields=["is_active", "updated_at"])
    return user

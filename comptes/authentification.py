"""Proving who one is: username or e-mail with a password, for pages, API and admin alike."""

from typing import Any

import bcrypt
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import BCryptPasswordHasher, BCryptSHA256PasswordHasher
from django.db.models import Value
from django.db.models.functions import Lower
from django.http import HttpRequest

from comptes.essais import essai
from comptes.models import Utilisateur
from core.caracteres import toxique

IDENTIFIANT_MAX = 255
MOT_DE_PASSE_MAX = 1000


class Bcrypt(BCryptSHA256PasswordHasher):
    """bcrypt over SHA-256 (bare bcrypt ignores all after 72 bytes), at the settings' cost."""

    rounds: int = settings.BCRYPT_COUT


class BcryptNu(BCryptPasswordHasher):
    """Bare bcrypt, as the older backend hashed: for accounts taken over from it.

    What follows the 72nd byte never counted there, and the library of today refuses it.
    """

    # The stubs say str; Django's own hasher gives bytes.
    def encode(self, password: str, salt: bytes) -> str:  # type: ignore[override]
        short = password.encode()[:72]
        return f"{self.algorithm}${bcrypt.hashpw(short, salt).decode('ascii')}"


def _lisible(texte: Any, longueur: int) -> bool:
    return isinstance(texte, str) and len(texte) <= longueur and not toxique(texte)


class IdentifiantOuCourriel(BaseBackend):
    """Sign-in by username or e-mail, without regard to case; shut accounts are refused.

    An unknown name costs one hash too, so that time does not tell which accounts exist. After too
    many wrong passwords `TropDeDemandes`, whoever is meant.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_autres: Any,
    ) -> Utilisateur | None:
        if not _lisible(password, MOT_DE_PASSE_MAX):
            password = ""
        user = self._compte(username)
        known = username if _lisible(username, IDENTIFIANT_MAX) else ""
        with essai(user, known or "") as attempt:
            if user is None:
                Utilisateur().set_password(password)
            else:
                attempt.juste = user.check_password(password or "") and user.is_active
        return user if attempt.juste else None

    @staticmethod
    def _compte(identifiant: str | None) -> Utilisateur | None:
        """By e-mail if there is an @ (a username has none); the database folds both sides."""
        if identifiant is None or not _lisible(identifiant, IDENTIFIANT_MAX):
            return None
        name = identifiant.strip()
        column = "email" if "@" in name else "username"
        rows = Utilisateur.objects.alias(cle=Lower(column)).filter(cle=Lower(Value(name)))
        found: Utilisateur | None = rows.first()
        return found

    def get_user(self, user_id: Any) -> Utilisateur | None:
        """The account of a session: read at each request, so a shut account is out at once."""
        found: Utilisateur | None = Utilisateur.objects.filter(pk=user_id, is_active=True).first()
        return found

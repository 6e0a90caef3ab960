"""The account: one table, four roles; rights follow the role, never a group or a flag.

Beside it, its sessions, and the count of wrong passwords.
"""

import secrets
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comptes.appareils import nommer
from comptes.choices import Densite, FinSession, GenreSession, Langue, Role, Theme
from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet

identifiant_valide = RegexValidator(
    r"^[\w.+-]+\Z", _("Lettres, chiffres et . + - _ seulement (pas de @ ni d’espace).")
)


class GestionnaireUtilisateurs(BaseUserManager["Utilisateur"].from_queryset(VisibleQuerySet)):  # type: ignore[misc]
    """Creates accounts for Django's own commands; the application uses `comptes.services`."""

    def create_user(
        self, username: str, email: str, password: str | None = None, **champs: Any
    ) -> "Utilisateur":
        user = Utilisateur(username=username, email=self.normalize_email(email), **champs)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, email: str, password: str | None = None, **champs: Any
    ) -> "Utilisateur":
        """`manage.py createsuperuser`: an administrator."""
        return self.create_user(username, email, password, **{**champs, "role": Role.ADMIN})


def nom_affiche(full_name: str | None, username: str | None) -> str | None:
    """How a person is named everywhere; None for nobody."""
    return full_name or username


class Utilisateur(AbstractBaseUser, Horodate):
    """A person who signs in, by username or e-mail."""

    username = models.CharField(
        _("identifiant"), max_length=100, unique=True, validators=[identifiant_valide]
    )
    full_name = models.CharField(_("nom complet"), max_length=255, blank=True)
    email = models.EmailField(_("courriel"), max_length=255)
    password = models.CharField(_("mot de passe"), max_length=255, db_column="hashed_password")
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    is_active = models.BooleanField(_("actif"), default=True, db_default=True)
    langue = models.CharField(
        _("langue"), max_length=2, choices=Langue.choices, default=Langue.FR, db_default=Langue.FR
    )
    theme = models.CharField(
        _("thème"), max_length=10, choices=Theme.choices, default=Theme.AUTO, db_default=Theme.AUTO
    )
    densite = models.CharField(
        _("densité"),
        max_length=12,
        choices=Densite.choices,
        default=Densite.CONFORTABLE,
        db_default=Densite.CONFORTABLE,
        help_text=_("Compacte : davantage de lignes à l’écran, sur un ordinateur."),
    )
    raccourcis = models.BooleanField(
        _("raccourcis clavier"),
        default=True,
        db_default=True,
        help_text=_("Une lettre seule suffit : « / » cherche, « c » crée, « ? » les montre tous."),
    )
    premiers_pas = models.BooleanField(
        _("liste des premiers pas"), default=True, db_default=True, editable=False
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "full_name"]

    objects = GestionnaireUtilisateurs()

    class Meta:
        db_table = "users"
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")
        ordering = ["full_name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Ce courriel est déjà celui d’un compte."),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_casse",
                violation_error_message=_("Cet identifiant est déjà pris."),
            ),
            models.CheckConstraint(
                condition=~models.Q(username__contains="@"), name="user_username_sans_arobase"
            ),
            controle_enum("role", Role, "user_role"),
            controle_enum("langue", Langue, "user_langue"),
            controle_enum("theme", Theme, "user_theme"),
            controle_enum("densite", Densite, "user_densite"),
        ]
        indexes = [
            models.Index(fields=["email", "is_active"], name="idx_user_email_active"),
            models.Index(fields=["username", "role"], name="idx_user_username_role"),
            models.Index(fields=["role", "is_active"], name="idx_user_role_active"),
            models.Index(fields=["created_at", "role"], name="idx_user_created_role"),
            models.Index(
                fields=["role"], name="idx_active_users", condition=models.Q(is_active=True)
            ),
        ]

    def __str__(self) -> str:
        return str(nom_affiche(self.full_name, self.username))

    def get_full_name(self) -> str:
        return str(self)

    @property
    def is_staff(self) -> bool:
        """Only administrators enter the Django admin."""
        return self.is_active and self.role == Role.ADMIN

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django admin's question; what an administrator may do is said by services."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


def nouveau_sid() -> str:
    """A name that cannot be guessed: 24 characters, 144 bits."""
    return secrets.token_urlsafe(18)


class Session(models.Model):
    """One sign-in by page or API. It decides at each request: ended here, it is over at once.

    `jti` is the only refresh token of the session that is still good.
    """

    sid = models.CharField(
        max_length=24, unique=True, default=nouveau_sid, editable=False, verbose_name="sid"
    )
    jti = models.CharField(max_length=32, blank=True, editable=False, verbose_name="jti")
    utilisateur = models.ForeignKey(
        Utilisateur,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="sessions",
        verbose_name=_("utilisateur"),
    )
    genre = models.CharField(_("genre"), max_length=10, choices=GenreSession.choices)
    ouverte_le = models.DateTimeField(_("ouverte le"), default=timezone.now, editable=False)
    vue_le = models.DateTimeField(_("vue le"), default=timezone.now, editable=False)
    expire_le = models.DateTimeField(_("expire le"))
    terminee_le = models.DateTimeField(_("terminée le"), null=True, blank=True)
    fin = models.CharField(_("raison de la fin"), max_length=20, choices=FinSession, blank=True)
    adresse_ip = models.GenericIPAddressField(_("adresse"), null=True, blank=True)
    user_agent = models.CharField(_("appareil"), max_length=500, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "sessions"
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-ouverte_le", "-id"]
        constraints = [
            controle_enum("genre", GenreSession, "session_genre"),
            controle_enum("fin", FinSession, "session_fin", vide=True),
        ]
        indexes = [
            models.Index(fields=["utilisateur", "-ouverte_le"], name="idx_session_utilisateur"),
            models.Index(fields=["expire_le"], name="idx_session_expire"),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()}, {self.ouverte_le:%d/%m/%Y %H:%M}"

    @property
    def appareil(self) -> str:
        """What it was opened from, in words where they are known."""
        return nommer(self.user_agent) or self.user_agent


class Echecs(models.Model):
    """Wrong passwords of one account or one network since the last quiet quarter of an hour."""

    cle = models.CharField(_("clé"), max_length=64, unique=True)
    nombre = models.PositiveIntegerField(_("nombre"), default=0)
    dernier = models.DateTimeField(_("dernier"), default=timezone.now)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "echecs_connexion"
        verbose_name = _("échecs de connexion")
        verbose_name_plural = _("échecs de connexion")
        indexes = [models.Index(fields=["dernier"], name="idx_echecs_dernier")]

    def __str__(self) -> str:
        return f"{self.nombre} ({self.dernier:%d/%m/%Y %H:%M})"

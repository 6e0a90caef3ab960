"""Client firms, their sites and the people to talk to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import NiveauService, TypeClient
from core.champs_modele import TexteCherche
from core.choix import controle_enum
from core.models import Horodate
from core.querysets import VisibleQuerySet
from core.validateurs import valider_ice


class Client(Horodate):
    """A firm that owns machines. `user` is its main account; `contacts` may hold more logins."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="client",
        verbose_name=_("compte principal"),
    )
    nom_entreprise = models.CharField(_("entreprise"), max_length=255)
    secteur_activite = models.CharField(_("secteur d’activité"), max_length=100, blank=True)
    type_client = models.CharField(
        _("type de client"),
        max_length=20,
        choices=TypeClient.choices,
        default=TypeClient.STANDARD,
        db_default=TypeClient.STANDARD,
    )
    niveau_service = models.CharField(
        _("niveau de service"),
        max_length=20,
        choices=NiveauService.choices,
        default=NiveauService.STANDARD,
        db_default=NiveauService.STANDARD,
    )
    adresse = models.TextField(_("adresse"), blank=True)
    ville = models.CharField(_("ville"), max_length=100, blank=True)
    code_postal = models.CharField(_("code postal"), max_length=20, blank=True)
    telephone = models.CharField(_("téléphone"), max_length=50, blank=True)
    email_commercial = models.EmailField(_("courriel commercial"), max_length=255, blank=True)
    contact_principal = models.CharField(_("contact principal"), max_length=255, blank=True)
    notes_commerciales = models.TextField(_("notes commerciales"), blank=True)
    instructions_particulieres = models.TextField(_("instructions particulières"), blank=True)
    ice = models.CharField(_("ICE"), max_length=15, blank=True, validators=[valider_ice])
    identifiant_fiscal = models.CharField(_("identifiant fiscal"), max_length=20, blank=True)
    registre_commerce = models.CharField(_("registre du commerce"), max_length=50, blank=True)
    archive_le = models.DateTimeField(_("archivé le"), null=True, blank=True, editable=False)
    # Of columns that every role sees: a search must not tell of others.
    recherche = TexteCherche(
        sources=("nom_entreprise", "ville", "secteur_activite", "contact_principal")
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "clients"
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["nom_entreprise", "id"]
        constraints = [
            controle_enum("type_client", TypeClient, "client_type"),
            controle_enum("niveau_service", NiveauService, "client_niveau"),
        ]
        indexes = [
            models.Index(fields=["type_client", "niveau_service"], name="idx_client_type_niveau"),
            models.Index(fields=["ville", "secteur_activite"], name="idx_client_ville_secteur"),
        ]

    def __str__(self) -> str:
        return self.nom_entreprise


class Site(Horodate):
    """A place of a client where machines stand; each client starts with one."""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="sites", verbose_name=_("client")
    )
    nom = models.CharField(_("nom"), max_length=150)
    adresse = models.TextField(_("adresse"), blank=True)
    ville = models.CharField(_("ville"), max_length=100, blank=True)
    acces = models.TextField(_("consignes d’accès"), blank=True)
    horaires = models.CharField(_("horaires"), max_length=255, blank=True)
    archive_le = models.DateTimeField(_("archivé le"), null=True, blank=True, editable=False)
    recherche = TexteCherche(sources=("nom", "ville"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "sites"
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["nom", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "nom"],
                name="site_client_nom",
                violation_error_message=_("Ce client a déjà un site de ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.nom


class Contact(Horodate):
    """A person at a client's; with `user`, one who signs in for the firm."""

    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("client")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_client",
        verbose_name=_("compte"),
    )
    nom = models.CharField(_("nom"), max_length=255)
    fonction = models.CharField(_("fonction"), max_length=100, blank=True)
    telephone = models.CharField(_("téléphone"), max_length=50, blank=True)
    email = models.EmailField(_("courriel"), max_length=255, blank=True)
    principal = models.BooleanField(_("contact principal"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        db_table = "contacts"
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-principal", "nom", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(principal=True),
                name="contact_un_principal",
                violation_error_message=_("Ce client a déjà un contact principal."),
            )
        ]

    def __str__(self) -> str:
        return self.nom

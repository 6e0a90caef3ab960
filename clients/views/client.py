"""Changes to a firm itself and its logins."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import services
from clients.forms import FormulaireAcces, FormulaireClient
from clients.models import Client
from clients.permissions import exiger_gestion
from core.formulaires_service import VueService
from core.lignes import trouver
from core.messages import avec_annulation


class Gestion(VueService):
    """A change to something of a firm; `client` is the firm, whose page comes next."""

    client: Client

    def ouvrir(self) -> None:
        self.client = trouver(Client.objects.all(), self.kwargs["pk"], self.request.user)
        exiger_gestion(self.request.user)
        self.retour_texte = str(self.client)

    def get_success_url(self) -> str:
        return reverse("clients:fiche", args=[self.client.pk])


class Creer(VueService):
    """A new firm."""

    form_class = FormulaireClient
    titre = gettext_lazy("Nouveau client")
    bouton = gettext_lazy("Créer le client")
    retour_texte = gettext_lazy("Clients")
    message = gettext_lazy("Le client est créé, avec un premier site à son adresse.")

    def ouvrir(self) -> None:
        exiger_gestion(self.request.user)

    def executer(self, valeurs: dict[str, Any]) -> Client:
        return services.creer_client(par=self.request.user, **valeurs)

    def retour(self) -> str:
        return reverse("clients:liste")

    def get_success_url(self) -> str:
        return reverse("clients:fiche", args=[self.resultat.pk])


class Modifier(Gestion):
    """Change a firm."""

    form_class = FormulaireClient
    message = gettext_lazy("Le client est à jour.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.ligne = self.client
        self.titre = _("Modifier %(nom)s") % {"nom": self.client}

    def executer(self, valeurs: dict[str, Any]) -> Client:
        return services.modifier_client(
            par=self.request.user, client_id=self.client.pk, champs=valeurs
        )


class Archiver(Gestion):
    """Put a firm away."""

    bouton = gettext_lazy("Archiver le client")
    message = gettext_lazy("Le client est archivé, son passé reste.")
    danger = True
    note = gettext_lazy(
        "Ses machines archivées, le client quitte les listes et les choix. Son passé reste "
        "consultable."
    )

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Archiver %(nom)s ?") % {"nom": self.client}

    def executer(self, valeurs: dict[str, Any]) -> Client:
        return services.archiver_client(par=self.request.user, client_id=self.client.pk)

    def annoncer(self) -> None:
        back = reverse("clients:desarchiver", args=[self.client.pk])
        avec_annulation(self.request, self.dire(), back)


class Desarchiver(Gestion):
    """Take a firm back."""

    bouton = gettext_lazy("Rétablir le client")
    message = gettext_lazy("Le client est rétabli.")
    note = gettext_lazy("Le client revient dans les listes et les choix, avec ses sites.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Rétablir %(nom)s ?") % {"nom": self.client}

    def executer(self, valeurs: dict[str, Any]) -> Client:
        return services.desarchiver_client(par=self.request.user, client_id=self.client.pk)


class Acces(Gestion):
    """A login for somebody of the firm."""

    form_class = FormulaireAcces
    bouton = gettext_lazy("Ouvrir l’accès")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Ouvrir un accès pour %(nom)s") % {"nom": self.client}

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.ouvrir_compte(par=self.request.user, client_id=self.client.pk, **valeurs)

    def dire(self) -> str:
        return _("%(nom)s peut se connecter.") % {"nom": self.resultat}

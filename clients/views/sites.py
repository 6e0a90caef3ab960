"""Changes to the sites and contacts of a firm."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy

from clients import services
from clients.forms import FormulaireContact, FormulaireSite
from clients.models import Contact, Site
from clients.permissions import exiger_gestion
from clients.views.client import Gestion
from core.lignes import trouver
from core.messages import avec_annulation


class NouveauSite(Gestion):
    """Another place of the firm."""

    form_class = FormulaireSite
    titre = gettext_lazy("Nouveau site")
    bouton = gettext_lazy("Ajouter le site")
    message = gettext_lazy("Le site est ajouté.")

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.creer_site(par=self.request.user, client_id=self.client.pk, **valeurs)


class NouveauContact(Gestion):
    """Another person to talk to."""

    form_class = FormulaireContact
    titre = gettext_lazy("Nouveau contact")
    bouton = gettext_lazy("Ajouter le contact")
    message = gettext_lazy("Le contact est ajouté.")

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.creer_contact(par=self.request.user, client_id=self.client.pk, **valeurs)


class _SurLigne(Gestion):
    """A change to one site or contact of a firm; `question` is the title, with its name."""

    modele: ClassVar[Any]
    question: Any

    def ouvrir(self) -> None:
        rows = self.modele.objects.select_related("client")
        self.ligne = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_gestion(self.request.user)
        self.client = self.ligne.client
        self.retour_texte = str(self.client)
        self.titre = self.question % {"nom": self.ligne}


class ModifierSite(_SurLigne):
    """Change a site."""

    modele = Site
    form_class = FormulaireSite
    question = gettext_lazy("Modifier %(nom)s")
    message = gettext_lazy("Le site est à jour.")

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.modifier_site(par=self.request.user, site_id=self.ligne.pk, champs=valeurs)


class ModifierContact(_SurLigne):
    """Change a contact."""

    modele = Contact
    form_class = FormulaireContact
    question = gettext_lazy("Modifier %(nom)s")
    message = gettext_lazy("Le contact est à jour.")

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.modifier_contact(
            par=self.request.user, contact_id=self.ligne.pk, champs=valeurs
        )


class ArchiverSite(_SurLigne):
    """Put a site away."""

    modele = Site
    question = gettext_lazy("Archiver le site %(nom)s ?")
    bouton = gettext_lazy("Archiver le site")
    message = gettext_lazy("Le site est archivé.")
    note = gettext_lazy(
        "Ses machines déplacées, le site quitte les choix ; ce qui y a été fait reste écrit."
    )
    danger = True

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.archiver_site(par=self.request.user, site_id=self.ligne.pk)

    def annoncer(self) -> None:
        back = reverse("clients:desarchiver_site", args=[self.ligne.pk])
        avec_annulation(self.request, self.dire(), back)


class DesarchiverSite(_SurLigne):
    """Take a site back."""

    modele = Site
    question = gettext_lazy("Rétablir le site %(nom)s ?")
    note = gettext_lazy("Le site revient dans les choix, avec ses machines.")
    bouton = gettext_lazy("Rétablir le site")
    message = gettext_lazy("Le site est rétabli.")

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return services.desarchiver_site(par=self.request.user, site_id=self.ligne.pk)


class SupprimerContact(_SurLigne):
    """Forget a contact."""

    modele = Contact
    question = gettext_lazy("Supprimer le contact %(nom)s ?")
    bouton = gettext_lazy("Supprimer le contact")
    note = gettext_lazy("Plus personne ne l’aura à appeler ; ce qui a été fait reste écrit.")
    message = gettext_lazy("Le contact est supprimé.")
    danger = True

    def executer(self, valeurs: dict[str, Any]) -> None:
        services.supprimer_contact(par=self.request.user, contact_id=self.ligne.pk)

"""Changes to a machine."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from clients.models import Client
from core.errors import Interdit
from core.formulaires_service import VueService
from core.lignes import trouver
from core.messages import avec_annulation
from core.parametres import unique
from core.recherche import PARAMETRE as RECHERCHE
from core.recherche import rechercher
from equipements import services
from equipements.forms import FormulaireEquipement
from equipements.models import Equipement
from equipements.permissions import exiger_gestion

CLIENTS_MAX = 50


def _avec_famille(par: Any, valeurs: dict[str, Any]) -> dict[str, Any]:
    """The values with the family's id in place of its name."""
    if "famille_nom" not in valeurs:
        return valeurs
    nom = valeurs.pop("famille_nom")
    family = services.famille_nommee(par=par, nom=nom)
    return valeurs | {"famille_id": family.pk if family else None}


class ChoisirClient(TemplateView):
    """Whose machine is it? Found by name, because thousands of firms fit no select."""

    template_name = "equipements/choisir_client.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        exiger_gestion(user)
        texte = unique(self.request.GET, RECHERCHE)
        rows = Client.objects.visible_to(user).filter(archive_le__isnull=True)
        found = rechercher(rows, texte, user=user, pliees=("recherche",))
        shown = list(found.only("nom_entreprise", "ville")[: CLIENTS_MAX + 1])
        return super().get_context_data(
            clients=shown[:CLIENTS_MAX], encore=len(shown) > CLIENTS_MAX, recherche=texte, **kwargs
        )


class Creer(VueService):
    """A new machine of a client."""

    form_class = FormulaireEquipement
    bouton = gettext_lazy("Créer la machine")
    message = gettext_lazy("La machine est créée. Son code d’étiquette est sur sa fiche.")

    def ouvrir(self) -> None:
        user: Any = self.request.user
        rows = Client.objects.filter(archive_le__isnull=True)
        self.client = trouver(rows, self.kwargs["pk"], user)
        exiger_gestion(user)
        self.permis = services.MODIFIABLES[user.role]
        self.titre = _("Nouvelle machine chez %(client)s") % {"client": self.client}
        self.retour_texte = str(self.client)

    def get_initial(self) -> dict[str, Any]:
        code = unique(self.request.GET, "parent")
        return {"parent_code": code} if code else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"client": self.client}

    def executer(self, valeurs: dict[str, Any]) -> Equipement:
        user = self.request.user
        with transaction.atomic():
            values = _avec_famille(user, valeurs)
            return services.creer_equipement(par=user, client_id=self.client.pk, **values)

    def retour(self) -> str:
        return reverse("clients:fiche", args=[self.client.pk])

    def get_success_url(self) -> str:
        return reverse("equipements:fiche", args=[self.resultat.pk])


class _SurMachine(VueService):
    """A change to one machine."""

    ligne: Any

    def ouvrir(self) -> None:
        rows = Equipement.objects.select_related("client", "famille", "parent")
        self.ligne = trouver(rows, self.kwargs["pk"], self.request.user)
        self.retour_texte = str(self.ligne)

    def get_success_url(self) -> str:
        return reverse("equipements:fiche", args=[self.ligne.pk])


class Modifier(_SurMachine):
    """Change a machine: each role the columns that the service takes from it."""

    form_class = FormulaireEquipement
    message = gettext_lazy("La machine est à jour.")

    def ouvrir(self) -> None:
        super().ouvrir()
        user: Any = self.request.user
        if user.role not in services.MODIFIABLES:
            raise Interdit(_("Vous ne pouvez pas modifier une machine."))
        self.permis = services.MODIFIABLES[user.role]
        self.titre = _("Modifier %(nom)s") % {"nom": self.ligne}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"client": self.ligne.client}

    def executer(self, valeurs: dict[str, Any]) -> Equipement:
        user = self.request.user
        with transaction.atomic():
            values = _avec_famille(user, valeurs)
            return services.modifier_equipement(
                par=user, equipement_id=self.ligne.pk, champs=values
            )


class Archiver(_SurMachine):
    """Put a machine away."""

    bouton = gettext_lazy("Archiver la machine")
    message = gettext_lazy("La machine est archivée.")
    note = gettext_lazy(
        "Ses interventions finies et ses composants déplacés, la machine quitte les listes et les "
        "choix ; son passé reste. Une machine sans aucun passé est supprimée."
    )
    danger = True

    def ouvrir(self) -> None:
        super().ouvrir()
        exiger_gestion(self.request.user)
        self.titre = _("Archiver %(nom)s ?") % {"nom": self.ligne}

    def executer(self, valeurs: dict[str, Any]) -> Equipement | None:
        self.cle = self.ligne.pk
        return services.archiver_equipement(par=self.request.user, equipement_id=self.cle)

    def annoncer(self) -> None:
        """A machine that was deleted, having no past, cannot be taken back."""
        if self.resultat is None:
            messages.success(
                self.request, _("La machine n’avait aucun passé : elle est supprimée.")
            )
        else:
            back = reverse("equipements:desarchiver", args=[self.cle])
            avec_annulation(self.request, self.dire(), back)

    def retour(self) -> str:
        return reverse("equipements:fiche", args=[self.ligne.pk])

    def get_success_url(self) -> str:
        return reverse("equipements:liste")


class Desarchiver(_SurMachine):
    """Take a machine back."""

    bouton = gettext_lazy("Rétablir la machine")
    message = gettext_lazy("La machine est rétablie.")
    note = gettext_lazy("La machine revient dans les listes et les choix, à sa place.")

    def ouvrir(self) -> None:
        super().ouvrir()
        exiger_gestion(self.request.user)
        self.titre = _("Rétablir %(nom)s ?") % {"nom": self.ligne}

    def executer(self, valeurs: dict[str, Any]) -> Equipement:
        return services.desarchiver_equipement(par=self.request.user, equipement_id=self.ligne.pk)

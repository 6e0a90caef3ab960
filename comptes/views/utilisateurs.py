"""The administrator's pages of accounts: list, open, change, shut and open again."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptes import services
from comptes.forms import (
    FormulaireCompte,
    FormulaireDepart,
    FormulaireMotDePasse,
    FormulaireNouveauCompte,
)
from comptes.liste import ListeUtilisateurs
from comptes.models import Utilisateur
from comptes.permissions import exiger_admin
from core.formulaires_service import VueService
from core.lignes import trouver
from listes.liste import VueListe


class Utilisateurs(VueListe):
    """All accounts."""

    template_name = "comptes/utilisateurs.html"
    classe = ListeUtilisateurs


class NouveauCompte(VueService):
    """Open an account."""

    form_class = FormulaireNouveauCompte
    titre = gettext_lazy("Nouveau compte")
    bouton = gettext_lazy("Créer le compte")
    retour_texte = gettext_lazy("Utilisateurs")

    def ouvrir(self) -> None:
        exiger_admin(self.request.user)

    def executer(self, valeurs: dict[str, Any]) -> Utilisateur:
        return services.creer_utilisateur(par=self.request.user, **valeurs)

    def dire(self) -> str:
        return _("Le compte de %(nom)s est ouvert.") % {"nom": self.resultat}

    def retour(self) -> str:
        return reverse("comptes:utilisateurs")

    def get_success_url(self) -> str:
        return reverse("comptes:utilisateur", args=[self.resultat.pk])


class _SurCompte(VueService):
    """A page about one account."""

    ligne: Utilisateur

    def ouvrir(self) -> None:
        self.ligne = trouver(Utilisateur.objects.all(), self.kwargs["pk"], self.request.user)
        exiger_admin(self.request.user)
        self.retour_texte = str(self.ligne)

    def get_success_url(self) -> str:
        return reverse("comptes:utilisateur", args=[self.ligne.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(compte=self.ligne, **kwargs)


class Compte(_SurCompte):
    """One account: its columns, and what can be done with it."""

    template_name = "comptes/utilisateur.html"
    form_class = FormulaireCompte
    permis = services.PAR_ADMIN
    message = gettext_lazy("Le compte est à jour.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre, self.retour_texte = str(self.ligne), gettext_lazy("Utilisateurs")

    def retour(self) -> str:
        return reverse("comptes:utilisateurs")

    def executer(self, valeurs: dict[str, Any]) -> Utilisateur:
        user = self.request.user
        return services.modifier_utilisateur(par=user, utilisateur_id=self.ligne.pk, champs=valeurs)


class MotDePasseDe(_SurCompte):
    """A new password for somebody who lost theirs."""

    form_class = FormulaireMotDePasse
    bouton = gettext_lazy("Définir le mot de passe")
    message = gettext_lazy("Nouveau mot de passe enregistré. Toutes ses sessions sont fermées.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Mot de passe de %(nom)s") % {"nom": self.ligne}

    def executer(self, valeurs: dict[str, Any]) -> Utilisateur:
        return services.definir_mot_de_passe(
            par=self.request.user, utilisateur_id=self.ligne.pk, nouveau=valeurs["new_password"]
        )


class Desactiver(_SurCompte):
    """Shut an account; open work is handed over, or its list is read first."""

    template_name = "comptes/depart.html"
    form_class = FormulaireDepart
    bouton = gettext_lazy("Désactiver le compte")
    danger = True
    message = gettext_lazy("Le compte est désactivé : la personne n’entre plus nulle part.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Désactiver %(nom)s ?") % {"nom": self.ligne}

    def executer(self, valeurs: dict[str, Any]) -> Utilisateur:
        return services.desactiver(par=self.request.user, utilisateur_id=self.ligne.pk, **valeurs)


class Reactiver(_SurCompte):
    """Open a shut account again."""

    bouton = gettext_lazy("Réactiver le compte")
    note = gettext_lazy("La personne peut se connecter de nouveau, avec son ancien mot de passe.")
    message = gettext_lazy("Le compte est de nouveau actif.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.titre = _("Réactiver %(nom)s ?") % {"nom": self.ligne}

    def executer(self, valeurs: dict[str, Any]) -> Utilisateur:
        return services.reactiver(par=self.request.user, utilisateur_id=self.ligne.pk)

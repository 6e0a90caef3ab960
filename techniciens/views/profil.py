"""Changes to a technician's profile and skills."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptes.forms import FormulaireDepart
from core.errors import Introuvable
from core.formulaires_service import VueService
from core.lignes import trouver
from core.messages import avec_annulation
from core.nombres import lire_id
from core.parametres import unique
from techniciens import services
from techniciens.forms import FormulaireNiveau, FormulaireTechnicien, comptes_sans_profil
from techniciens.models import CompetenceTechnicien, Technicien
from techniciens.permissions import exiger_gestion


class Creer(VueService):
    """A profile for an account of role technicien."""

    template_name = "techniciens/creer.html"
    form_class = FormulaireTechnicien
    permis = services.CHAMPS | {"user_id"}
    titre = gettext_lazy("Nouveau technicien")
    bouton = gettext_lazy("Créer le profil")
    retour_texte = gettext_lazy("Techniciens")
    message = gettext_lazy("Le profil est créé. Ajoutez maintenant ses compétences.")

    def ouvrir(self) -> None:
        exiger_gestion(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        asked = unique(self.request.GET, "user")
        try:
            return {"user": lire_id(asked)}
        except ValueError:
            return {}

    def executer(self, valeurs: dict[str, Any]) -> Technicien:
        return services.creer_technicien(par=self.request.user, **valeurs)

    def retour(self) -> str:
        return reverse("techniciens:liste")

    def get_success_url(self) -> str:
        return reverse("techniciens:fiche", args=[self.resultat.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = comptes_sans_profil(self.request.user).exists()
        return super().get_context_data(comptes_libres=there, **kwargs)


class _SurTechnicien(VueService):
    """A change to one profile; `question` is the title, with the name."""

    question: Any = ""
    technicien: Technicien

    def ouvrir(self) -> None:
        rows = Technicien.objects.select_related("user")
        self.technicien = trouver(rows, self.kwargs["pk"], self.request.user)
        exiger_gestion(self.request.user)
        self.retour_texte = str(self.technicien)
        self.nommer()

    def nommer(self) -> None:
        """The title."""
        self.titre = self.question % {"nom": self.technicien}

    def get_success_url(self) -> str:
        return reverse("techniciens:fiche", args=[self.technicien.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(technicien=self.technicien, **kwargs)


class Modifier(_SurTechnicien):
    """Change a profile."""

    form_class = FormulaireTechnicien
    permis = services.CHAMPS
    question = gettext_lazy("Modifier le profil de %(nom)s")
    message = gettext_lazy("Le profil est à jour.")

    def ouvrir(self) -> None:
        super().ouvrir()
        self.ligne = self.technicien

    def executer(self, valeurs: dict[str, Any]) -> Technicien:
        return services.modifier_technicien(
            par=self.request.user, technicien_id=self.technicien.pk, champs=valeurs
        )


class Archiver(_SurTechnicien):
    """Put a profile away; open work is handed over, or its list is read first."""

    template_name = "techniciens/archiver.html"
    form_class = FormulaireDepart
    question = gettext_lazy("Archiver le profil de %(nom)s ?")
    bouton = gettext_lazy("Archiver le profil")
    message = gettext_lazy("Le profil est archivé : plus aucun travail ne lui sera affecté.")
    danger = True

    def executer(self, valeurs: dict[str, Any]) -> Technicien:
        self.laisse = bool(valeurs.get("interventions_vues"))
        return services.archiver_technicien(
            par=self.request.user, technicien_id=self.technicien.pk, **valeurs
        )

    def annoncer(self) -> None:
        """Work that went to others does not come back with the profile: then there is no undo."""
        if self.laisse:
            super().annoncer()
        else:
            back = reverse("techniciens:desarchiver", args=[self.technicien.pk])
            avec_annulation(self.request, self.dire(), back)


class Desarchiver(_SurTechnicien):
    """Take a profile back."""

    question = gettext_lazy("Rétablir le profil de %(nom)s ?")
    bouton = gettext_lazy("Rétablir le profil")
    note = gettext_lazy("Le technicien est de nouveau proposé quand on affecte du travail.")
    message = gettext_lazy("Le profil est rétabli : il peut de nouveau recevoir du travail.")

    def executer(self, valeurs: dict[str, Any]) -> Technicien:
        return services.desarchiver_technicien(
            par=self.request.user, technicien_id=self.technicien.pk
        )


class AjouterCompetence(_SurTechnicien):
    """A skill that the technician holds."""

    form_class = FormulaireNiveau
    question = gettext_lazy("Nouvelle compétence de %(nom)s")
    bouton = gettext_lazy("Ajouter la compétence")
    message = gettext_lazy("La compétence est ajoutée.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def executer(self, valeurs: dict[str, Any]) -> CompetenceTechnicien:
        return services.definir_competence(
            par=self.request.user, technicien_id=self.technicien.pk, **valeurs
        )


class _SurNiveau(_SurTechnicien):
    """A change to a skill that the technician holds."""

    niveau: CompetenceTechnicien

    def nommer(self) -> None:
        rows = CompetenceTechnicien.objects.visible_to(self.request.user)
        held = rows.filter(technicien=self.technicien, competence_id=self.kwargs["competence"])
        niveau = held.select_related("competence").first()
        if niveau is None:
            raise Introuvable(_("Ce technicien n’a pas cette compétence."))
        self.niveau = niveau
        names = {"competence": niveau.competence, "nom": self.technicien}
        self.titre = self.question % names


class ModifierCompetence(_SurNiveau):
    """The level of a skill and its certificate."""

    form_class = FormulaireNiveau
    question = gettext_lazy("%(competence)s : niveau de %(nom)s")
    message = gettext_lazy("La compétence est à jour.")

    def get_initial(self) -> dict[str, Any]:
        row = self.niveau
        return {"niveau": row.niveau, "certification_expire_le": row.certification_expire_le}

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"user": self.request.user, "competence": self.niveau.competence}
        return super().get_form_kwargs() | own

    def executer(self, valeurs: dict[str, Any]) -> CompetenceTechnicien:
        return services.definir_competence(
            par=self.request.user, technicien_id=self.technicien.pk, **valeurs
        )


class RetirerCompetence(_SurNiveau):
    """The technician no longer holds a skill."""

    question = gettext_lazy("Retirer « %(competence)s » à %(nom)s ?")
    bouton = gettext_lazy("Retirer la compétence")
    note = gettext_lazy("Ce qui demande cette compétence ne lui sera plus proposé.")
    message = gettext_lazy("La compétence est retirée.")
    danger = True

    def executer(self, valeurs: dict[str, Any]) -> None:
        services.retirer_competence(
            par=self.request.user,
            technicien_id=self.technicien.pk,
            competence_id=self.niveau.competence_id,
        )

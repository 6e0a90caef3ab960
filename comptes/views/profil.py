"""One's own account: name, language, theme, password."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views import View

from comptes import services, sessions
from comptes.forms import FormulaireChangement, FormulaireProfil
from comptes.models import Utilisateur
from core.formulaires_service import VueService
from core.lignes import trouver


class Profil(VueService):
    """Own name and preferences."""

    template_name = "comptes/profil.html"
    form_class = FormulaireProfil
    permis = services.PAR_SOI
    titre = gettext_lazy("Mon profil")
    retour_texte = gettext_lazy("Accueil")
    message = gettext_lazy("Votre profil est à jour.")
    success_url = reverse_lazy("comptes:profil")

    def ouvrir(self) -> None:
        self.ligne = trouver(Utilisateur.objects.all(), self.request.user.pk, self.request.user)

    def retour(self) -> str:
        return reverse("racine")

    def executer(self, valeurs: dict[str, Any]) -> Any:
        user = self.request.user
        return services.modifier_utilisateur(par=user, utilisateur_id=self.ligne.pk, champs=valeurs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(compte=self.ligne, **kwargs)


class Affichage(View):
    """Light or dark, airy or dense from the menu of any page, and back to that page."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        champs = {name: request.POST[name] for name in ("theme", "densite") if name in request.POST}
        services.modifier_utilisateur(par=user, utilisateur_id=user.pk, champs=champs)
        back = request.POST.get("suite", "")
        if not url_has_allowed_host_and_scheme(back, None):
            back = reverse("racine")
        return HttpResponseRedirect(back)


class MotDePasse(VueService):
    """Own password; every other session of the account ends, this one goes on."""

    form_class = FormulaireChangement
    titre = gettext_lazy("Changer mon mot de passe")
    bouton = gettext_lazy("Changer le mot de passe")
    retour_texte = gettext_lazy("Mon profil")
    note = gettext_lazy("Vos autres sessions ouvertes seront fermées.")
    message = gettext_lazy("Mot de passe changé. Vos autres appareils devront se reconnecter.")
    success_url = reverse_lazy("comptes:profil")

    def executer(self, valeurs: dict[str, Any]) -> Any:
        user: Any = self.request.user
        changed = services.changer_mot_de_passe(
            utilisateur=user,
            ancien=valeurs["current_password"],
            nouveau=valeurs["new_password"],
        )
        update_session_auth_hash(self.request, changed)
        sessions.suivre(self.request.session, changed)
        return changed

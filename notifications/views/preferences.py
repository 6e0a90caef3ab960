"""One's own preferences: subjects by channels, quiet hours, the digest."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.formulaires_service import VueService
from notifications import preferences
from notifications.forms import FormulairePreferences


class MesPreferences(VueService):
    """GET: what holds now, defaults included; POST: keep it."""

    template_name = "notifications/preferences.html"
    form_class = FormulairePreferences
    titre = _("Préférences de notification")
    retour_texte = _("Notifications")
    message = _("Vos préférences sont enregistrées.")
    success_url = reverse_lazy("notifications:preferences")

    def retour(self) -> str:
        return str(reverse_lazy("notifications:boite"))

    def get_form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_form_kwargs() | {"user": user, "ligne": preferences.de(user)}

    def executer(self, valeurs: dict[str, Any]) -> Any:
        return preferences.enregistrer(par=self.request.user, **valeurs)

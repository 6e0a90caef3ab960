"""The open sessions of an account: one's own, for an administrator anybody's."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from comptes import sessions
from comptes.models import Session, Utilisateur
from comptes.permissions import exiger_admin
from core.errors import Introuvable
from core.lignes import trouver
from core.nombres import lire_id

FERMER = "session"


class MesSessions(TemplateView):
    """GET: what is open; POST: end `session`, or all but the one that asks."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "comptes/sessions.html"

    @property
    def moi(self) -> Utilisateur:
        return cast("Utilisateur", self.request.user)

    def compte(self) -> Utilisateur:
        """Whose sessions the page is about."""
        return self.moi

    def lignes(self) -> Any:
        rows = Session.objects.visible_to(self.moi).filter(utilisateur=self.compte())
        return sessions.ouvertes(rows).order_by("-vue_le", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.compte()
        return super().get_context_data(
            sessions=list(self.lignes()[:100]),
            compte=user,
            les_siennes=user.pk == self.moi.pk,
            ici=self.request.session.get(sessions.CLE),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.POST.get(FERMER, "")
        if asked:
            self._fermer(asked)
            messages.success(request, _("Session fermée."))
        else:
            here = str(request.session.get(sessions.CLE, ""))
            number = sessions.terminer_autres(
                par=self.moi, utilisateur_id=self.compte().pk, sauf=here
            )
            text = ngettext("%(n)s session fermée.", "%(n)s sessions fermées.", number)
            messages.success(request, text % {"n": number})
        return redirect(request.get_full_path())

    def _fermer(self, asked: str) -> None:
        try:
            number = lire_id(asked)
        except ValueError as error:
            raise Introuvable(_("Session introuvable, ou déjà terminée.")) from error
        sessions.terminer(par=self.moi, session_id=number)


class SessionsDe(MesSessions):
    """The same for an administrator about somebody."""

    def compte(self) -> Utilisateur:
        exiger_admin(self.moi)
        found: Utilisateur = trouver(Utilisateur.objects.all(), self.kwargs["pk"], self.moi)
        return found

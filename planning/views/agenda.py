"""The calendar behind its secret link, and the page where the link is made and revoked."""

import hashlib
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.contexte import adresse_de
from core.envoi_unique import CHAMP, nouveau_jeton, une_fois
from core.errors import Interdit, Introuvable, TropDeDemandes
from core.formulaires_service import VueService
from core.freins import Frein
from core.lignes import trouver
from planning import services
from planning.agenda import adresse_du_flux, agenda
from planning.models import LienAgenda
from planning.permissions import gere_agenda
from planning.services.agenda import empreinte
from techniciens.models import Technicien

ESSAIS = Frein("agenda", fois=30, secondes=3600)
# A calendar asks every hour or so: when it last did need not be written each time.
_PAS = timedelta(hours=1)


def _lien(jeton: str) -> LienAgenda | None:
    """Found by the digest: comparing secrets letter by letter would tell how far one is right."""
    rows = LienAgenda.objects.select_related("technicien__user")
    row = rows.filter(empreinte=empreinte(jeton), revoque_le__isnull=True).first()
    return row if row is not None and row.technicien.actif else None


@require_safe
def flux(request: HttpRequest, jeton: str) -> HttpResponseBase:
    """The calendar; a wrong, revoked or shut link is one and the same 404, braked by address.

    A right one is never braked: many people's calendars are read from one office or one service.
    """
    row = _lien(jeton)
    if row is None:
        where = adresse_de(request)
        if wait := ESSAIS.attente(where):
            raise TropDeDemandes(_("Trop d’essais : réessayez plus tard."), attente=wait)
        ESSAIS.compter(where)
        raise Introuvable(_("Cet agenda n’existe pas, ou plus."))
    _noter(row)
    body = agenda(row.technicien)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = 'inline; filename="planning.ics"'
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _noter(row: LienAgenda) -> None:
    now = timezone.now()
    if row.dernier_acces is None or now - row.dernier_acces > _PAS:
        LienAgenda.objects.filter(pk=row.pk).update(dernier_acces=now)


class Agenda(TemplateView):
    """Whether a technician has a link; making one shows it, this once."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "planning/agenda.html"
    secret = ""

    def _technicien(self) -> Technicien:
        rows = Technicien.objects.select_related("user")
        person: Technicien = trouver(rows, self.kwargs["pk"], self.request.user)
        if not gere_agenda(self.request.user, person.pk):
            raise Interdit(_("Ce n’est pas votre agenda."))
        return person

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A page and no redirect: the secret must be kept nowhere on the way."""
        person = self._technicien()
        une_fois(request.user, request.POST.get(CHAMP, ""), lambda: self._creer(person))
        return self.render_to_response(self.get_context_data())

    def _creer(self, person: Technicien) -> int:
        row, self.secret = services.creer_lien(par=self.request.user, technicien_id=person.pk)
        return int(row.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self._technicien()
        live = LienAgenda.objects.visible_to(self.request.user).filter(revoque_le__isnull=True)
        return super().get_context_data(
            technicien=person,
            lien=live.filter(technicien=person).first(),
            adresse=adresse_du_flux(self.secret) if self.secret else "",
            jeton=nouveau_jeton(),
            **kwargs,
        )


class Revoquer(VueService):
    """End a link."""

    bouton = gettext_lazy("Révoquer le lien")
    message = gettext_lazy("Le lien est révoqué : les agendas qui le lisaient n’ont plus rien.")
    danger = True

    def ouvrir(self) -> None:
        rows = Technicien.objects.select_related("user")
        self.technicien = trouver(rows, self.kwargs["pk"], self.request.user)
        if not gere_agenda(self.request.user, self.technicien.pk):
            raise Interdit(_("Ce n’est pas votre agenda."))
        self.note = _("Les agendas qui suivent ce lien ne se mettront plus à jour.")
        self.titre = _("Révoquer le lien d’agenda de %(nom)s ?") % {"nom": self.technicien}
        self.retour_texte = _("Agenda")

    def executer(self, valeurs: dict[str, Any]) -> None:
        services.revoquer_lien(par=self.request.user, technicien_id=self.technicien.pk)

    def get_success_url(self) -> str:
        return reverse("planning:agenda", args=[self.technicien.pk])

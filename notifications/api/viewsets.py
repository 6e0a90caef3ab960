"""/notifications/: what people were told."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from comptes.choices import Role
from comptes.models import Utilisateur
from core.api.ecriture import ligne_visible, valeurs
from core.api.versions import exiger_version
from core.api.vues import VueModele
from core.errors import Interdit
from notifications import services
from notifications.api.serializers import NotificationEntree, NotificationSortie
from notifications.filters import TRIS, FiltresNotifications
from notifications.models import Notification
from notifications.selectors import sans_doubles


class VueNotifications(VueModele[Notification]):
    """All that was told, for those who manage."""

    modele = Notification
    serializer_class = NotificationSortie
    filtres = FiltresNotifications
    tris = TRIS

    def list(self, request: Request) -> Response:
        if getattr(request.user, "role", "") not in (Role.ADMIN, Role.RESPONSABLE):
            raise Interdit(_("Vos notifications sont sous /notifications/user/me."))
        return self.liste()

    def create(self, request: Request) -> Response:
        row = services.envoyer(par=request.user, **valeurs(NotificationEntree, request))
        return self.detail_de(row, 201)

    def marquer_lue(self, request: Request, pk: str) -> Response:
        """PUT /notifications/{id}/read: one's own, as often as one likes."""
        row = ligne_visible(Notification, pk, request.user)
        exiger_version(request, row)
        return self.detail_de(services.lire(par=request.user, notification_id=row.pk))

    def tout_lire(self, request: Request) -> Response:
        """PUT /notifications/read: all of one's own."""
        services.tout_lire(par=request.user)
        return self.rien()

    def destroy(self, request: Request, pk: str) -> Response:
        row = ligne_visible(Notification, pk, request.user)
        exiger_version(request, row)
        services.supprimer(par=request.user, notification_id=row.pk)
        return self.rien()


class VueDestinees(VueNotifications):
    """/notifications/user/me and /notifications/user/{id}: to one person."""

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.kwargs.get("user_pk")
        if asked is None:
            return sans_doubles(rows.filter(user_id=self.request.user.pk))
        reader = ligne_visible(Utilisateur, asked, self.request.user)
        return sans_doubles(rows.filter(user_id=reader.pk))

    def list(self, request: Request, user_pk: str | None = None) -> Response:
        return self.liste()

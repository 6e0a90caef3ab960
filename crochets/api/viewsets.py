"""/crochets/: webhooks, for administrators."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.ecriture import ligne_visible, valeurs
from core.api.versions import version_vue
from core.api.vues import VueModele
from core.errors import Interdit
from crochets import services
from crochets.api.serializers import CrochetEntree, CrochetSortie, EnvoiSortie
from crochets.filters import TRIS, FiltresCrochets, FiltresEnvois
from crochets.models import Crochet, EnvoiCrochet
from crochets.permissions import REFUS, gere


class VueCrochets(VueModele[Crochet]):
    modele = Crochet
    serializer_class = CrochetSortie
    filtres = FiltresCrochets
    tris = TRIS

    def list(self, request: Request) -> Response:
        if not gere(request.user):
            raise Interdit(str(REFUS))
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        """Without its secret: answers of a POST are kept for whoever sends it again."""
        row, _secret = services.creer_crochet(par=request.user, **valeurs(CrochetEntree, request))
        return self.detail_de(row, 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        sent = valeurs(CrochetEntree, request, partiel=True)
        version = version_vue(request, row)
        done = services.modifier_crochet(
            par=request.user, crochet_id=row.pk, champs=sent, version=version
        )
        return self.detail_de(done)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        version = version_vue(request, row)
        services.retirer_crochet(par=request.user, crochet_id=row.pk, version=version)
        return self.rien()

    def changer_secret(self, request: Request, pk: str) -> Response:
        """PUT /crochets/{id}/secret: a new one, in this answer and nowhere else."""
        row = self.get_object()
        version = version_vue(request, row)
        row, secret = services.changer_secret(par=request.user, crochet_id=row.pk, version=version)
        answer = self.detail_de(row)
        answer.data["secret"] = secret
        return answer


class VueEnvois(VueModele[EnvoiCrochet]):
    """/crochets/{id}/envois: what was sent there; and a test."""

    modele = EnvoiCrochet
    serializer_class = EnvoiSortie
    filtres = FiltresEnvois
    tris = TRIS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        owner = ligne_visible(Crochet, self.kwargs["crochet_pk"], self.request.user)
        return rows.filter(crochet_id=owner.pk)

    def list(self, request: Request, crochet_pk: str) -> Response:
        return self.liste()

    def tester(self, request: Request, crochet_pk: str) -> Response:
        """POST /crochets/{id}/tester: a `test.ping`; the log soon tells what came of it."""
        owner = ligne_visible(Crochet, crochet_pk, request.user)
        return self.detail_de(services.tester(par=request.user, crochet_id=owner.pk), 201)

"""/documents/: files of interventions, and their bytes by signed address."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.analyseurs import AnalyseurMultipart
from core.api.ecriture import ligne_visible, valeurs
from core.api.versions import exiger_version
from core.api.vues import VueApi, VueModele
from core.errors import Introuvable
from core.parametres import ParametreDouble, unique
from documents import services, stockage
from documents.api.serializers import DocumentEntree, DocumentSortie
from documents.filters import TRIS, FiltresDocuments
from documents.models import Document
from documents.signature import document_de
from interventions.models import Intervention

# What a browser may show inside a page; the rest of the answer's policy forbids everything.
_CADRES = " ".join(["'self'", *settings.CORS_ALLOWED_ORIGINS])
_FERMEE = f"default-src 'none'; frame-ancestors {_CADRES}"
# A browser's own reader of PDF does not run in a sandbox.
_BAC = f"sandbox; {_FERMEE}"
_LU = "application/pdf"
_INTEGRE = frozenset({"image", "iframe", "embed", "object", "frame"})


class VueDocuments(VueModele[Document]):
    """The visible documents; a file comes as multipart `file`."""

    modele = Document
    serializer_class = DocumentSortie
    filtres = FiltresDocuments
    tris = TRIS
    parser_classes: tuple[type[BaseParser], ...] = (AnalyseurMultipart,)

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("uploaded_by")

    def list(self, request: Request) -> Response:
        return self.liste()

    @staticmethod
    def _requete_et_formulaire(request: Request) -> QueryDict:
        """The intervention may stand in either; said in both, it must be the same."""
        sent = QueryDict(mutable=True)
        sent.update(request.data)
        named = unique(request.query_params, "intervention_id")
        if named and sent.setdefault("intervention_id", named) != named:
            text = _("L’adresse et le formulaire nomment deux interventions.")
            raise ParametreDouble(text, {"intervention_id": [text]})
        return sent

    def create(self, request: Request) -> Response:
        given = valeurs(DocumentEntree, request, donnees=self._requete_et_formulaire(request))
        row = services.deposer(par=request.user, fichier=given.pop("file", None), **given)
        return self.detail_de(self.get_queryset().get(pk=row.pk), 201)

    def d_une_intervention(self, request: Request, pk: str) -> Response:
        """GET /documents/{intervention_id}: those of that intervention."""
        parent = ligne_visible(Intervention, pk, request.user)
        rows = self.filter_queryset(self.get_queryset().filter(intervention_id=parent.pk))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.montrer(page))

    def destroy(self, request: Request, pk: str) -> Response:
        row = ligne_visible(Document, pk, request.user)
        exiger_version(request, row)
        services.retirer(par=request.user, document_id=row.pk)
        return self.rien()


class VueFichier(VueApi):
    """The bytes, for whoever holds an address that was signed a few minutes ago."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request: Request, signature: str) -> HttpResponseBase:
        document = document_de(signature)
        stream = stockage.ouvrir(document.chemin) if document is not None else None
        if document is None or stream is None:
            raise Introuvable(_("Ce lien n’est plus valable : rechargez la page d’où il vient."))
        embedded = request.headers.get("Sec-Fetch-Dest", "") in _INTEGRE
        answer = FileResponse(
            stream,
            as_attachment=not embedded,
            filename=document.nom_fichier,
            content_type=document.mime,
        )
        answer.headers["Content-Length"] = str(document.taille)
        answer.headers["Cache-Control"] = "private, max-age=300"
        answer.headers["Content-Security-Policy"] = _FERMEE if document.mime == _LU else _BAC
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer.xframe_options_exempt = True  # type: ignore[attr-defined]
        return answer

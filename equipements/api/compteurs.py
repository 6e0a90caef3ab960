"""/compteurs/, what is read on each, and many readings at once."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.ecriture import ligne_visible, valeurs
from core.api.erreurs import invalide_drf
from core.api.versions import version_vue
from core.api.vues import VueModele
from core.errors import DomainError, Invalide
from equipements import services
from equipements.api.entrees_compteurs import (
    CompteurEntree,
    CompteurModification,
    LotEntree,
    ReleveEntree,
)
from equipements.api.sorties_compteurs import (
    CompteurSortie,
    LotDit,
    ReleveSortie,
)
from equipements.choices import SourceReleve
from equipements.filters import TRIS_COMPTEURS, TRIS_RELEVES, FiltresCompteurs, FiltresReleves
from equipements.models import Compteur, Releve
from equipements.selectors import derniers_releves
from equipements.services import Lecture


class VueCompteurs(VueModele[Compteur]):
    """/compteurs/: the meters of the visible machines, and where each stands."""

    modele = Compteur
    serializer_class = CompteurSortie
    filtres = FiltresCompteurs
    recherche_colonnes = ("nom",)
    tris = TRIS_COMPTEURS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("equipement")

    def montrer(self, rows: Any, **contexte: Any) -> Any:
        """With the last reading of each, in one query."""
        derniers = derniers_releves(self.valeurs_lues(rows, "pk"))
        return super().montrer(rows, derniers=derniers, **contexte)

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        row = services.creer_compteur(par=request.user, **valeurs(CompteurEntree, request))
        return self.detail_lu(self.get_queryset().filter(pk=row.pk), 201)

    def partial_update(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        sent = valeurs(CompteurModification, request, partiel=True)
        version = version_vue(request, row, sent.pop("version", None))
        services.modifier_compteur(
            par=request.user, compteur_id=row.pk, champs=sent, version=version
        )
        return self.fiche()

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        version = version_vue(request, row)
        services.retirer_compteur(par=request.user, compteur_id=row.pk, version=version)
        return self.rien()


def _lecture(sent: dict[str, Any]) -> Lecture:
    return Lecture(**{"source": SourceReleve.API, **sent})


def _corriger(request: Request, compteur: Compteur, sent: dict[str, Any]) -> Releve:
    """In the place of a reading of that meter, whose moment and nature stay."""
    wrong = ligne_visible(Releve, str(sent["corrige_id"]), request.user)
    if wrong.compteur_id != compteur.pk:
        text = _("Ce relevé est d’un autre compteur.")
        raise Invalide(text, {"corrige_id": [text]})
    kept = {"date": wrong.date, "nature": wrong.nature}
    text = _("Une correction garde celle du relevé corrigé.")
    other = {n: [text] for n, value in kept.items() if sent.get(n, value) not in (value, None)}
    if other:
        raise Invalide(text, other)
    return services.corriger(
        par=request.user,
        releve_id=wrong.pk,
        valeur=sent["valeur"],
        motif=sent.get("motif", ""),
        confirmer=sent.get("confirmer", False),
        source=sent.get("source", SourceReleve.API),
    )


class VueReleves(VueModele[Releve]):
    """/compteurs/{compteur_pk}/releves: what was read, latest first; corrected ones too."""

    modele = Releve
    serializer_class = ReleveSortie
    filtres = FiltresReleves
    tris = TRIS_RELEVES
    tri_defaut = ("-date", "-pk")

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        meter = ligne_visible(Compteur, self.kwargs["compteur_pk"], self.request.user)
        return rows.filter(compteur=meter).select_related("saisi_par", "correction")

    def list(self, request: Request, compteur_pk: str) -> Response:
        return self.liste()

    def create(self, request: Request, compteur_pk: str) -> Response:
        meter = ligne_visible(Compteur, compteur_pk, request.user)
        sent = valeurs(ReleveEntree, request)
        if sent.get("corrige_id") is not None:
            row = _corriger(request, meter, sent)
        else:
            sent.pop("corrige_id", None)
            row = services.relever(par=request.user, compteur_id=meter.pk, lecture=_lecture(sent))
        return self.detail_de(row, 201)


class VueLotReleves(VueModele[Releve]):
    """Many readings at once: what holds is written, the rest told line by line."""

    modele = Releve

    def create(self, request: Request) -> Response:
        """POST /releves/lot. Each line is answered in its place; the same lot may be sent again."""
        lines: list[Any] = valeurs(LotEntree, request)["releves"]
        good = [i for i, sent in enumerate(lines) if isinstance(sent, dict)]
        lectures = [(lines[i].pop("compteur_id"), _lecture(lines[i])) for i in good]
        written = services.relever_tournee(par=request.user, lectures=lectures)
        done = dict(zip(good, written, strict=True))
        said = [_dire(done.get(i, line)) for i, line in enumerate(lines)]
        refused = sum(line["releve_id"] is None for line in said)
        body: LotDit = {
            "enregistres": len(said) - refused,
            "refuses": refused,
            "lignes": said,
        }
        return Response(body)


def _dire(fait: Releve | DomainError | serializers.ValidationError) -> Any:
    """A line of `LotDit`; not said in the signature, which would make it an answer of its own."""
    if isinstance(fait, Releve):
        return {"releve_id": fait.pk, "cumul": float(fait.cumul), "detail": "", "errors": {}}
    refusal = invalide_drf(fait) if isinstance(fait, serializers.ValidationError) else fait
    return {"releve_id": None, "cumul": None, "detail": refusal.detail, "errors": refusal.errors}

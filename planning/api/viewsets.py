"""/planning/ in its one shape, /plans and /creneaux."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.ecriture import requete_et_corps, valeurs
from core.api.versions import etiquette_de, version_vue
from core.api.vues import VueModele
from core.errors import Invalide
from planning import services
from planning.api.entrees import (
    CreneauEntree,
    CreneauModification,
    Deplacement,
    PlanEntree,
    PlanModification,
    Version,
    figer,
)
from planning.api.serializers import CreneauSortie, EntreeSortie, PlanSortie
from planning.choices import Genre
from planning.dates import jour_de
from planning.filters import (
    TRIS,
    TRIS_CRENEAUX,
    TRIS_PLANS,
    FiltresCreneaux,
    FiltresEntrees,
    FiltresPlans,
)
from planning.models import Creneau, EntreePlanning, Plan
from planning.selectors import visites_de


class _Planning(VueModele[Any]):
    """What the views over plans and slots share."""

    def montrer(self, rows: Any, **contexte: Any) -> Any:
        """With the next visit of each plan among them, read in one query."""
        wanted = () if self.modele is Creneau else self.valeurs_lues(rows, "pk")
        return super().montrer(rows, visites=visites_de(wanted), **contexte)

    def _ecrite(self, pk: int, statut: int = 200, *, faite: Any = None) -> Response:
        """The row as it stands after the act, with what was said about it."""
        manager: Any = self.modele._default_manager  # noqa: SLF001  Django's public name for it
        # Who has just written it reads it.
        answer = self.detail_lu(manager.filter(pk=pk), statut)
        if faite is not None:
            answer.data["avertissements"] = faite.avertissements
        return answer

    def _creer_plan(self, request: Request) -> Response:
        row = services.creer_plan(par=request.user, **valeurs(PlanEntree, request))
        return self._ecrite(row.pk, 201)

    def _creer_creneau(self, request: Request) -> Response:
        sent = valeurs(CreneauEntree, request)
        sent["motif_derogation"] = sent.get("motif_derogation") or ""
        row = services.planifier(par=request.user, **sent)
        return self._ecrite(row.pk, 201, faite=row)

    def _modifier_plan(self, request: Request, row: Plan) -> Response:
        sent = valeurs(PlanModification, request, partiel=True)
        version = version_vue(request, row, sent.pop("version", None))
        figer(sent, "equipement_id", row.entree.equipement_id)
        services.modifier_plan(par=request.user, plan_id=row.pk, champs=sent, version=version)
        return self._ecrite(row.pk)

    def _modifier_creneau(self, request: Request, row: Creneau) -> Response:
        sent = valeurs(CreneauModification, request, partiel=True)
        version = version_vue(request, row, sent.pop("version", None))
        figer(sent, "intervention_id", row.intervention_id)
        done = services.modifier(
            par=request.user,
            creneau_id=row.pk,
            technicien_id=sent.pop("technicien_id", None),
            motif_derogation=sent.pop("motif_derogation", None) or "",
            champs=sent,
            version=version,
        )
        return self._ecrite(row.pk, faite=done)

    def _retirer(self, request: Request, row: Plan | Creneau) -> Response:
        version = version_vue(request, row)
        if isinstance(row, Plan):
            services.arreter_plan(par=request.user, plan_id=row.pk, version=version)
        else:
            services.deplanifier(par=request.user, creneau_id=row.pk, version=version)
        return self.rien()


class VuePlans(_Planning):
    """/plans/: upkeep that comes round, with the next visit of each."""

    modele = Plan
    serializer_class = PlanSortie
    filtres = FiltresPlans
    tris = TRIS_PLANS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("entree__equipement__client")

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        return self._creer_plan(request)

    def partial_update(self, request: Request, pk: str) -> Response:
        return self._modifier_plan(request, self.get_object())

    def destroy(self, request: Request, pk: str) -> Response:
        return self._retirer(request, self.get_object())


class VueCreneaux(_Planning):
    """/creneaux/: when an intervention is planned, one slot for each."""

    modele = Creneau
    serializer_class = CreneauSortie
    filtres = FiltresCreneaux
    tris = TRIS_CRENEAUX

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(
            "entree",
            "intervention__equipement",
            "intervention__client",
            "intervention__technicien__user",
        )

    def list(self, request: Request) -> Response:
        return self.liste()

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        return self._creer_creneau(request)

    def partial_update(self, request: Request, pk: str) -> Response:
        return self._modifier_creneau(request, self.get_object())

    def confirmer(self, request: Request, pk: str) -> Response:
        """POST /creneaux/{id}/confirmer."""
        row = self.get_object()
        sent = valeurs(Version, request)
        version = version_vue(request, row, sent.get("version"))
        services.confirmer(par=request.user, creneau_id=row.pk, version=version)
        return self._ecrite(row.pk)

    def destroy(self, request: Request, pk: str) -> Response:
        return self._retirer(request, self.get_object())


class VuePlanning(_Planning):
    """Plans and slots in one list and one shape, as the older front-end reads them."""

    modele = EntreePlanning
    serializer_class = EntreeSortie
    filtres = FiltresEntrees
    tris = TRIS

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related(
            "equipement__client", "plan__entree", "creneau__intervention__technicien__user"
        )

    def detail_lu(self, rows: QuerySet[Any], statut: int = 200) -> Response:
        """The `ETag` is that of the plan or slot: the same on all three addresses."""
        answer = super().detail_lu(rows, statut)
        answer["ETag"] = str(etiquette_de(answer.data["id"], answer.data["version"]))
        return answer

    def _objet(self) -> Plan | Creneau:
        entry = self.get_object()
        found: Plan | Creneau = entry.plan if entry.genre == Genre.PLAN else entry.creneau
        return found

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset().filter(listee=True)))
        return self.get_paginated_response(self.montrer(page))

    def retrieve(self, request: Request, pk: str) -> Response:
        return self.fiche()

    def create(self, request: Request) -> Response:
        """With `intervention_id` a slot, with `equipement_id` a plan."""
        names = ("intervention_id", "equipement_id")
        sent = cast("dict[str, Any]", request.data)
        given = [name for name in names if sent.get(name) not in (None, "")]
        if len(given) != 1:
            text = _("Donnez equipement_id (un plan) ou intervention_id (un créneau).")
            raise Invalide(text, {name: [text] for name in given or names})
        return self._creer_plan(request) if given == [names[1]] else self._creer_creneau(request)

    def update(self, request: Request, pk: str) -> Response:
        """PUT, of what is sent; fields of the other kind are refused."""
        row = self._objet()
        if isinstance(row, Plan):
            return self._modifier_plan(request, row)
        return self._modifier_creneau(request, row)

    def deplacer(self, request: Request, pk: str) -> Response:
        """PATCH /planning/{id}/dates?nouvelle_date=ISO."""
        row = self._objet()
        names = ("nouvelle_date", "motif_derogation", "version")
        sent = valeurs(Deplacement, request, donnees=requete_et_corps(request, *names))
        version = version_vue(request, row, sent.get("version"))
        day = sent["nouvelle_date"]
        if isinstance(row, Plan):
            services.deplacer_plan(
                par=request.user, plan_id=row.pk, jour=jour_de(day), version=version
            )
            return self._ecrite(row.pk)
        done = services.deplacer(
            par=request.user,
            creneau_id=row.pk,
            nouvelle_date=day,
            version=version,
            motif_derogation=sent.get("motif_derogation") or "",
        )
        return self._ecrite(row.pk, faite=done)

    def destroy(self, request: Request, pk: str) -> Response:
        return self._retirer(request, self._objet())

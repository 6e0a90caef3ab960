"""/planning/charge and /interventions/{id}/suggestions: computed, nothing is written here."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.champs import DecimalStrict, Entier, Instant, Jour, Texte
from core.api.ecriture import valeurs
from core.api.lecture import forme_instant
from core.api.serialiseurs import SerialiseurStrict
from core.api.vues import VueModele
from core.errors import Interdit
from core.parametres import unique
from interventions.models import Intervention
from planning.candidats import Envoi, candidats, preparer
from planning.charge import Charge, charger, ensemble
from planning.periode import periode
from planning.permissions import lit_la_charge, peut_planifier
from planning.raisons import parties
from planning.selectors import techniciens_en_charge
from planning.suggestion import Candidat
from techniciens.filters import FiltresTechniciens
from techniciens.models import Technicien

LIMITE, LIMITE_MAX = 20, 100
_HEURE = timedelta(hours=1)


def adresse(request: Request, *noms: str) -> dict[str, str]:
    """What the address says under these names."""
    return {name: text for name in noms if (text := unique(request.query_params, name))}


def heures(duree: timedelta) -> float:
    return round(duree / _HEURE, 2)


def _part(taux: float | None) -> float | None:
    return None if taux is None else round(taux, 4)


class PeriodeDemandee(SerialiseurStrict):
    semaine = Texte(required=False, max_length=8)
    debut = Jour(required=False)
    fin = Jour(required=False)


class JourDeCharge(TypedDict):
    jour: date
    ferie: str
    heures_reservees: float
    heures_nettes: float
    taux: float | None


class TotalDeCharge(TypedDict):
    heures_reservees: float
    heures_nettes: float
    heures_realisees: float
    taux: float | None
    utilisation: float | None
    jours: list[JourDeCharge]


class ChargeDeTechnicien(TotalDeCharge):
    technicien_id: int
    technicien_nom: str


class ChargeDePeriode(TypedDict):
    debut: date
    fin: date
    techniciens: list[ChargeDeTechnicien]
    total: TotalDeCharge


def _total(charge: Charge) -> TotalDeCharge:
    return {
        "heures_reservees": heures(charge.reserve),
        "heures_nettes": heures(charge.net),
        "heures_realisees": heures(charge.realise),
        "taux": _part(charge.taux),
        "utilisation": _part(charge.utilisation),
        "jours": [
            {
                "jour": day.jour,
                "ferie": day.ferie,
                "heures_reservees": heures(day.reserve),
                "heures_nettes": heures(day.net),
                "taux": _part(day.taux),
            }
            for day in charge.jours
        ],
    }


class VueCharge(VueModele[Technicien]):
    """/planning/charge: reserved and worked time against working time, per day and in all."""

    modele = Technicien
    filtres = FiltresTechniciens
    tri_defaut = ("user__full_name", "pk")

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return techniciens_en_charge(rows, self.request.user)

    def lire(self, rows: QuerySet[Any]) -> list[Any]:
        return list(rows)

    def charge(self, request: Request) -> Response:
        """Charge des techniciens. `semaine=2026-W48`, or `debut` and `fin`; else this week.

        `techniciens` is one page of those asked for, `total` is of them all. `taux` and
        `utilisation` are fractions of the net working time, null where there is none. A technicien
        gets its own load alone.
        """
        if not lit_la_charge(request.user):
            raise Interdit(_("La charge est réservée à l’équipe."))
        asked = valeurs(
            PeriodeDemandee, request, donnees=adresse(request, "semaine", "debut", "fin")
        )
        first, last = periode(asked.get("semaine", ""), asked.get("debut"), asked.get("fin"))
        rows = self.filter_queryset(self.get_queryset())
        found = charger(rows.values_list("pk", flat=True), first, last)
        loads = {load.technicien_id: load for load in found}
        shown = self.paginate_queryset(rows) or []
        body: ChargeDePeriode = {
            "debut": first,
            "fin": last,
            "techniciens": [
                {"technicien_id": row.pk, "technicien_nom": str(row), **_total(loads[row.pk])}
                for row in shown
                if row.pk in loads  # who came between the two reads is on the next page
            ],
            "total": _total(ensemble(found)),
        }
        pages: Any = self.paginator
        return Response(body, headers=pages.entetes_de_page())


class EnvoiDemande(SerialiseurStrict):
    debut = Instant(required=False)
    fin = Instant(required=False)
    duree = DecimalStrict(required=False, max_digits=5, decimal_places=2, min_value=Decimal("0.01"))
    limit = Entier(required=False, min_value=1, max_value=LIMITE_MAX)


class RaisonDeScore(TypedDict):
    code: str
    nom: str
    points: float
    sur: int
    raison: str


class CandidatPropose(TypedDict):
    technicien_id: int
    technicien_nom: str
    score: float
    apte: bool
    date_debut: datetime | None
    date_fin: datetime | None
    dans_la_fenetre: bool
    raisons: list[RaisonDeScore]


class Suggestions(TypedDict):
    intervention_id: int
    competence_id: int | None
    niveau_requis: str | None
    ville: str
    debut: datetime
    fin: datetime
    duree: float
    candidats: list[CandidatPropose]


def _candidat(envoi: Envoi, candidat: Candidat) -> CandidatPropose:
    who, free, shape = candidat.faits, candidat.faits.libre, forme_instant()
    return {
        "technicien_id": who.technicien_id,
        "technicien_nom": who.nom,
        "score": float(candidat.score),
        "apte": candidat.apte,
        "date_debut": shape(free.debut) if free else None,
        "date_fin": shape(free.fin) if free else None,
        "dans_la_fenetre": free is not None and free.fin <= envoi.demande.fenetre.fin,
        "raisons": [
            {
                "code": part.code,
                "nom": part.nom,
                "points": float(part.points),
                "sur": part.sur,
                "raison": part.raison,
            }
            for part in parties(envoi, candidat)
        ],
    }


class VueSuggestions(VueModele[Intervention]):
    """/interventions/{id}/suggestions: who to send, best first, and when each could go."""

    modele = Intervention
    lookup_url_kwarg = "intervention_pk"

    def preparer(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("client", "equipement__site", "equipement__famille__competence")

    def suggerer(self, request: Request, intervention_pk: str) -> Response:
        """Qui envoyer. Without `debut`, `fin` and `duree` (hours): its slot's, or the coming week.

        `POST /creneaux/` with `technicien_id`, `date_debut` and `date_fin` of a candidate assigns
        and plans it.
        """
        row = self.get_object()
        if not peut_planifier(request.user):
            raise Interdit(_("Seuls les responsables planifient."))
        asked = valeurs(
            EnvoiDemande,
            request,
            donnees=adresse(request, "debut", "fin", "duree", "limit"),
        )
        limit = asked.pop("limit", LIMITE)
        envoi = preparer(row, **asked)
        want, shape = envoi.demande, forme_instant()
        found = candidats(envoi, request.user)[:limit]
        body: Suggestions = {
            "intervention_id": row.pk,
            "competence_id": want.competence_id,
            "niveau_requis": want.niveau,
            "ville": want.ville,
            "debut": shape(want.fenetre.debut),
            "fin": shape(want.fenetre.fin),
            "duree": heures(want.duree),
            "candidats": [_candidat(envoi, candidate) for candidate in found],
        }
        return Response(body)

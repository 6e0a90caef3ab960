"""/horaires and /jours-feries: when people work."""

import re
from datetime import date, time
from typing import Any, TypedDict

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.champs import Choix, Entier, EntierId, Jour, Texte
from core.api.ecriture import requete_et_corps, si_inchangee, valeurs
from core.api.serialiseurs import Calcule, SerialiseurSortie, SerialiseurStrict
from core.api.vues import VueModele
from core.filtres import FiltreId, FiltresStricts
from core.temps import ANNEE_MAX, ANNEE_MIN
from planning import services
from planning.api.serializers import AVERTISSEMENTS
from planning.choices import Ajustement, JourSemaine, Periode
from planning.feries import Ferie, feries
from planning.models import HoraireTravail, JourFerie

_HEURE = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class Heure(serializers.TimeField):
    """Hours and minutes on the local clock."""

    default_error_messages = {"invalid": _("Une heure est attendue, par exemple 08:30.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)

    def to_internal_value(self, value: Any) -> time:
        said = _HEURE.fullmatch(value) if isinstance(value, str) else None
        if said is None:
            self.fail("invalid", format="HH:MM")
        return time(int(said[1]), int(said[2]))


class HoraireEntree(SerialiseurStrict):
    """A span of a weekday (Monday 0); without `technicien_id` the firm's, to 00:00 to midnight."""

    technicien_id = EntierId(required=False, allow_null=True)
    periode = Choix(choices=Periode.choices, required=False)
    jour = Entier(min_value=JourSemaine.LUNDI, max_value=JourSemaine.DIMANCHE)
    debut = Heure()
    fin = Heure()


class HoraireSortie(SerialiseurSortie[HoraireTravail]):
    debut = Calcule("debut")
    fin = Calcule("fin")

    class Meta:
        model = HoraireTravail
        fields = ("id", "technicien_id", "periode", "jour", "debut", "fin")
        read_only_fields = fields

    def calculer_debut(self, heure: time) -> str:
        return f"{heure:%H:%M}"

    def calculer_fin(self, heure: time) -> str:
        return f"{heure:%H:%M}"


class FiltresHoraires(FiltresStricts):
    technicien_id = FiltreId()
    periode = django_filters.ChoiceFilter(choices=Periode.choices)

    class Meta:
        model = HoraireTravail
        fields: list[str] = []


class VueHoraires(VueModele[HoraireTravail]):
    """Working hours, span by span: one's own, and the firm's."""

    modele = HoraireTravail
    serializer_class = HoraireSortie
    filtres = FiltresHoraires
    tris = {"id": "pk"}

    def list(self, request: Request) -> Response:
        return self.liste()

    def create(self, request: Request) -> Response:
        row = services.ajouter_horaire(par=request.user, **valeurs(HoraireEntree, request))
        return self.detail_de(row, 201)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        with si_inchangee(request, row):
            services.retirer_horaire(par=request.user, horaire_id=row.pk)
        return self.rien()


class Annee(SerialiseurStrict):
    annee = Entier(min_value=ANNEE_MIN, max_value=ANNEE_MAX, required=False)


class FerieEntree(SerialiseurStrict):
    """`nom` may be left out where the official list has it."""

    date = Jour()
    ajustement = Choix(choices=Ajustement.choices)
    nom = Texte(required=False, allow_blank=True, max_length=150)
    deplace_de = Jour(required=False, allow_null=True)


class FerieSortie(SerialiseurSortie[JourFerie]):
    ajouts = AVERTISSEMENTS

    class Meta:
        model = JourFerie
        fields = ("id", "date", "nom", "ajustement", "deplace_de")
        read_only_fields = fields


class FerieLu(TypedDict):
    """A day on which nobody works; `ajustements`: the row that puts it there, if one does."""

    date: date
    nom: str
    estime: bool
    ajustements: list[int]


class FeriesDeLAnnee(TypedDict):
    """The holidays of a year, as they are kept."""

    annee: int
    jours: list[FerieLu]


def _lu(ferie: Ferie) -> FerieLu:
    return {
        "date": ferie.jour,
        "nom": ferie.nom,
        "estime": ferie.estime,
        "ajustements": [] if ferie.ligne is None else [ferie.ligne.pk],
    }


class VueFeries(VueModele[JourFerie]):
    """The holidays that are kept, and what is said about the official list."""

    modele = JourFerie
    serializer_class = FerieSortie

    def _annee(self, annee: int) -> FeriesDeLAnnee:
        days = feries(date(annee, 1, 1), date(annee, 12, 31))
        return {"annee": annee, "jours": [_lu(day) for day in days]}

    def list(self, request: Request) -> Response:
        """GET /jours-feries/?annee=2027; without it, this year."""
        sent = valeurs(Annee, request, donnees=requete_et_corps(request, "annee"))
        return Response(self._annee(sent.get("annee") or timezone.localdate().year))

    def create(self, request: Request) -> Response:
        row = services.ajuster_ferie(par=request.user, **valeurs(FerieEntree, request))
        answer = self.detail_de(row, 201)
        answer.data["avertissements"] = row.avertissements
        return answer

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        with si_inchangee(request, row):
            services.retablir_ferie(par=request.user, ferie_id=row.pk)
        return self.rien()

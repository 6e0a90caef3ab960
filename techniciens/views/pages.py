"""Reading technicians: the list, one technician, and the list of skills."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from comptes.models import Utilisateur
from core.errors import Interdit
from core.faits import faits
from core.lignes import trouver
from core.visibility import colonnes_cachees
from listes.liste import Filtre, VueListe
from techniciens.choices import Disponibilite
from techniciens.filters import RECHERCHE, TRIS, FiltresTechniciens
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.permissions import exiger_gestion, peut_gerer
from techniciens.presentation import FAITS, FAITS_COMPTE, NiveauMontre


def _valeurs(colonne: str) -> Any:
    """The values of a column that are in use, as a filter's choices."""

    def options(user: Any) -> Iterable[tuple[str, str]]:
        rows = Technicien.objects.visible_to(user).exclude(**{colonne: ""})
        names = rows.order_by(colonne).values_list(colonne, flat=True).distinct()
        return [(name, name) for name in names]

    return options


def _competences(user: Any) -> Any:
    return Competence.objects.visible_to(user).values_list("pk", "nom")


class Techniciens(VueListe):
    """The team; a technician sees its colleagues by name."""

    template_name = "techniciens/liste.html"
    modele = Technicien
    filtres = FiltresTechniciens
    offres = (
        Filtre("disponibilite", gettext_lazy("Disponibilité"), lambda _user: Disponibilite.choices),
        Filtre("equipe", gettext_lazy("Équipe"), _valeurs("equipe")),
        Filtre("zone_geographique", gettext_lazy("Zone"), _valeurs("zone_geographique")),
        Filtre("competence_id", gettext_lazy("Compétence"), _competences),
        Filtre("archives", gettext_lazy("Archives"), lambda _user: [("true", _("Incluses"))]),
    )
    colonnes_recherche = RECHERCHE
    tris_permis = TRIS
    tris = (
        ("equipe", gettext_lazy("Équipe")),
        ("disponibilite", gettext_lazy("Disponibilité")),
        ("-id", gettext_lazy("Plus récents")),
    )
    ordre = ("user__full_name", "pk")

    def ouvrir(self) -> None:
        """Clients have nothing to do here: not even the number of technicians."""
        _exiger_la_maison(self.request.user)

    def lignes(self) -> Any:
        rows = super().lignes().select_related("user")
        if "niveaux" in colonnes_cachees(Technicien, self.request.user):
            return rows
        held = CompetenceTechnicien.objects.select_related("competence")
        return rows.prefetch_related(Prefetch("niveaux", held))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        hidden = colonnes_cachees(Technicien, user)
        return super().get_context_data(gerer=peut_gerer(user), cachees=hidden, **kwargs)


def _exiger_la_maison(user: Any) -> None:
    """Only those whom the visibility of technicians knows."""
    if "user" in colonnes_cachees(Technicien, user):
        raise Interdit(_("Cette page est réservée à l’équipe."))


def _niveaux(technicien: Technicien, user: Any) -> list[NiveauMontre]:
    rows = CompetenceTechnicien.objects.visible_to(user).filter(technicien=technicien)
    today = timezone.localdate()
    return [NiveauMontre(row, today) for row in rows.select_related("competence")]


class Fiche(TemplateView):
    """One technician: profile, skills, and what higher apps show."""

    template_name = "techniciens/fiche.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = Technicien.objects.select_related("user")
        technicien = trouver(rows, self.kwargs["pk"], user)
        hidden = colonnes_cachees(Technicien, user, technicien)
        account = faits(technicien.user, FAITS_COMPTE, user, liens=_liens(technicien.user))
        return super().get_context_data(
            technicien=technicien,
            faits=[*account, *faits(technicien, FAITS, user)],
            cachees=hidden,
            montrer_competences="niveaux" not in hidden,
            niveaux=_niveaux(technicien, user),
            gerer=peut_gerer(user),
            **kwargs,
        )


def _liens(compte: Utilisateur) -> dict[str, str]:
    return {"email": f"mailto:{compte.email}"}


class Competences(TemplateView):
    """The list of skills that work may ask for."""

    template_name = "techniciens/competences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        exiger_gestion(user)
        rows = Competence.objects.visible_to(user).annotate(nombre=Count("niveaux"))
        return super().get_context_data(competences=rows, **kwargs)

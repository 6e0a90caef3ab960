"""Reading technicians: the list, one technician, and the list of skills."""

from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.views.generic import TemplateView

from comptes.models import Utilisateur
from core.faits import faits
from core.lignes import trouver
from core.visibility import colonnes_cachees
from listes.liste import VueListe
from techniciens.liste import ListeTechniciens
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.permissions import exiger_gestion, peut_gerer
from techniciens.presentation import FAITS, FAITS_COMPTE, NiveauMontre


class Techniciens(VueListe):
    """The team; a technician sees its colleagues by name."""

    template_name = "techniciens/liste.html"
    classe = ListeTechniciens

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gerer=peut_gerer(self.request.user), **kwargs)


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

"""Technicians as lists and details show them."""

from django.db.models import Prefetch, QuerySet

from techniciens.models import CompetenceTechnicien, Technicien


def avec_competences(rows: QuerySet[Technicien]) -> QuerySet[Technicien]:
    """With account and skills, in two queries whatever the number of rows."""
    shown = ("technicien", "competence__nom", "niveau", "certification_expire_le")
    levels = CompetenceTechnicien.objects.select_related("competence").only(*shown)
    levels = levels.order_by("competence__nom", "id")
    return rows.select_related("user").prefetch_related(Prefetch("niveaux", queryset=levels))

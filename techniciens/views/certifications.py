"""Certificates by date of expiry: the list that a manager prints and works off."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from core.parametres import unique
from techniciens.liste import exiger_la_maison
from techniciens.models import CompetenceTechnicien
from techniciens.presentation import PREAVIS, NiveauMontre

TOUTES = "toutes"


class Certifications(TemplateView):
    """Expired and soon to expire; `?montrer=toutes` adds those that hold for long."""

    template_name = "techniciens/certifications.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        exiger_la_maison(user)
        whole = unique(self.request.GET, "montrer") == TOUTES
        rows = CompetenceTechnicien.objects.visible_to(user).filter(
            certification_expire_le__isnull=False,
            technicien__archive_le__isnull=True,
            technicien__user__is_active=True,
        )
        if not whole:
            rows = rows.filter(certification_expire_le__lte=today + PREAVIS)
        rows = rows.select_related("competence", "technicien__user")
        ordered = rows.order_by("certification_expire_le", "technicien__user__full_name", "pk")
        shown = [NiveauMontre(row, today) for row in ordered]
        return super().get_context_data(
            lignes=shown,
            jour=today,
            preavis=PREAVIS.days,
            toutes=whole,
            perimees=sum(row.perimee for row in shown),
            **kwargs,
        )

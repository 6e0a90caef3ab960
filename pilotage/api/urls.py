"""Routes of the dashboard; mounted under /api/v1/."""

from django.urls import path

from pilotage.api.vues import VueTableau

urlpatterns = [path("dashboard/stats", VueTableau.as_view(), name="dashboard-stats")]

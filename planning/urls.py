"""Pages of the planning, under /gestion/planning/."""

from django.urls import path

from planning import views
from planning.preventif import urls as preventif

app_name = "planning"

urlpatterns = [
    path("interventions/<int:pk>/", views.Planifier.as_view(), name="planifier"),
    path("creneaux/<int:pk>/", views.Modifier.as_view(), name="modifier"),
    path("creneaux/<int:pk>/confirmer/", views.Confirmer.as_view(), name="confirmer"),
    path("creneaux/<int:pk>/retirer/", views.Deplanifier.as_view(), name="deplanifier"),
    *preventif.routes,
]

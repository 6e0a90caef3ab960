"""Pages of the planning, under /gestion/planning/."""

from django.urls import path

from planning import views
from planning.tableau import gestes, vues

app_name = "planning"

urlpatterns = [
    path("", vues.Planning.as_view(), name="tableau"),
    path("donnees/", vues.Donnees.as_view(), name="donnees"),
    path("a-planifier/", vues.APlanifier.as_view(), name="a_planifier"),
    path("interventions/<int:pk>/poser/", gestes.Poser.as_view(), name="poser"),
    path("creneaux/<int:pk>/deplacer/", gestes.Deplacer.as_view(), name="deplacer"),
    path("creneaux/<int:pk>/reprendre/", gestes.Reprendre.as_view(), name="reprendre"),
    path("interventions/<int:pk>/", views.Planifier.as_view(), name="planifier"),
    path("creneaux/<int:pk>/", views.Modifier.as_view(), name="modifier"),
    path("creneaux/<int:pk>/confirmer/", views.Confirmer.as_view(), name="confirmer"),
    path("creneaux/<int:pk>/retirer/", views.Deplanifier.as_view(), name="deplanifier"),
]

"""Home pages, under /gestion/."""

from django.urls import path

from pilotage import views
from pilotage.aide import Aide, Etat, Raccourcis
from pilotage.recherche import Recherche
from pilotage.terrain import MaJournee, MaSemaine

app_name = "pilotage"

urlpatterns = [
    path("", views.Accueil.as_view(), name="accueil"),
    path("premiers-pas/", views.PremiersPas.as_view(), name="premiers_pas"),
    path("aide/", Aide.as_view(), name="aide"),
    path("aide/raccourcis/", Raccourcis.as_view(), name="raccourcis"),
    path("aide/etat/", Etat.as_view(), name="etat"),
    path("recherche/", Recherche.as_view(), name="recherche"),
    path("ma-journee/", MaJournee.as_view(), name="ma_journee"),
    path("ma-journee/semaine/", MaSemaine.as_view(), name="ma_semaine"),
]

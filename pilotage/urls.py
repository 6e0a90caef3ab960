"""Home pages, under /gestion/."""

from django.urls import path

from pilotage import views
from pilotage.recherche import Recherche

app_name = "pilotage"

urlpatterns = [
    path("", views.Accueil.as_view(), name="accueil"),
    path("recherche/", Recherche.as_view(), name="recherche"),
    path("ma-journee/", views.MaJournee.as_view(), name="ma_journee"),
]

"""Home pages, under /gestion/."""

from django.urls import path

from pilotage import views

app_name = "pilotage"

urlpatterns = [
    path("", views.Accueil.as_view(), name="accueil"),
    path("ma-journee/", views.MaJournee.as_view(), name="ma_journee"),
]

"""Pages of machines."""

from django.urls import path

from equipements.views import machine, pages

app_name = "equipements"

urlpatterns = [
    path("", pages.Equipements.as_view(), name="liste"),
    path("nouveau/", machine.ChoisirClient.as_view(), name="choisir_client"),
    path("nouveau/<int:pk>/", machine.Creer.as_view(), name="creer"),
    path("<int:pk>/", pages.Fiche.as_view(), name="fiche"),
    path("<int:pk>/modifier/", machine.Modifier.as_view(), name="modifier"),
    path("<int:pk>/archiver/", machine.Archiver.as_view(), name="archiver"),
]

"""Pages of notifications, under /gestion/notifications/."""

from django.urls import path

from notifications.views import boite, courriels, preferences

app_name = "notifications"

urlpatterns = [
    path("", boite.Boite.as_view(), name="boite"),
    path("nombre/", boite.Compte.as_view(), name="compte"),
    path("apercu/", boite.Apercu.as_view(), name="apercu"),
    path("lire/", boite.ToutLire.as_view(), name="tout_lire"),
    path("<int:pk>/", boite.Ouvrir.as_view(), name="ouvrir"),
    path("<int:pk>/lire/", boite.Lire.as_view(), name="lire"),
    path("preferences/", preferences.MesPreferences.as_view(), name="preferences"),
    path("courriels/", courriels.Courriels.as_view(), name="courriels"),
    path("courriels/<str:nom>/", courriels.Courriel.as_view(), name="courriel"),
]

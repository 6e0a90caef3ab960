"""Pages of interventions, under /gestion/interventions/."""

from django.urls import path

from interventions.views import actes, fiche, liste, saisie

app_name = "interventions"

urlpatterns = [
    path("", liste.Interventions.as_view(), name="liste"),
    path("nouvelle/", saisie.Creation.as_view(), name="creer"),
    path("<int:pk>/", fiche.Fiche.as_view(), name="fiche"),
    path("<int:pk>/modifier/", saisie.Modification.as_view(), name="modifier"),
    path("<int:pk>/actions/<slug:nom>/", actes.Acte.as_view(), name="acte"),
]

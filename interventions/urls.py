"""Pages of interventions, under /gestion/interventions/."""

from django.urls import path

from interventions.views import actes, execution, fiche, liste, saisie, tri

app_name = "interventions"

urlpatterns = [
    path("", liste.Interventions.as_view(), name="liste"),
    path("nouvelle/", saisie.Creation.as_view(), name="creer"),
    path("tri/", tri.Tri.as_view(), name="tri"),
    path("tri/compte/", tri.Compte.as_view(), name="tri_compte"),
    path("tri/<int:pk>/", tri.Decision.as_view(), name="trier"),
    path("<int:pk>/", fiche.Fiche.as_view(), name="fiche"),
    path("<int:pk>/modifier/", saisie.Modification.as_view(), name="modifier"),
    path("<int:pk>/execution/", execution.Execution.as_view(), name="execution"),
    path("<int:pk>/execution/<slug:code>/", execution.EtapeExecution.as_view(), name="etape"),
    path("<int:pk>/bon/", fiche.Bon.as_view(), name="bon"),
    path("<int:pk>/defaire/", actes.Defaire.as_view(), name="defaire"),
    path("<int:pk>/actions/<slug:nom>/", actes.Acte.as_view(), name="acte"),
]

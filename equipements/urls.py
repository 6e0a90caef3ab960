"""Pages of machines and their meters."""

from django.urls import path

from equipements.views import arbre, compteurs, etiquettes, familles, machine, pages, tournee

app_name = "equipements"

urlpatterns = [
    path("", pages.Equipements.as_view(), name="liste"),
    path("etiquettes/", etiquettes.Etiquettes.as_view(), name="etiquettes"),
    path("arbre/", arbre.Arbre.as_view(), name="arbre"),
    path("familles/", familles.Familles.as_view(), name="familles"),
    path("familles/nouvelle/", familles.Creer.as_view(), name="creer_famille"),
    path("familles/<int:pk>/modifier/", familles.Modifier.as_view(), name="modifier_famille"),
    path("familles/<int:pk>/supprimer/", familles.Supprimer.as_view(), name="supprimer_famille"),
    path("nouveau/", machine.ChoisirClient.as_view(), name="choisir_client"),
    path("nouveau/<int:pk>/", machine.Creer.as_view(), name="creer"),
    path("<int:pk>/", pages.Fiche.as_view(), name="fiche"),
    path("<int:pk>/modifier/", machine.Modifier.as_view(), name="modifier"),
    path("<int:pk>/archiver/", machine.Archiver.as_view(), name="archiver"),
    path("<int:pk>/retablir/", machine.Desarchiver.as_view(), name="desarchiver"),
    path("<int:pk>/compteurs/nouveau/", compteurs.Creer.as_view(), name="creer_compteur"),
    path("compteurs/<int:pk>/", compteurs.Fiche.as_view(), name="compteur"),
    path("compteurs/<int:pk>/modifier/", compteurs.Modifier.as_view(), name="modifier_compteur"),
    path("compteurs/<int:pk>/retirer/", compteurs.Retirer.as_view(), name="retirer_compteur"),
    path("compteurs/<int:pk>/relever/", compteurs.Relever.as_view(), name="relever"),
    path("releves/<int:pk>/corriger/", compteurs.Corriger.as_view(), name="corriger_releve"),
    path("tournee/", tournee.Tournee.as_view(), name="tournee"),
]

"""Pages around each list, under /gestion/listes/<key>/."""

from django.urls import path

from listes.views import apercu, colonnes, export, vues

app_name = "listes"

urlpatterns = [
    path("<slug:cle>/colonnes/", colonnes.Colonnes.as_view(), name="colonnes"),
    path("<slug:cle>/apercu/<int:pk>/", apercu.Apercu.as_view(), name="apercu"),
    path("<slug:cle>/export.csv", export.Export.as_view(), name="export"),
    path("<slug:cle>/vues/", vues.Vues.as_view(), name="vues"),
    path("<slug:cle>/vues/nombres/", vues.Nombres.as_view(), name="nombres"),
    path("<slug:cle>/vues/nouvelle/", vues.Creer.as_view(), name="creer"),
    path("<slug:cle>/vues/retablir/", vues.Retablir.as_view(), name="retablir"),
    path("<slug:cle>/vues/ouverture/", vues.Ouverture.as_view(), name="ouverture"),
    path("<slug:cle>/vues/<int:pk>/", vues.Modifier.as_view(), name="modifier"),
    path("<slug:cle>/vues/<int:pk>/supprimer/", vues.Supprimer.as_view(), name="supprimer"),
    path("<slug:cle>/vues/<int:pk>/deplacer/", vues.Deplacer.as_view(), name="deplacer"),
]

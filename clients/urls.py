"""Pages of client firms."""

from django.urls import path

from clients.views import client, pages, sites, vue_comme

app_name = "clients"

urlpatterns = [
    path("", pages.Clients.as_view(), name="liste"),
    path("la-mienne/", pages.Clients.as_view(), name="la_mienne"),
    path("nouveau/", client.Creer.as_view(), name="creer"),
    path("<int:pk>/", pages.Fiche.as_view(), name="fiche"),
    path("<int:pk>/modifier/", client.Modifier.as_view(), name="modifier"),
    path("<int:pk>/archiver/", client.Archiver.as_view(), name="archiver"),
    path("<int:pk>/retablir/", client.Desarchiver.as_view(), name="desarchiver"),
    path("<int:pk>/acces/", client.Acces.as_view(), name="ouvrir_acces"),
    path("<int:pk>/voir-comme/", vue_comme.VoirComme.as_view(), name="voir_comme"),
    path("quitter-la-vue/", vue_comme.QuitterVue.as_view(), name="quitter_vue"),
    path("<int:pk>/sites/nouveau/", sites.NouveauSite.as_view(), name="creer_site"),
    path("sites/<int:pk>/modifier/", sites.ModifierSite.as_view(), name="modifier_site"),
    path("sites/<int:pk>/archiver/", sites.ArchiverSite.as_view(), name="archiver_site"),
    path("sites/<int:pk>/retablir/", sites.DesarchiverSite.as_view(), name="desarchiver_site"),
    path("<int:pk>/contacts/nouveau/", sites.NouveauContact.as_view(), name="creer_contact"),
    path("contacts/<int:pk>/modifier/", sites.ModifierContact.as_view(), name="modifier_contact"),
    path(
        "contacts/<int:pk>/supprimer/", sites.SupprimerContact.as_view(), name="supprimer_contact"
    ),
]

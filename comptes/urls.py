"""Pages of sign-in, one's own account and the accounts."""

from django.urls import path

from comptes.views import oubli, profil, session, sessions, utilisateurs

app_name = "comptes"

urlpatterns = [
    path("connexion/", session.Connexion.as_view(), name="connexion"),
    path("deconnexion/", session.Deconnexion.as_view(), name="deconnexion"),
    path("mot-de-passe-oublie/", oubli.Oubli.as_view(), name="oubli"),
    path(
        "mot-de-passe-oublie/<str:uidb64>/<str:token>/",
        oubli.NouveauSecret.as_view(),
        name="nouveau_secret",
    ),
    path("profil/", profil.Profil.as_view(), name="profil"),
    path("profil/affichage/", profil.Affichage.as_view(), name="affichage"),
    path("profil/mot-de-passe/", profil.MotDePasse.as_view(), name="mot_de_passe"),
    path("profil/sessions/", sessions.MesSessions.as_view(), name="sessions"),
    path("utilisateurs/", utilisateurs.Utilisateurs.as_view(), name="utilisateurs"),
    path("utilisateurs/nouveau/", utilisateurs.NouveauCompte.as_view(), name="creer"),
    path("utilisateurs/<int:pk>/", utilisateurs.Compte.as_view(), name="utilisateur"),
    path(
        "utilisateurs/<int:pk>/mot-de-passe/",
        utilisateurs.MotDePasseDe.as_view(),
        name="definir_mot_de_passe",
    ),
    path("utilisateurs/<int:pk>/sessions/", sessions.SessionsDe.as_view(), name="sessions_de"),
    path("utilisateurs/<int:pk>/desactiver/", utilisateurs.Desactiver.as_view(), name="desactiver"),
    path("utilisateurs/<int:pk>/reactiver/", utilisateurs.Reactiver.as_view(), name="reactiver"),
]

"""Routes of accounts and sign-in; the project mounts them under /api/v1/."""

from django.urls import path

from comptes.api import sessions, vues
from comptes.api.utilisateurs import VueUtilisateurs

urlpatterns = [
    path("auth/login", vues.VueConnexion.as_view(), name="auth-login"),
    path("auth/token", vues.VueJeton.as_view(), name="auth-token"),
    path("auth/me", vues.VueMoi.as_view(), name="auth-me"),
    path("auth/change-password", vues.VueMotDePasse.as_view(), name="auth-change-password"),
    path("auth/refresh", sessions.VueRenouvellement.as_view(), name="auth-refresh"),
    path("auth/logout", sessions.VueDeconnexion.as_view(), name="auth-logout"),
    path(
        "auth/sessions",
        sessions.VueSessions.as_view({"get": "list", "delete": "terminer_les_autres"}),
        name="auth-sessions",
    ),
    path(
        "auth/sessions/<str:pk>",
        sessions.VueSessions.as_view({"delete": "destroy"}),
        name="auth-session",
    ),
    path("users/me", vues.VueMoi.as_view(), name="users-me"),
    path("users/", VueUtilisateurs.as_view({"get": "list", "post": "create"}), name="users-list"),
    path("users/update", VueUtilisateurs.as_view({"put": "modifier_le_sien"}), name="users-update"),
    path(
        "users/<str:pk>",
        VueUtilisateurs.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
        name="users-detail",
    ),
    path(
        "users/<str:pk>/activate",
        VueUtilisateurs.as_view({"patch": "activer"}),
        name="users-activate",
    ),
]

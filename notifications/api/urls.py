"""Routes of notifications; mounted under /api/v1/."""

from django.urls import path

from notifications.api.preferences import VuePreferences
from notifications.api.viewsets import VueDestinees, VueNotifications

urlpatterns = [
    path(
        "notifications/",
        VueNotifications.as_view({"get": "list", "post": "create"}),
        name="notifications-list",
    ),
    path(
        "notifications/read",
        VueNotifications.as_view({"put": "tout_lire"}),
        name="notifications-tout-lire",
    ),
    path(
        "notifications/preferences",
        VuePreferences.as_view(),
        name="notifications-preferences",
    ),
    # Before the id: the older backend had it the other way round, and `me` was never reached.
    path(
        "notifications/user/me",
        VueDestinees.as_view({"get": "list"}),
        name="notifications-miennes",
    ),
    path(
        "notifications/user/<str:user_pk>",
        VueDestinees.as_view({"get": "list"}),
        name="notifications-de",
    ),
    path(
        "notifications/<str:pk>",
        VueNotifications.as_view({"delete": "destroy"}),
        name="notifications-detail",
    ),
    path(
        "notifications/<str:pk>/read",
        VueNotifications.as_view({"put": "marquer_lue"}),
        name="notifications-lire",
    ),
]

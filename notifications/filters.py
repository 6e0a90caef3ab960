"""Filters and sorting of notifications."""

import django_filters

from core.filtres import FiltreBooleen, FiltreId, FiltresStricts
from notifications.choices import CanalNotification, TypeNotification
from notifications.models import Notification

TRIS = {"id": "pk"}


class FiltresNotifications(FiltresStricts):
    user_id = FiltreId()
    intervention_id = FiltreId()
    lu = FiltreBooleen()
    type_notification = django_filters.ChoiceFilter(choices=TypeNotification.choices)
    canal = django_filters.ChoiceFilter(choices=CanalNotification.choices)

    class Meta:
        model = Notification
        fields: list[str] = []

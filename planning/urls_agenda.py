"""The calendar's own address, outside /gestion/: a calendar signs in nowhere."""

from django.urls import path

from planning.views.agenda import flux

urlpatterns = [path("<str:jeton>.ics", flux, name="agenda")]

"""The short address printed on labels, outside the pages' own namespace."""

from django.urls import path

from equipements.views.etiquette import etiquette

urlpatterns = [path("<str:code>/", etiquette, name="etiquette")]

"""Routes of the API's own description, beside the API wherever it is mounted."""

from django.urls import path

from core.api import document

urlpatterns = [
    path("openapi.json", document.openapi, name="openapi"),
    path("docs", document.swagger, name="docs"),
    path("redoc", document.redoc, name="redoc"),
]

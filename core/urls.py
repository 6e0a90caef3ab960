"""Routes of the kernel: health, for load balancers."""

from django.urls import path

from core import sante

app_name = "core"

urlpatterns = [
    path("health", sante.sante, name="sante"),
    path("health/database", sante.sante_base, name="sante_base"),
]

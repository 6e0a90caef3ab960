"""Routes of the kernel: health, for load balancers, and what installs the pages on a phone."""

from django.urls import path

from core import hors_ligne, sante

app_name = "core"

urlpatterns = [
    path("health", sante.sante, name="sante"),
    path("health/database", sante.sante_base, name="sante_base"),
    path("health/evenements", sante.sante_evenements, name="sante_evenements"),
    path("hors-ligne/", hors_ligne.page, name="hors_ligne"),
    path("manifest.webmanifest", hors_ligne.manifeste, name="manifeste"),
    path("sw.js", hors_ligne.service, name="service"),
]

"""WSGI entry point: pages and API in production (gunicorn gthread), and `make dev`."""

import os

from django.conf import settings

from core.portes import application_wsgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

application = application_wsgi()

if settings.DEBUG and settings.RELAIS:  # Django's own server; gunicorn starts them by its hooks
    from core import fils

    fils.demarrer()

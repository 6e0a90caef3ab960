"""WSGI entry point: pages and API in production (gunicorn gthread)."""

import os

from core.portes import application_wsgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

application = application_wsgi()

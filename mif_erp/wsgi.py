"""WSGI entry point: pages and API in production (gunicorn gthread)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

application = get_wsgi_application()

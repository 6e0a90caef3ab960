"""ASGI entry point: `make run`, and later the real-time process."""

import os

from core.portes import application_asgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

application = application_asgi()

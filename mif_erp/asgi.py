"""ASGI entry point: `make run`, and later the real-time process."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

application = get_asgi_application()

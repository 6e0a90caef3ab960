"""ASGI entry point of the real-time process: `/ws/` alone, behind the proxy, with Redis."""

import os

from mif_erp.prises import application as prises

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

application = prises(pages=False)

"""ASGI entry point of `make run`: pages and sockets in one process."""

import os

from mif_erp.prises import application as prises

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mif_erp.settings")

application = prises(pages=True)

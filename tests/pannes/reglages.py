"""The product's settings with one more app and one more route, for the processes under test."""

from mif_erp.settings import *  # noqa: F403
from mif_erp.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.pannes"]
ROOT_URLCONF = "tests.pannes.routes"
MIDDLEWARE = list[str]()  # what is measured is the outbox, not sign-in

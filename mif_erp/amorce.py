"""What a process does before its first request, so that no visitor pays for it."""

import ctypes
import gc
import platform

from django.conf import settings
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse
from django.utils.translation import override

# Between two collections of the youngest objects; a page of a list makes some ten thousand. Each
# second one looks at the older as well: a page, its rows with it, waits in a cycle of Django's, and
# what waits is what makes a worker grow. Frozen objects are not looked at, so the look is short.
SEUIL, SUITE = 5_000, 1
# glibc gives each thread a heap of its own, that holds what others could use; and it soon takes a
# long answer from the heap, where what is left in between keeps its place from being given back.
ARENES, HORS_DU_TAS = 2, 128 * 1024
_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3  # <malloc.h>


def prechauffer() -> None:
    """Load routes, translations and the project's templates; the parsed ones stay cached."""
    for langue, _nom in settings.LANGUAGES:
        # Routes are looked up by language, and looking one up reads the translations.
        with override(langue):
            reverse(settings.LOGIN_REDIRECT_URL)
    _gabarits()


def _gabarits() -> None:
    engine = engines["django"]
    if not isinstance(engine, DjangoTemplates):
        return
    for dossier in (settings.BASE_DIR / "templates", *settings.BASE_DIR.glob("*/templates")):
        for chemin in sorted(dossier.rglob("*.html")):
            engine.get_template(chemin.relative_to(dossier).as_posix())


def figer() -> None:
    """Keep the collector off what is there for good, and off each request's few objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SEUIL, SUITE, SUITE)


def regler_le_tas() -> None:
    """Two heaps for all threads to come, none of them for long answers; nothing without glibc."""
    if platform.libc_ver()[0] == "glibc":
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, ARENES)
        mallopt(_M_MMAP_THRESHOLD, HORS_DU_TAS)
